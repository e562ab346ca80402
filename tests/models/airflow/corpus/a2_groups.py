from datetime import datetime

from airflow.decorators import dag, task, task_group
from airflow.models.baseoperator import chain, cross_downstream
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

COMMON = dict(namespace="etl", image="etl:1.4", get_logs=True)
STEPS = ["clean", "join"]


@dag(schedule="@daily", start_date=datetime(2023, 3, 1), catchup=False, default_args={"retries": 3, "namespace": "other"})
def etl_groups():
    """Groups of tasks."""
    extract = KubernetesPodOperator(task_id="extract", **COMMON, cmds="python -m etl extract".split())

    with TaskGroup(group_id="transform") as transform:
        clean = KubernetesPodOperator(task_id="clean", arguments=["clean"], **COMMON)
        with TaskGroup("inner", prefix_group_id=False):
            join = KubernetesPodOperator(task_id="join", arguments=[STEPS[1]], **COMMON)
        clean >> join

    @task_group(group_id="report")
    def reports():
        a = KubernetesPodOperator(task_id="a", image="report:1")
        b = KubernetesPodOperator(task_id="b", image="report:1", **{"namespace": "reports"})
        return [a, b]

    done = EmptyOperator(task_id="done")
    last = KubernetesPodOperator(task_id="last", image="last:1", trigger_rule="none_failed")
    chain(extract, transform, reports(), done, last)

    @task
    def notify():
        pass

    @task.kubernetes(image="python:3.11-slim", namespace="py", name="work")
    def work():
        import sys

        print(sys.version)

    @task.kubernetes_cmd(image="alpine:3.20")
    def listing():
        return ["ls", "-l", "/"]

    @task.kubernetes_cmd(image="alpine:3.20", args_only=True, task_id="renamed")
    def computed(name):
        return ["echo", f"hello {name}"]

    last >> notify() >> work() >> listing()
    cross_downstream([extract], [computed("x")])


etl_groups()
