#!/usr/bin/env python3
"""Pods as the real KubernetesPodOperator builds them: reads one JSON task a line, prints one JSON answer a line.

A task is {"task": {argument: value}, "template": {partial Pod}, "options": {...}}, the first two as in a task file. An
answer is {"pod": {...}}, the body that would be POSTed, or {"error": "..."}. Options, all optional:

    identity        {"dagId", "runId", "tryNumber", "mapIndex"}: builds with this task context
    inCluster       true or false; absent: a dry run, which does not ask where it runs
    templateFile    text of the file that `pod_template_file` names
    connection      {"namespace", "sidecarImage", "sidecarResources"}: extras of the Kubernetes connection

What stands for a Kubernetes object in a task file is given to the operator as the DAG's author has to write it: a model
object for every argument whose type is one, and also for `full_pod_spec`; a plain dictionary for `pod_template_dict`,
`affinity` and `tolerations`, which the operator reads as a manifest, and for the security contexts, which it sends as
they are. Keys that a model does not know cannot be written in Python and are left out. The task file's own template is
given as `pod_template_dict`; the list of containers, which that template may leave out and the operator's may not, is
then empty, and a first container without a name is named base. An argument that is null is not given.

The random parts of a pod are fixed: suffix "xxxxxxxx", UUID "uuid".
"""

import datetime
import inspect
import json
import logging
import os
import pathlib
import re
import sys
import tempfile
import types
import warnings

home = tempfile.TemporaryDirectory(prefix="airflow-home-")
HOME = pathlib.Path(home.name)
os.environ["AIRFLOW_HOME"] = home.name
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "CRITICAL"
warnings.filterwarnings("ignore")

from airflow.models import Connection  # noqa: E402
from airflow.providers.cncf.kubernetes import kubernetes_helper_functions, secret  # noqa: E402
from airflow.providers.cncf.kubernetes.hooks.kubernetes import KubernetesHook  # noqa: E402
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator  # noqa: E402
from kubernetes.client import ApiClient, Configuration, models  # noqa: E402

logging.disable(logging.CRITICAL)
kubernetes_helper_functions.rand_str = lambda length: "x" * length
secret.uuid = types.SimpleNamespace(uuid4=lambda: "uuid")
# Every model carries a configuration of its own, which makes copies of pods slow; here all share one.
shared_configuration = Configuration()
Configuration.get_default_copy = classmethod(lambda cls: shared_configuration)
Configuration.__deepcopy__ = lambda self, memo: self

# Arguments that take model objects, and of which type.
MODELS = {
    "ports": "list[V1ContainerPort]",
    "volume_mounts": "list[V1VolumeMount]",
    "volumes": "list[V1Volume]",
    "env_from": "list[V1EnvFromSource]",
    "pod_runtime_info_envs": "list[V1EnvVar]",
    "container_resources": "V1ResourceRequirements",
    "image_pull_secrets": "list[V1LocalObjectReference]",
    "host_aliases": "list[V1HostAlias]",
    "dns_config": "V1PodDNSConfig",
    "init_containers": "list[V1Container]",
    "full_pod_spec": "V1Pod",
}
SECONDS = ("retry_delay", "execution_timeout")


def model(value, kind):
    """The value as code would write it: types of the client become objects, scalars stay whatever they are."""
    if value is None:
        return None
    if kind.startswith("list["):
        return [model(item, kind[5:-1]) for item in value] if isinstance(value, list) else value
    if kind.startswith("dict["):
        kind = re.fullmatch(r"dict\[[^,]*, (.*)\]", kind)[1]
        return {key: model(item, kind) for key, item in value.items()} if isinstance(value, dict) else value
    cls = getattr(models, kind, None)
    if cls is None or not isinstance(value, dict):
        return value
    known = {attribute: key for attribute, key in cls.attribute_map.items() if key in value}
    return cls(**{attribute: model(value[key], cls.openapi_types[attribute]) for attribute, key in known.items()})


def secret_of(value):
    items = model(value.get("items"), "list[V1KeyToPath]")
    given = {key: value.get(key) for key in ("deploy_type", "deploy_target", "key")}
    return secret.Secret(**given, secret=value["secret"], items=items)


def argument(name, value):
    if name == "secrets":
        return [secret_of(item) for item in value] if value else value
    if name == "env_vars" and isinstance(value, list):
        return model(value, "list[V1EnvVar]")
    if name in SECONDS and value is not None:
        return datetime.timedelta(seconds=value)
    return model(value, MODELS[name]) if name in MODELS else value


def with_containers(template):
    spec = template.get("spec") if isinstance(template, dict) else None
    if not isinstance(spec, dict):
        return template
    containers = [] if spec.get("containers") is None else spec["containers"]
    if isinstance(containers, list) and containers and isinstance(containers[0], dict):
        containers = [{**containers[0], "name": "base" if containers[0].get("name") is None else containers[0]["name"]}, *containers[1:]]
    return {**template, "spec": {**spec, "containers": containers}}


def template_arguments(given, template, options, folder):
    """The three layers below the arguments, as files and dictionaries."""
    if options.get("templateFile"):
        given["pod_template_file"] = str(folder / "pod.yaml")
        (folder / "pod.yaml").write_text(options["templateFile"], encoding="utf-8")
    elif template:
        given.pop("pod_template_file", None)
        given["pod_template_dict"] = with_containers(template)
    elif given.get("pod_template_file"):
        given["pod_template_file"] = str(folder / "missing.yaml")


def operator_of(line, folder):
    given = {name: argument(name, value) for name, value in line.get("task", {}).items() if value is not None}
    template_arguments(given, line.get("template"), line.get("options", {}), folder)
    return KubernetesPodOperator(**given)


def use_connection(operator, options):
    extra = options.get("connection", {})
    names = {"namespace": "namespace", "sidecarImage": "xcom_sidecar_container_image",
             "sidecarResources": "xcom_sidecar_container_resources"}
    connection = Connection(conn_id="kubernetes_default", conn_type="kubernetes",
                            extra=json.dumps({names[key]: value if isinstance(value, str) else json.dumps(value)
                                              for key, value in extra.items()}))
    hook = KubernetesHook(conn_id="kubernetes_default")
    hook.get_connection = lambda _: connection
    hook._is_in_cluster = options.get("inCluster")
    operator.hook = hook


def context_of(operator, identity):
    if identity is None:
        return None
    ti = types.SimpleNamespace(dag_id=identity["dagId"], task_id=operator.task_id,
                               map_index=identity.get("mapIndex", -1), try_number=identity.get("tryNumber", 1))
    return {"ti": ti, "run_id": identity["runId"], "dag": object()}


def pod_of(line):
    """What the operator POSTs; raises what the operator raises."""
    options = line.get("options", {})
    operator = operator_of(line, HOME)
    use_connection(operator, options)
    operator.name = operator._set_name(operator.name)
    pod = operator.build_pod_request_obj(context_of(operator, options.get("identity")),
                                         dry_run="inCluster" not in options)
    return json.loads(json.dumps(ApiClient(shared_configuration).sanitize_for_serialization(pod)))


def operator_arguments():
    """The names of the operator's own arguments."""
    return [name for name, parameter in inspect.signature(KubernetesPodOperator.__init__).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY]


def answer(line):
    try:
        return {"pod": pod_of(line)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), sort_keys=True), flush=True)


if __name__ == "__main__":
    main()
