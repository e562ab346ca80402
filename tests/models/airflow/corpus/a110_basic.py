from datetime import datetime, timedelta

from airflow import DAG
from airflow.contrib.kubernetes.pod import Port
from airflow.contrib.kubernetes.secret import Secret
from airflow.contrib.kubernetes.volume import Volume
from airflow.contrib.kubernetes.volume_mount import VolumeMount
from airflow.contrib.operators import kubernetes_pod_operator
from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator
from airflow.kubernetes.pod_runtime_info_env import PodRuntimeInfoEnv

default_args = {
    "owner": "data-team",
    "depends_on_past": False,
    "start_date": datetime(2019, 11, 1),
    "retries": 1,
    "retry_delay": timedelta(minutes=5),
}

dag = DAG("legacy_kubernetes", default_args=default_args, schedule_interval=timedelta(days=1))

secret_env = Secret("env", "SQL_CONN", "airflow-secrets", "sql_alchemy_conn")
secret_volume = Secret(deploy_type="volume", deploy_target="/etc/sql_conn", secret="airflow-secrets", key="sql_alchemy_conn")
secret_all = Secret("env", None, "airflow-secrets-all")

volume = Volume(name="test-volume", configs={"persistentVolumeClaim": {"claimName": "test-volume"}})
volume_mount = VolumeMount("test-volume", mount_path="/root/mount_file", sub_path=None, read_only=True)
port = Port("http", 80)

passing = KubernetesPodOperator(
    namespace="default",
    image="python:3.6",
    cmds=["python", "-c"],
    arguments=["print('hello world')"],
    labels={"foo": "bar"},
    name="passing-test",
    task_id="passing-task",
    get_logs=True,
    dag=dag,
)

failing = KubernetesPodOperator(
    namespace="default", image="ubuntu:16.04", cmds=["Python", "-c"], arguments=["print('hello world')"],
    name="fail", task_id="failing-task", get_logs=True, is_delete_operator_pod=True, dag=dag,
)

everything = KubernetesPodOperator(
    namespace="default",
    image="ubuntu:16.04",
    cmds=["bash", "-cx"],
    arguments=["echo", "10"],
    labels={"foo": "bar"},
    secrets=[secret_env, secret_volume, secret_all],
    ports=[port],
    volumes=[volume],
    volume_mounts=[volume_mount],
    pod_runtime_info_envs=[PodRuntimeInfoEnv("POD_IP", "status.podIP")],
    name="everything",
    task_id="everything",
    resources={"request_memory": "128Mi", "request_cpu": "0.5", "limit_memory": "1Gi", "limit_gpu": None},
    affinity={"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
        {"matchExpressions": [{"key": "disktype", "operator": "In", "values": ["ssd"]}]}]}}},
    tolerations=[{"key": "key", "operator": "Equal", "value": "value"}],
    node_selectors={"disktype": "ssd"},
    configmaps=["settings-1", "settings-2"],
    is_delete_operator_pod=False,
    hostnetwork=False,
    in_cluster=False,
    xcom_push=True,
    image_pull_secrets="one,two",
    image_pull_policy="Always",
    service_account_name="default",
    dag=dag,
)

qualified = kubernetes_pod_operator.KubernetesPodOperator(
    task_id="qualified", name="qualified", namespace="composer", image="gcr.io/gcp-runtimes/ubuntu_18_0_4",
    startup_timeout_seconds=300, config_file="/home/airflow/composer_kube_config", dag=dag)

passing.set_downstream(everything)
failing.set_upstream(passing)
passing >> qualified
