"""Expressions to values, without running anything. What cannot be known stays as its source text."""

import ast
import datetime
import math
import re
import textwrap

BUDGET = 300_000  # parts of values in one file
TEXT_METHODS = {"join", "split", "strip", "lower", "upper"}
ENUMS = {"TriggerRule", "OnFinishAction", "OnKillAction", "WeightRule"}
# Attributes of the client's models whose JSON names are not camelCase.
ODD_NAMES = {"dataset_uuid": "datasetUUID", "disk_uri": "diskURI", "downward_api": "downwardAPI", "host_ip": "hostIP",
             "host_ipc": "hostIPC", "host_pid": "hostPID", "pd_id": "pdID", "scale_io": "scaleIO",
             "set_hostname_as_fqdn": "setHostnameAsFQDN", "storage_policy_id": "storagePolicyID",
             "target_wwns": "targetWWNs", "volume_id": "volumeID"}
# Parameters of models that are often given without names.
POSITIONAL = {"V1EnvVar": ("name", "value", "value_from"), "V1LocalObjectReference": ("name",),
              "V1ConfigMapEnvSource": ("name",), "V1SecretEnvSource": ("name",)}
# Classes of older Airflow, with their parameters in order.
OLD_CLASSES = {"Secret": ("deploy_type", "deploy_target", "secret", "key", "items"),
               "Volume": ("name", "configs"),
               "VolumeMount": ("name", "mount_path", "sub_path", "read_only"),
               "Port": ("name", "container_port"),
               "PodRuntimeInfoEnv": ("name", "field_path"),
               "Resources": ("request_memory", "request_cpu", "request_ephemeral_storage", "limit_memory",
                             "limit_cpu", "limit_gpu", "limit_ephemeral_storage")}


class Code:
    """Source text that stands for a value nobody knows here."""

    def __init__(self, text):
        self.text = text


class Time:
    """A date or duration: a text or seconds as an argument's own value, else its source text."""

    def __init__(self, value, text):
        self.value, self.text = value, text

    def plain(self):
        if not isinstance(self.value, datetime.timedelta):
            return self.value.isoformat()
        seconds = self.value.total_seconds()
        return int(seconds) if seconds.is_integer() else seconds


class Unknown(Exception):
    """The expression has no value here."""


class TooMuch(Exception):
    """The values of the file grow without bounds."""


def is_known(value):
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    return not isinstance(value, Code)


def camel(name):
    name = name.strip("_")
    first, *rest = name.split("_")
    return ODD_NAMES.get(name) or first + "".join(part[:1].upper() + part[1:] for part in rest)


def as_json(value):
    if isinstance(value, (Code, Time)):
        return {"!python": value.text}
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list) else value


class Evaluator:
    def __init__(self, source):
        self._source = source
        self._budget = BUDGET
        self._open = set()
        self._named = {}  # id of an expression -> its value, whether that is known, its size

    def value(self, node, scope):
        """The value, with Code for the parts that have none."""
        self._budget -= 1
        if self._budget < 0:
            raise TooMuch
        try:
            return getattr(self, "_" + type(node).__name__.lower(), self._nothing)(node, scope)
        except (Unknown, RecursionError, ArithmeticError, TypeError, KeyError, IndexError, ValueError):
            return Code(self._source.of(node))

    def known(self, node, scope):
        """The value; Unknown if any part of it has none."""
        value = self.value(node, scope)
        if not is_known(value):
            raise Unknown
        return value

    def keywords(self, call, scope):
        """The keyword arguments and, as source texts, what `**` could not unpack."""
        found, lost = {}, []
        for keyword in call.keywords:
            value = self.value(keyword.value, scope)
            if keyword.arg is not None:
                found[keyword.arg] = value
            elif isinstance(value, dict):
                found.update(value)
            else:
                lost.append("**" + self._source.of(keyword.value))
        return found, lost

    def _nothing(self, node, scope):
        raise Unknown

    def _constant(self, node, scope):
        value = node.value
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number and not (math.isfinite(value) and (isinstance(value, float) or abs(value) < 2**63)):
            raise Unknown
        if not (value is None or isinstance(value, (str, bool)) or is_number):
            raise Unknown
        if isinstance(value, str):
            value.encode()  # lone surrogates have no JSON form
        return value

    def _joinedstr(self, node, scope):
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                value = self.known(part.value, scope)
                if part.conversion != -1 or part.format_spec is not None or not isinstance(value, (str, int)):
                    raise Unknown
                parts.append(str(value))
            else:
                parts.append(part.value)
        return "".join(parts)

    def _name(self, node, scope):
        expression, home = scope.lookup(node.id)
        if expression is None or id(expression) in self._open:
            raise Unknown
        if id(expression) not in self._named:
            self._open.add(id(expression))
            before = self._budget
            try:
                value = self.value(expression, home)
            finally:
                self._open.discard(id(expression))
            self._named[id(expression)] = value, is_known(value), before - self._budget
        value, known, size = self._named[id(expression)]
        self._budget -= size  # as if it stood here
        if not known:
            raise Unknown
        return value

    def _items(self, nodes, scope):
        items = []
        for node in nodes:
            if not isinstance(node, ast.Starred):
                items.append(self.value(node, scope))
                continue
            value = self.value(node.value, scope)
            items.extend(value if isinstance(value, list) else [Code(self._source.of(node))])
        return items

    def _list(self, node, scope):
        return self._items(node.elts, scope)

    _tuple = _set = _list

    def _dict(self, node, scope):
        result = {}
        for key, value in zip(node.keys, node.values):
            if key is None:
                unpacked = self.value(value, scope)
                if not isinstance(unpacked, dict):
                    raise Unknown
                result.update(unpacked)
                continue
            name = self.known(key, scope)
            if not isinstance(name, str):
                raise Unknown
            result[name] = self.value(value, scope)
        return result

    def _unaryop(self, node, scope):
        value = self.known(node.operand, scope)
        if isinstance(node.op, ast.USub) and isinstance(value, (int, float)):
            return -value
        if isinstance(node.op, ast.Not):
            return not value
        raise Unknown

    def _binop(self, node, scope):
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        if isinstance(node.op, ast.Add) and isinstance(left, list) and isinstance(right, list):
            return left + right
        if isinstance(node.op, ast.BitOr) and isinstance(left, dict) and isinstance(right, dict):
            return {**left, **right}
        if isinstance(node.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
            self._budget -= (len(left) + len(right)) // 64
            return left + right
        if not all(isinstance(side, (int, float)) and abs(side) < 2**53 for side in (left, right)):
            raise Unknown
        operations = {ast.Add: lambda: left + right, ast.Sub: lambda: left - right, ast.Mult: lambda: left * right,
                      ast.Div: lambda: left / right, ast.FloorDiv: lambda: left // right}
        result = operations[type(node.op)]()
        if abs(result) >= 2**53:
            raise Unknown
        return result

    def _subscript(self, node, scope):
        whole, key = self.known(node.value, scope), self.known(node.slice, scope)
        if isinstance(whole, dict) and isinstance(key, str) or isinstance(whole, list) and type(key) is int:
            return whole[key]
        raise Unknown

    def _attribute(self, node, scope):
        if node.attr == "value" and isinstance(node.value, ast.Attribute):
            node = node.value
        if scope.dotted(node.value).split(".")[-1] in ENUMS and node.attr.isupper():
            return node.attr.lower()
        raise Unknown

    def _call(self, node, scope):
        dotted = scope.dotted(node.func)
        name = dotted.split(".")[-1]
        if re.fullmatch(r"V[12](alpha\d|beta\d)?[A-Z]\w*", name) and name not in scope.classes:
            return self._model(node, scope, POSITIONAL.get(name, ()))
        if name in OLD_CLASSES and name not in scope.classes:
            return self._instance(node, scope, OLD_CLASSES[name])
        if dotted in ("dict", "list", "tuple", "str") and not scope.is_bound(dotted):
            return self._builtin(node, scope, dotted)
        if name in ("timedelta", "duration", "datetime"):
            return self._time(node, scope, dotted, name)
        if name == "dedent":
            return textwrap.dedent(self.known(node.args[0], scope))
        if isinstance(node.func, ast.Attribute):
            return self._text_method(node, scope)
        raise Unknown

    def _model(self, node, scope, parameters):
        given = self._instance(node, scope, parameters)
        return {camel(key): value for key, value in given.items() if key != "local_vars_configuration"}

    def _instance(self, node, scope, parameters):
        found, lost = self.keywords(node, scope)
        if lost or len(node.args) > len(parameters) or any(isinstance(item, ast.Starred) for item in node.args):
            raise Unknown
        given = {**dict(zip(parameters, self._items(node.args, scope))), **found}
        return {key: value for key, value in given.items() if value is not None}

    def _builtin(self, node, scope, name):
        if name == "dict":
            found, lost = self.keywords(node, scope)
            base = self.value(node.args[0], scope) if node.args else {}
            if lost or len(node.args) > 1 or not isinstance(base, dict):
                raise Unknown
            return {**base, **found}
        value = self.known(node.args[0], scope) if len(node.args) == 1 and not node.keywords else None
        if name == "str" and isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
        if name in ("list", "tuple") and isinstance(value, list):
            return value
        raise Unknown

    def _time(self, node, scope, dotted, name):
        found, lost = self.keywords(node, scope)
        given = self._items(node.args, scope)
        zone = found.pop("tz", found.pop("tzinfo", None))
        if lost or not is_known(given) or not is_known(found):
            raise Unknown
        if name != "datetime":
            return Time(datetime.timedelta(*given, **found), self._source.of(node))
        in_utc = zone is None or zone == "UTC" or (isinstance(zone, Code) and re.search(r"\b(utc|UTC)\b", zone.text))
        moment = datetime.datetime(*given, **found)
        if not in_utc or moment.time() != datetime.time():
            raise Unknown
        return Time(moment.date(), self._source.of(node))

    def _text_method(self, node, scope):
        text = self.known(node.func.value, scope)
        given = [self.known(item, scope) for item in node.args]
        if node.keywords or not isinstance(text, str) or node.func.attr not in TEXT_METHODS:
            raise Unknown
        self._budget -= len(text) // 64
        return getattr(text, node.func.attr)(*given)
