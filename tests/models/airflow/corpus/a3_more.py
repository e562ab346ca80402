from airflow.providers.amazon.aws.operators.eks import EksPodOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as Pod
from airflow.providers.google.cloud.operators.kubernetes_engine import GKEStartPodOperator
from airflow.sdk import dag, task, task_group
from kubernetes.client import V1EnvVar, V1EnvFromSource, V1SecretEnvSource
from kubernetes.client.models import V1LocalObjectReference, V1TopologySpreadConstraint

SETTINGS = {"image": {"etl": "etl:5"}, "sizes": [1, 2]}


@dag(dag_id="more", schedule=None, catchup=False)
def more():
    one = Pod(task_id="one", image=SETTINGS["image"]["etl"], env_vars=[V1EnvVar("A", "1"), V1EnvVar(name="B", value="2")])
    two = Pod(task_id="two", image="a", env_from=[V1EnvFromSource(secret_ref=V1SecretEnvSource("s"))],
              image_pull_secrets=[V1LocalObjectReference("registry")])
    three = Pod(task_id="three", image="a", startup_timeout_seconds=SETTINGS["sizes"][1], pool_slots=-1 + 2)
    four = EksPodOperator(task_id="four", cluster_name="c", pod_name="four", image="a", region="eu-west-1")
    five = GKEStartPodOperator(task_id="five", project_id="p", location="l", cluster_name="c", image="a", name="five")

    @task_group
    def middle():
        six = Pod(task_id="six", image="a", do_xcom_push=True, multiple_outputs=True)
        seven = Pod(task_id="seven", image="a", arguments=["{{ ti.xcom_pull(task_ids='middle.six') }}"])
        six >> seven

    @task.kubernetes(image="python:3.12", do_xcom_push=True)
    def add(a, b):
        return a + b

    one >> [two, three] >> middle() >> four >> five
    five >> add(1, 2)


more()
