import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

EVERY_HOUR = datetime.timedelta(hours=1)
CRON = "0 4 * * *"
COMMON = {"schedule": datetime.timedelta(minutes=30), "catchup": False}
EVENTS = {"schedule": [Dataset("s3://bucket/a")]}

with DAG("by_name", schedule=EVERY_HOUR):
    KubernetesPodOperator(task_id="a", image="debian:13")

with DAG("in_place", schedule=datetime.timedelta(days=1)):
    KubernetesPodOperator(task_id="b", image="debian:13")

with DAG("text_by_name", schedule_interval=CRON):
    KubernetesPodOperator(task_id="c", image="debian:13")

with DAG("unpacked", **COMMON):
    KubernetesPodOperator(task_id="d", image="debian:13")

with DAG("datasets", schedule=[Dataset("s3://bucket/a")]):
    KubernetesPodOperator(task_id="e", image="debian:13")

with DAG("unpacked_datasets", **EVENTS):
    KubernetesPodOperator(task_id="f", image="debian:13")
