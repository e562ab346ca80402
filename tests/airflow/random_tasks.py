"""Random tasks in the form of kpo_oracle.py: every argument, every field of a Pod, odd and empty values."""

import json
import re

import yaml
from kubernetes.client import models

NAMES = ["a", "base", "data", "xcom", "side-car", "my_Pod.name", "Ünï-cödé", "été", "задача", "", "x" * 70, "UPPER",
         "--a__b--", "a..b", "istio-proxy", "airflow-xcom-sidecar"]
TEXTS = NAMES + ["echo hello", "{{ ds }}", "$(NAME)", "line\nline\n", " lead and trail ", "true", "null", "0", "0x1f", "1e3", "08",
                 "12:30:45", "2024-01-01", "~", "日本語", "naïve café", "🚀", "\t", "a,b", "#no", "key: value", "'", '"', "\\",
                 "\u00a0", "10Mi", "100m", "0.25", "y", "No", "=", "<<", "-", "1,000", "ß", "İ", "ǆ"]
KEYS = ["app", "team", "example.com/part-of", "a", "b", "dag_id", "airflow_version", "task_id", "Ünï", "", "cpu", "memory", "nvidia.com/gpu"]
QUANTITIES = ["100m", "1", "0.5", "10Mi", "1Gi", "", 1, 0, 0.25, 2.0, None, "{{ params.cpu }}"]
TIMES = ["2024-01-01T00:00:00Z", "2024-06-30T23:59:59.123456Z", "2024-01-01T02:00:00+02:00", "2024-01-01T00:00:00.5Z"]
# Plain scalars that YAML 1.1 reads as something other than their text, or nearly so.
SCALARS = ["yes", "no", "on", "Off", "y", "n", "TRUE", "~", "null", "Null", "0o17", "017", "0x1F", "0b101", "1_000", "1:30",
           "1:30:00.5", ".5", "5.", "1e3", "1.5e+3", "+7", "-0", "08", "1.0", "2024-01-01", "2024-01-01 10:00:00",
           "2024-01-01T00:00:00Z", "1.2.3", "=", "a b", "!x", "'quoted'", '"\\u00e9\\n"']
BROKEN_TEMPLATES = ["", "---\n", "# nothing\n", "text", "[]", "- a", "a: b: c", "{", "a: 1\n---\nb: 2\n", "\tx: 1",
                    "spec: {}", "metadata: {}\nspec: null\n", "spec:\n  containers: []\n", "kind: Deployment\n",
                    "spec:\n  containers:\n  - image: i\n", "metadata: []\n",
                    "x: &x {image: i, name: n}\nspec: {containers: [*x, *x]}",
                    "base: &b {name: n}\nspec: {containers: [{<<: *b, image: i}]}", "1: 2", "? [a]\n: b"]
GOOD_NAMES = ["a", "my_Pod.name", "Ünï-cödé", "été", "задача", "x" * 70, "UPPER", "--a__b--", "日本", "trailing\n", "1.2", "_", None]
# Fields of which a random object has one more often than others.
USUAL = {"name", "image", "command", "args", "env", "env_from", "volume_mounts", "volumes", "resources", "containers",
         "init_containers", "labels", "annotations", "namespace", "security_context", "affinity", "tolerations",
         "host_network", "ports", "metadata", "spec", "node_selector", "image_pull_secrets", "volume_devices"}


class Plain(str):
    """A scalar that stands in a YAML text as it is."""


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def with_plain_scalars(text):
    return re.sub(r"['\"]?plain<([0-9]+)>['\"]?", lambda found: SCALARS[int(found[1])], text)


Dumper.add_representer(Plain, lambda dumper, value: dumper.represent_str(f"plain<{SCALARS.index(value)}>"))


class Generator:
    def __init__(self, random, arguments):
        self.random = random
        self.arguments = arguments

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, values):
        return self.random.choice(values)

    def text(self):
        return self.pick(TEXTS)

    def name(self):
        return self.pick(NAMES)

    def texts(self, most=3):
        return [self.text() for _ in range(self.random.randrange(most + 1))]

    def map(self, values=None):
        count = self.random.randrange(4)
        return {self.pick(KEYS): self.text() if values is None else self.pick(values) for _ in range(count)}

    # Values of the fields of a model; `loose` as a manifest may have them, where the client converts.

    def scalar(self, kind, loose):
        odd = self.chance(0.12 if loose else 0.04)
        if kind == "int":
            return self.pick(["8080", True, 3.7, 0.0, " 7 ", "-1", "1_0", "+5"] if odd else [0, 1, 80, 8080, 30, 600, 420, -1])
        if kind == "bool":
            return self.pick([0, 1, "", "false", "yes", 0.0] if odd else [True, False])
        if kind == "datetime":
            return self.pick(TIMES)
        if kind == "object":
            return self.pick([80, "http", "8080"])
        return self.pick([0, 1, 8080, True, False, 1.5, 2.0, 1e21, 1e-7, -3]) if odd else self.text()

    def value(self, kind, depth, loose):
        if kind.startswith("list["):
            count = self.pick([0, 1, 1, 2, 3]) if depth > 0 else self.pick([0, 1])
            return [self.value(kind[5:-1], depth, loose) for _ in range(count)]
        if kind.startswith("dict["):
            return self.map(QUANTITIES + ["v"] if loose or self.chance(0.2) else None)
        return self.object(kind, depth - 1, loose) if hasattr(models, kind) else self.scalar(kind, loose)

    def object(self, kind, depth=3, loose=False):
        cls = getattr(models, kind)
        result = {}
        for attribute, type_ in cls.openapi_types.items():
            wanted = 0.5 if attribute in USUAL else 0.1
            if depth <= 0 and "V1" in type_:
                wanted /= 5
            if attribute in required(kind):
                wanted = 0.998
            if kind == "V1Pod" and attribute == "status":
                wanted = 0  # the API ignores it
            if self.chance(wanted):
                result[cls.attribute_map[attribute]] = None if self.chance(0.002) else self.value(type_, depth, loose)
        if self.chance(0.03):
            result[self.pick(["unknownField", "image_pull_policy", "Name"])] = self.text()
        return result

    def objects(self, kind, depth=2, loose=False):
        return [self.object(kind, depth, loose) for _ in range(self.pick([0, 1, 1, 2, 3]))]

    def pod(self, loose):
        pod = self.object("V1Pod", 4, loose)
        if self.chance(0.9):
            pod.setdefault("spec", self.object("V1PodSpec", 3, loose))
        if isinstance(pod.get("spec"), dict) and self.chance(0.03):
            pod["spec"].pop("containers", None)
        return pod

    # Values of the arguments.

    def task_id(self):
        ids = [name for name in NAMES if name and ".." not in name and len(name) < 250]
        return self.pick(ids + ["group.inner_task", "a__b--c", "t" * 120, "1-000_rows", "Größe", "ёлка", "x.y"])

    def secret(self):
        return {"deploy_type": "file" if self.chance(0.02) else self.pick(["env", "volume"]), "secret": self.name(),
                **({"deploy_target": self.pick(["NAME", "name", "straße", "/mnt", ""])} if self.chance(0.95) else {}),
                **({"key": self.pick(["key", "", None, "Ünï"])} if self.chance(0.5) else {}),
                **({"items": self.objects("V1KeyToPath")} if self.chance(0.3) else {})}

    def env(self):
        if self.chance(0.5):
            return {self.pick(KEYS + ["NAME", "b c"]): self.pick([*TEXTS, 1, True, None, 0.5]) for _ in range(self.random.randrange(4))}
        return self.objects("V1EnvVar")

    def command(self):
        return self.pick([self.texts(4), self.texts(4), self.texts(4), "echo hello", [1, True]])

    def verbatim(self, kind):
        """A dictionary that is sent as it is."""
        return self.pick([{}, {"run_as_user": 1}, {"runAsUser": None}, self.object(kind), self.object(kind)])

    def argument(self, name):
        makers = {
            "task_id": self.task_id,
            "name": lambda: self.pick(GOOD_NAMES if self.chance(0.9) else [*NAMES, "n" * 230, "a b", 5]),
            "random_name_suffix": lambda: self.pick([True, False, False, None]),
            "namespace": lambda: self.pick(["default", "team-a", "", None]),
            "labels": lambda: self.map([*TEXTS, None, 1, True, 0.5]),
            "annotations": lambda: self.map([*TEXTS, None, 1, False]),
            "node_selector": lambda: self.map([*TEXTS, None]),
            "image": lambda: self.pick(["debian", "alpine:3.23", "registry.example/a@sha256:00", "", None, "{{ params.image }}"]),
            "cmds": self.command,
            "arguments": self.command,
            "base_container_name": lambda: self.pick(["base", "main", "", None, "{{ x }}"]),
            "env_vars": self.env,
            "configmaps": lambda: self.pick([self.texts(), None]),
            "secrets": lambda: [self.secret() for _ in range(self.random.randrange(4))],
            "image_pull_secrets": lambda: self.pick(["a,b", "a, b", "", ",", self.objects("V1LocalObjectReference"), None]),
            "container_resources": lambda: self.pick([{}, {"limits": self.map(QUANTITIES), "requests": self.map(QUANTITIES)},
                                                      self.object("V1ResourceRequirements")]),
            "affinity": lambda: self.pick([{}, self.object("V1Affinity", 3, True), {"node_affinity": {}}]),
            "tolerations": lambda: self.objects("V1Toleration", 2, True),
            "security_context": lambda: self.verbatim("V1PodSecurityContext"),
            "container_security_context": lambda: self.verbatim("V1SecurityContext"),
            "xcom_sidecar_container_security_context": lambda: self.verbatim("V1SecurityContext"),
            "dns_config": lambda: self.pick([{}, self.object("V1PodDNSConfig")]),
            "host_aliases": lambda: self.objects("V1HostAlias"),
            "init_containers": lambda: self.objects("V1Container"),
            "volumes": lambda: self.objects("V1Volume"),
            "volume_mounts": lambda: self.objects("V1VolumeMount"),
            "ports": lambda: self.objects("V1ContainerPort"),
            "env_from": lambda: self.objects("V1EnvFromSource"),
            "pod_runtime_info_envs": lambda: self.objects("V1EnvVar"),
            "full_pod_spec": lambda: self.pod(False),
            "pod_template_dict": lambda: self.pick([{}, self.pod(True), self.pod(True)]),
            "pod_template_file": lambda: self.pick(["/dev/null/pod.yaml", ""]),
            "executor": lambda: self.pick(["LocalExecutor", None]),
            "executor_config": lambda: self.pick([{"a": 1}, None]),
            "pool": lambda: self.pick(["default_pool", "etl", "x.y", "Ünï"] if self.chance(0.95) else ["", "a b"]),
            "pool_slots": lambda: self.pick([1, 2]),
            "termination_message_policy": lambda: self.pick(["File", "FallbackToLogsOnError", "", None]),
            "trigger_kwargs": lambda: self.pick([{"a": 1}, None]),
        }
        return makers[name]() if name in makers else self.plain(name)

    def plain(self, name):
        """Arguments whose type says enough."""
        row = self.arguments[name]
        return {
            "Flag": lambda: self.chance(0.5) if row["default"] is not None else self.pick([True, False, None]),
            "Integer": lambda: self.pick([0, 1, 30, 600]),
            "Number": lambda: self.pick([0, 0.5, 30]),
            "Choice": lambda: self.pick(row["choices"]),
            "IntegerList": lambda: self.pick([0, 99, [1, 2], []]),
            "Names": lambda: self.pick(["base", ["base", "side-car"], True, []]),
            "Text": lambda: self.pick(["standard-rwo", "a", "x.y", "Ünï", "", None]),
        }[row["type"]]()

    def template_text(self):
        if self.chance(0.1):
            return self.pick(BROKEN_TEMPLATES)
        pod = self.sprinkled(self.pod(True))
        text = yaml.dump(pod, Dumper=Dumper, allow_unicode=self.chance(0.5), sort_keys=False, width=self.pick([30, 80, 4096]),
                         default_flow_style=self.pick([True, False, False, None]))
        return with_plain_scalars(text)

    def sprinkled(self, value):
        """With plain scalars in the place of some texts."""
        if isinstance(value, dict):
            return {key: self.sprinkled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.sprinkled(item) for item in value]
        return Plain(self.pick(SCALARS)) if isinstance(value, str) and self.chance(0.1) else value

    def options(self):
        options = {}
        if self.chance(0.6):
            options["identity"] = {"dagId": self.pick(["my_dag", "étl", "_lead", "d" * 70, ":::", "a b"]),
                                   "runId": self.pick(["manual__2024-03-08T22:20:21.224218+00:00", "r", "scheduled__x", "_"]),
                                   "tryNumber": self.pick([1, 2, 10]), "mapIndex": self.pick([-1, -1, 0, 7])}
        if self.chance(0.7):
            options["inCluster"] = self.chance(0.5)
        if self.chance(0.3):
            options["connection"] = {"namespace": self.pick(["ns", ""])}
            if self.chance(0.5):
                options["connection"]["sidecarImage"] = self.pick(["busybox", ""])
            if self.chance(0.3):
                options["connection"]["sidecarResources"] = self.pick([{"requests": {"cpu": "2m"}}, {}, {"limits": {}}])
        if self.chance(0.2):
            options["templateFile"] = self.template_text()
        return options

    def task(self):
        density = self.pick([0.03, 0.08, 0.3, 0.6, 1.0])
        arguments = {name: self.argument(name) for name in self.arguments if self.chance(density)}
        arguments["task_id"] = self.task_id()
        arguments.setdefault("image", "debian")
        if density > 0.1 and not self.chance(density / 4):  # or nothing but the template would be seen in most
            for layer in ("pod_template_dict", "pod_template_file", "full_pod_spec"):
                arguments.pop(layer, None)
        line = {"task": arguments, "options": self.options()}
        if self.chance(0.2):
            line["template"] = self.pod(True)
        return json.loads(json.dumps(line))


def required(kind, known={}):
    """The attributes without which a model cannot be made."""
    if kind not in known:
        cls = getattr(models, kind)
        known[kind] = {attribute for attribute in cls.openapi_types if refuses_none(cls, attribute)}
    return known[kind]


def refuses_none(cls, attribute):
    blank = object.__new__(cls)
    blank.local_vars_configuration = models.V1Pod().local_vars_configuration
    try:
        setattr(blank, attribute, None)
    except ValueError:
        return True
    return False
