"""The four forms that the guides for local and remote clusters show."""

from airflow import DAG
from airflow.configuration import conf
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from pendulum import datetime, duration

namespace = conf.get("kubernetes", "NAMESPACE")

if namespace == "default":
    config_file = "/usr/local/airflow/include/.kube/config"
    in_cluster = False
else:
    in_cluster = True
    config_file = None

with DAG(
    dag_id="example_kubernetes_pod",
    schedule="@once",
    start_date=datetime(2023, 3, 30),
    default_args={"owner": "airflow", "retries": 1, "retry_delay": duration(minutes=5)},
) as dag:
    KubernetesPodOperator(
        namespace=namespace,
        image="hello-world",
        name="airflow-test-pod",
        task_id="task-one",
        in_cluster=in_cluster,
        cluster_context="docker-desktop",
        config_file=config_file,
        is_delete_operator_pod=True,
        get_logs=True,
    )
    bash = KubernetesPodOperator(
        task_id="KPO_bash_command", name="my_pod_1", namespace="default", image="ubuntu", cmds=["bash", "-cx"],
        arguments=["echo hello"], get_logs=True, is_delete_operator_pod=True,
    )
    eks = KubernetesPodOperator(
        task_id="run_on_EKS", name="run_on_eks", namespace="default", image="ubuntu", cmds=["bash", "-cx"],
        arguments=["echo hello from EKS"], cluster_context="aws", get_logs=True, is_delete_operator_pod=False,
        in_cluster=False, config_file="/usr/local/airflow/include/config", startup_timeout_seconds=240,
    )
    two = KubernetesPodOperator(
        namespace="default", image="ubuntu:16.04", cmds=["bash", "-cx"], arguments=["echo", "10", "echo pwd"],
        labels={"foo": "bar"}, name="airflow-test-pod", is_delete_operator_pod=True, in_cluster=True, task_id="task-two",
        get_logs=True,
    )
    bash >> eks
