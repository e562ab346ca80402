import os
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.eks import EKSPodOperator, EksCreateNodegroupOperator, EksPodOperator
from airflow.providers.amazon.aws.sensors.eks import EksNodegroupStateSensor
from airflow.providers.google.cloud.operators.kubernetes_engine import GKEStartPodOperator

CLUSTER = "cluster-name"

with DAG("eks", start_date=datetime(2022, 6, 1), schedule="@once", catchup=False, tags=["aws"]) as dag:
    create = EksCreateNodegroupOperator(task_id="create_nodegroup", cluster_name=CLUSTER)
    ready = EksNodegroupStateSensor(task_id="wait", cluster_name=CLUSTER)
    run = EksPodOperator(
        task_id="run_pod",
        cluster_name=CLUSTER,
        pod_name="run_pod",
        image="amazon/aws-cli:latest",
        cmds=["sh", "-c", "ls"],
        labels={"demo": "hello_world"},
        get_logs=True,
        is_delete_operator_pod=True,
        region=os.environ["AWS_REGION"],
        aws_conn_id="aws",
    )
    old = EKSPodOperator(task_id="old", cluster_name=CLUSTER, namespace="x", pod_name="old", image="a")
    gke = GKEStartPodOperator(
        task_id="gke", project_id="p", location="europe-west1", cluster_name="c", namespace="default", image="perl",
        name="pi", use_internal_ip=True, gcp_conn_id="google", on_finish_action="keep_pod")
    create >> ready >> run >> old
    run.set_downstream([gke])
