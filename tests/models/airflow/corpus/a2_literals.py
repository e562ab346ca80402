from datetime import timedelta
from textwrap import dedent

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
from kubernetes.client import models as k8s

REGISTRY, TEAM = "registry.example.org", "ml"
VERSION = 3
BASE = ["python", "-m"]
LABELS = {"team": TEAM, "app": "x"}
TIMEOUT = 60 * 10
BROKEN = 1
BROKEN = 2
MUTABLE = {"a": "b"}
MUTABLE["c"] = "d"
if VERSION > 2:
    SOMETIMES = "yes"

with DAG("literals", schedule="0 5 * * 1-5", default_args={"owner": "ml", "email_on_failure": False}, max_active_runs=1):
    KubernetesPodOperator(task_id="fstring", image=f"{REGISTRY}/{TEAM}:{VERSION}", name=f"plain")
    KubernetesPodOperator(task_id="concat", image=REGISTRY + "/" + TEAM, cmds=BASE + ["train"], labels={**LABELS, "b": "c"})
    KubernetesPodOperator(task_id="implicit", image="a" "b", arguments=[*BASE, "x", "-" "y"])
    KubernetesPodOperator(task_id="joined", image="/".join([REGISTRY, TEAM]), env_vars=LABELS | {"N": str(VERSION)})
    KubernetesPodOperator(task_id="numbers", image="a", startup_timeout_seconds=TIMEOUT, priority_weight=-1,
                          retry_delay=timedelta(seconds=TIMEOUT), execution_timeout=timedelta(hours=1, minutes=30))
    KubernetesPodOperator(task_id="text", image="a", cmds=["sh", "-c"], arguments=[dedent("""\
        set -e
        echo "{{ ds }}"
    """)])
    KubernetesPodOperator(task_id="tuple", image="a", cmds=("bash", "-c"), skip_on_exit_code=(99, 100))
    KubernetesPodOperator(task_id="rebound", image="a", startup_timeout_seconds=BROKEN, labels=MUTABLE, hostname=SOMETIMES)
    KubernetesPodOperator(task_id="spec", image=f"{REGISTRY!r}:{VERSION:03d}", name="a" if VERSION else "b")
    KubernetesPodOperator(task_id="code", image=latest(), env_vars={k: v for k, v in LABELS.items()},
                          on_failure_callback=[notify, lambda context: None], volumes=[k8s.V1Volume(name="a"), shared()],
                          callbacks=MyCallback, params={"full": True})
    KubernetesPodOperator(task_id="unpacked", image="a", **kwargs)
    KubernetesPodOperator(task_id="nothing", image="a", namespace=None, labels=None, secrets=[])
