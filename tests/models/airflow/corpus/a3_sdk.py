import pendulum
from airflow.providers.cncf.kubernetes.operators.job import KubernetesJobOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.secret import Secret
from airflow.providers.cncf.kubernetes.utils.pod_manager import OnFinishAction
from airflow.sdk import DAG, Asset, TaskGroup, chain, task
from kubernetes import client as k8s


class EtlOperator(KubernetesPodOperator):
    def __init__(self, **kwargs):
        super().__init__(image="etl", **kwargs)


with DAG(
    dag_id="sdk",
    schedule=[Asset("s3://bucket/key")],
    start_date=pendulum.datetime(2025, 4, 22, tz="Europe/Berlin"),
):
    deferred = KubernetesPodOperator(
        task_id="deferred", image="a:1", deferrable=True, logging_interval=30, poll_interval=2.5,
        on_finish_action=OnFinishAction.DELETE_SUCCEEDED_POD, on_kill_action="keep_pod", random_name_suffix=False,
        container_resources=k8s.V1ResourceRequirements(requests={"cpu": "500m"}),
        pod_template_dict={"spec": {"containers": [{"name": "base", "workingDir": "/x"}]}},
        log_formatter=lambda name, message: message,
    )
    sub = EtlOperator(task_id="sub", arguments=["x"])
    job = KubernetesJobOperator(
        task_id="job", name="job", image="perl", cmds=["perl"], parallelism=2, completions=4, backoff_limit=0,
        wait_until_job_complete=True, namespace="default")
    with TaskGroup("g", default_args={"pool": "small"}):
        pooled = KubernetesPodOperator(
            task_id="pooled", image="a", secrets=[Secret("env", "TOKEN", "api", "token")],
            arguments=["--value", deferred.output], container_logs=True, init_container_logs=["init"],
        )
    chain(deferred, [sub, job], pooled)
