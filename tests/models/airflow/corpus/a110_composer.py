import datetime

from airflow import models
from airflow.contrib.kubernetes import secret
from airflow.contrib.operators import gcp_container_operator, kubernetes_pod_operator

secret_env = secret.Secret(deploy_type="env", deploy_target="SQL_CONN", secret="airflow-secrets", key="sql_alchemy_conn")
YESTERDAY = datetime.datetime.now() - datetime.timedelta(days=1)

with models.DAG(dag_id="composer_sample_kubernetes_pod", schedule_interval=datetime.timedelta(days=1), start_date=YESTERDAY) as dag:
    kubernetes_min_pod = kubernetes_pod_operator.KubernetesPodOperator(
        task_id="pod-ex-minimum", name="pod-ex-minimum", cmds=["echo"], namespace="default",
        image="gcr.io/gcp-runtimes/ubuntu_18_0_4")
    kubernetes_template_ex = kubernetes_pod_operator.KubernetesPodOperator(
        task_id="ex-kube-templates", name="ex-kube-templates", namespace="default", image="bash", cmds=["echo"],
        arguments=["{{ ds }}"], env_vars={"MY_VALUE": "{{ var.value.my_value }}"},
        config_file="{{ conf.get('core', 'kube_config') }}")
    kubernetes_secret_vars_ex = kubernetes_pod_operator.KubernetesPodOperator(
        task_id="ex-kube-secrets", name="ex-kube-secrets", namespace="default", image="ubuntu", startup_timeout_seconds=300,
        secrets=[secret_env], env_vars={"EXAMPLE_VAR": "/example/value"})
    kubernetes_full_pod = kubernetes_pod_operator.KubernetesPodOperator(
        task_id="ex-all-configs", name="pi", namespace="default", image="perl", cmds=["perl"],
        arguments=["-Mbignum=bpi", "-wle", "print bpi(2000)"], secrets=[], labels={"pod-label": "label-name"},
        startup_timeout_seconds=120, get_logs=True, image_pull_policy="Always", annotations={"key1": "value1"},
        resources={"limit_memory": 1, "limit_cpu": 1}, config_file="/home/airflow/composer_kube_config", volumes=[],
        volume_mounts=[], affinity={})
    gke = gcp_container_operator.GKEPodOperator(
        task_id="gke", project_id="my-project", location="europe-west1-b", cluster_name="my-cluster", name="on-gke",
        namespace="default", image="perl", xcom_push=False)
