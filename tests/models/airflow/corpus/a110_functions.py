# -*- coding: utf-8 -*-
import os
from airflow.models import DAG, Variable
from airflow.operators.dummy_operator import DummyOperator
from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator as KPO
from airflow.utils.dates import days_ago

IMAGE = "registry.example.org/" + "jobs"
TAG = os.environ.get("TAG", "latest")
ENV = {"STAGE": "prod", "HOST": os.environ["HOST"]}


def make(name, dag):
    return KPO(task_id=name, name=name, namespace="jobs", image=IMAGE + ":" + TAG, dag=dag)


with DAG(dag_id="functions", start_date=days_ago(2), schedule_interval=None) as dag:
    start = DummyOperator(task_id="start")
    one = KPO(task_id="one", name="one", namespace="jobs", image="%s:%s" % (IMAGE, TAG), env_vars=ENV)
    two = KPO(
        task_id="two",
        name="two",
        namespace="jobs",
        image=IMAGE,
        arguments=["--day", "{{ ds }}", "--host", ENV["STAGE"]],
        env_vars={"A": "1", "B": Variable.get("b")},
    )
    start >> one >> two
