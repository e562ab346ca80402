#!/usr/bin/env python3
"""exported_pods.py FOLDER: loads the DAG files of a folder as Airflow does and prints, as JSON, {"errors": {file: text},
"pods": {dag id: {task id: pod}}, "order": {dag id: [[task id, its downstream], ...]}, "overrides": {file: pod}}.

A pod is what the operator would POST when it executes without a task context, with the random parts fixed as
kpo_oracle.py fixes them. "overrides" holds executor_config["pod_override"] of files that are no DAG.
"""

import importlib.util
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
os.environ["AIRFLOW__CORE__EXECUTOR"] = "LocalExecutor"  # which tasks may name
import kpo_oracle  # noqa: E402

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag
from airflow.providers.cncf.kubernetes.operators.job import KubernetesJobOperator  # noqa: E402
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator  # noqa: E402
from kubernetes.client import ApiClient, models  # noqa: E402


def plain(value):
    return json.loads(json.dumps(ApiClient(kpo_oracle.shared_configuration).sanitize_for_serialization(value)))


def take_command(operator):
    """What the decorated operator does first when it executes."""
    words = operator.python_callable()
    operator.cmds, operator.arguments = ([], words) if operator.args_only else (words, [])


def pod_of(operator):
    if hasattr(operator, "args_only"):
        take_command(operator)
    kpo_oracle.use_connection(operator, {"inCluster": False})
    operator.name = operator._set_name(operator.name)
    if isinstance(operator, KubernetesJobOperator):
        template = operator.build_job_request_obj(None).spec.template
        return plain(models.V1Pod(api_version="v1", kind="Pod", metadata=template.metadata, spec=template.spec))
    return plain(operator.build_pod_request_obj(None))


def answer(operator):
    try:
        return pod_of(operator)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def override_of(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    override = module.executor_config["pod_override"]
    assert isinstance(override, models.V1Pod)
    return plain(override)


def main():
    folder = pathlib.Path(sys.argv[1])
    arguments = {} if "dag_processing" in DagBag.__module__ else {"include_examples": False}
    bag = DagBag(dag_folder=str(folder), **arguments)
    dags = bag.dags.values()
    pods = {dag.dag_id: {task.task_id: answer(task) for task in dag.tasks if isinstance(task, KubernetesPodOperator)}
            for dag in dags}
    order = {dag.dag_id: sorted([task.task_id, after] for task in dag.tasks for after in task.downstream_task_ids)
             for dag in dags}
    overrides = {path.name: override_of(path) for path in sorted(folder.glob("*executor*.py"))}
    errors = {os.path.basename(path): text for path, text in bag.import_errors.items()}
    json.dump({"errors": errors, "pods": pods, "order": order, "overrides": overrides}, sys.stdout)


main()
