"""Pods as the different readers of an export take them, so that only what counts is compared."""

import json
import re

import kpo_oracle
from kubernetes.client import ApiClient, models

AUTOMATIC = ("airflow_version", "airflow_kpo_in_cluster")


def canonical(value):
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False)


def without_automatic_labels(pod):
    labels = pod.get("metadata", {}).get("labels", {})
    return {**pod, "metadata": {**pod["metadata"], "labels": {k: v for k, v in labels.items() if k not in AUTOMATIC}}}


def one_command(pod):
    """Command and arguments as the one list that @task.kubernetes_cmd makes of them."""
    first, *others = pod["spec"]["containers"]
    if first.get("command"):
        first = {**first, "command": first["command"] + first.get("args", []), "args": []}
    return {**pod, "spec": {**pod["spec"], "containers": [first, *others]}}


def dense(value):
    return {key: part for key, part in value.items() if part not in ({}, [])} if isinstance(value, dict) else value


def readable(pod):
    """Without the empty collections that a document leaves out; with one name for volumes of secrets."""
    pod = json.loads(re.sub(r"secret-volume-[0-9]+", "secretvoluuid", json.dumps(pod)))
    spec = dense(pod.get("spec", {}))
    for key in ("containers", "initContainers"):
        if key in spec:
            spec[key] = [dense(container) for container in spec[key]]
    return {**pod, "metadata": dense(pod.get("metadata", {})), "spec": spec}


def without_suffix(pod):
    name = pod["metadata"].get("name", "").removesuffix("-xxxxxxxx") or "pod"
    return {**pod, "metadata": {**pod["metadata"], "name": name}}


def as_client_reads(pod):
    """What a template file, and the executor of an override, make of fields they do not know, numbers and texts in the
    wrong places."""
    client = ApiClient(kpo_oracle.shared_configuration)
    return client.sanitize_for_serialization(client._ApiClient__deserialize_model(pod, models.V1Pod))


def dropped(given, read):
    """The names of the fields with a value that a reader did not take over."""
    if isinstance(given, dict) and isinstance(read, dict):
        for key, part in given.items():
            if part is not None and key not in read:
                yield key
            yield from dropped(part, read.get(key))
    elif isinstance(given, list) and isinstance(read, list):
        for part, other in zip(given, read):
            yield from dropped(part, other)


def as_override(pod):
    """The surroundings of a pod whose own container is Airflow's."""
    pod = readable(pod)
    for key in ("name", "namespace"):
        pod["metadata"].pop(key, None)
    pod["spec"].pop("restartPolicy", None)
    if pod["spec"].get("hostNetwork") is False:
        pod["spec"].pop("hostNetwork")
    for key in ("image", "command", "args", "terminationMessagePolicy"):
        pod["spec"]["containers"][0].pop(key, None)
    return {key: pod[key] for key in ("metadata", "spec")}
