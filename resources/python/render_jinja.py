"""Renders the templated texts of a task with Jinja2's sandbox, as Airflow would.

Reads one JSON object: {"texts": [TEXT...], "sample": {...}, "dag": {...}, "task": {...}}. Writes one JSON line a text, in
order: {"text": RENDERED}, or {"error": KIND, "name": NAME, "detail": WORDS, "line": N}, which is the last line. Templates
are not trusted: beside the sandbox this process has limits, and can open no file and no socket once it has begun.
"""

import calendar
import json
import random
import re
import resource
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import jinja2.constants
import jinja2.debug
import pprint  # noqa: F401 as the two above: Jinja2 would load it on first use, when no file can be opened any more
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, pass_environment
from jinja2.exceptions import SecurityError
from jinja2.ext import ExprStmtExtension
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

MEMORY = 512 * 1024 * 1024
SECONDS = 5
LONGEST = 1024 * 1024  # of all rendered texts together


class Problem(Exception):
    """What is told instead of a text."""

    def __init__(self, kind, detail="", name="", line=0):
        super().__init__(detail)
        self.answer = {"error": kind, "name": name, "detail": detail, "line": line}


# Values


class Table(dict):
    """A dict that knows where it stands, for errors: "params.model"."""

    def __init__(self, values, path):
        super().__init__((key, tabled(value, f"{path}.{key}")) for key, value in values.items())
        self.__path__ = path


def tabled(value, path):
    if isinstance(value, dict):
        return value if isinstance(value, Table) else Table(value, path)
    if isinstance(value, list):
        return [tabled(item, f"{path}[{i}]") for i, item in enumerate(value)]
    return value


UNITS = ("year", "month", "day", "hour", "minute", "second")
FIRST = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0}


def ordinal(number):
    suffix = "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


class Moment(datetime):
    """A datetime with what templates use of pendulum."""

    @classmethod
    def of(cls, value):
        parsed = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        zone = parsed.tzinfo or timezone.utc
        return cls(*parsed.timetuple()[:6], parsed.microsecond, zone)

    def add(self, years=0, months=0, weeks=0, days=0, hours=0, minutes=0, seconds=0, microseconds=0):
        month = self.year * 12 + self.month - 1 + 12 * years + months
        year, month = divmod(month, 12)
        day = min(self.day, calendar.monthrange(year, month + 1)[1])
        moved = self.replace(year=year, month=month + 1, day=day)
        return moved + timedelta(days + 7 * weeks, seconds, microseconds, 0, minutes, hours)

    def subtract(self, **parts):
        return self.add(**{name: -amount for name, amount in parts.items()})

    def start_of(self, unit):
        if unit == "week":
            return self.subtract(days=self.weekday()).start_of("day")
        kept = UNITS.index(unit)
        return self.replace(**{name: first for name, first in FIRST.items() if name not in UNITS[: kept + 1]})

    def end_of(self, unit):
        return self.start_of(unit).add(**{f"{unit}s": 1}).subtract(microseconds=1)

    def in_timezone(self, name):
        return Moment.of(self.astimezone(zone(str(name))))

    in_tz = in_timezone

    def naive(self):
        return self.replace(tzinfo=None)

    def to_date_string(self):
        return self.strftime("%Y-%m-%d")

    def to_time_string(self):
        return self.strftime("%H:%M:%S")

    def to_datetime_string(self):
        return self.strftime("%Y-%m-%d %H:%M:%S")

    def to_iso8601_string(self):
        return self.isoformat().replace("+00:00", "Z")

    def to_rfc3339_string(self):
        return self.isoformat()

    def format(self, tokens):
        return re.sub(TOKENS, lambda found: self._token(found[0]), tokens)

    def _token(self, token):
        if token[0] in "[\\":
            return token[1:].rstrip("]") if token[0] == "[" else token[1:]
        if set(token) == {"S"}:
            return f"{self.microsecond:06d}"[: len(token)]
        offset = self.strftime("%z")
        computed = {
            "Q": self.quarter, "M": self.month, "D": self.day, "Do": ordinal(self.day), "DDD": self.day_of_year,
            "d": (self.weekday() + 1) % 7, "E": self.isoweekday(), "H": self.hour, "h": self.hour % 12 or 12,
            "m": self.minute, "s": self.second, "ZZ": offset, "Z": f"{offset[:3]}:{offset[3:]}",
            "z": self.timezone_name, "zz": self.tzname(), "X": self.int_timestamp,
            "x": int(self.timestamp() * 1000),
        }
        return str(computed[token]) if token in computed else self.strftime(STRFTIME[token])

    @property
    def int_timestamp(self):
        return int(self.timestamp())

    @property
    def float_timestamp(self):
        return self.timestamp()

    @property
    def day_of_week(self):
        return self.weekday()

    @property
    def day_of_year(self):
        return self.timetuple().tm_yday

    @property
    def week_of_year(self):
        return self.isocalendar()[1]

    @property
    def days_in_month(self):
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def quarter(self):
        return (self.month + 2) // 3

    @property
    def timezone_name(self):
        return str(self.tzinfo)


STRFTIME = {
    "YYYY": "%Y", "YY": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "DDDD": "%j", "DD": "%d", "dddd": "%A",
    "ddd": "%a", "HH": "%H", "hh": "%I", "mm": "%M", "ss": "%S", "A": "%p",
}
TOKENS = (r"\[[^\]]*\]|\\.|YYYY|YY|Q|MMMM|MMM|MM|M|Do|DDDD|DDD|DD|D|dddd|ddd|d|E|HH|H|hh|h|mm|m|ss|s|S{1,6}|A|"
          r"ZZ|Z|zz|z|X|x")

zones = {"UTC": timezone.utc}


def zone(name):
    if name not in zones:
        raise Problem("value", f'"{name}" is no time zone that is known here')
    return zones[name]


def load_zones(text):
    """Those that are named somewhere: later no file can be opened."""
    for name in set(re.findall(r"\b[A-Z][A-Za-z]+(?:/[A-Za-z_+-]+)*\b", text)):
        try:
            zones.setdefault(name, ZoneInfo(name))
        except (OSError, ValueError, KeyError):
            pass


# Airflow's macros and filters


def ds_add(ds, days):
    return (datetime.strptime(str(ds), "%Y-%m-%d") + timedelta(days=days)).strftime("%Y-%m-%d")


def ds_format(ds, input_format, output_format):
    return datetime.strptime(str(ds), input_format).strftime(output_format)


def ts_nodash_with_tz(value):
    return value.isoformat().replace("-", "").replace(":", "")


FILTERS = {
    "ds": lambda value: value.strftime("%Y-%m-%d"),
    "ds_nodash": lambda value: value.strftime("%Y%m%d"),
    "ts": lambda value: value.isoformat(),
    "ts_nodash": lambda value: value.strftime("%Y%m%dT%H%M%S"),
    "ts_nodash_with_tz": ts_nodash_with_tz,
}

# Functions instead of modules: a module leads to all that it has imported.
MACROS = {
    "ds_add": ds_add,
    "ds_format": ds_format,
    "datetime": datetime,
    "timedelta": timedelta,
    "random": random.random,
    "time": {name: getattr(time, name) for name in ("time", "gmtime", "localtime", "strftime", "strptime", "mktime")},
    "uuid": {name: getattr(uuid, name) for name in ("uuid3", "uuid4", "uuid5", "UUID", "NAMESPACE_DNS", "NAMESPACE_URL")},
    "json": {"dumps": json.dumps, "loads": json.loads},
}

# What a task of Airflow finds in its context


def expanded(sample):
    """{"params.model": 1} -> {"params": {"model": 1}}"""
    result = {}
    for key, value in sample.items():
        *parents, last = key.split(".")
        table = result
        for parent in parents:
            if not isinstance(table.get(parent), dict):
                table[parent] = {}
            table = table[parent]
        if isinstance(value, dict) and isinstance(table.get(last), dict):
            value = {**table[last], **value}
        table[last] = value
    return result


DATES = (
    "logical_date", "data_interval_start", "data_interval_end", "prev_data_interval_start_success",
    "prev_data_interval_end_success", "prev_start_date_success", "prev_end_date_success", "start_date",
    "execution_date", "next_execution_date", "prev_execution_date", "prev_execution_date_success",
)


def moment(name, value):
    try:
        return Moment.of(value)
    except ValueError:
        raise Problem("sample", f'"{value}" is no date or time', name) from None


def with_dates(context):
    """Each given date becomes an object; what is not given follows from the first of these that is."""
    for name in DATES:
        if isinstance(context.get(name), str):
            context[name] = moment(name, context[name])
    known = next((n for n in ("logical_date", "ts", "data_interval_start", "ds", "ds_nodash") if context.get(n)), None)
    if known is None:
        return
    logical = moment(known, context[known])
    for name in ("logical_date", "data_interval_start", "data_interval_end"):
        context.setdefault(name, context.get("data_interval_start", logical))
    for name, convert in FILTERS.items():
        context.setdefault(name, convert(logical))
    context.setdefault("run_id", f"manual__{context['ts']}")


def with_stores(context):
    """var.value holds texts, var.json what such a text means; each can be given for the other."""
    store = context.setdefault("var", {})
    values, parsed = store.setdefault("value", {}), store.setdefault("json", {})
    for name, value in parsed.items():
        values.setdefault(name, json.dumps(value))
    for name, value in values.items():
        try:
            parsed.setdefault(name, json.loads(value) if isinstance(value, str) else value)
        except ValueError:
            pass
    context.setdefault("conn", {})


def with_objects(context, dag, task):
    conf = context.get("dag_run", {}).get("conf", {})
    context["params"] = {name: conf.get(name, value) for name, value in context.get("params", {}).items()}
    dates = {name: context[name] for name in ("logical_date", "data_interval_start", "data_interval_end", "run_id")
             if name in context}
    run_type = "scheduled" if str(context.get("run_id", "")).startswith("scheduled__") else "manual"
    context["dag"] = {**dag, **context.get("dag", {})}
    context["task"] = {**task, **context.get("task", {})}
    ids = {"dag_id": context["dag"].get("dag_id", ""), "run_id": context.get("run_id", "")}
    ids = {name: value for name, value in ids.items() if value}
    context["dag_run"] = {"conf": {}, "run_type": run_type, **ids, **dates, **context.get("dag_run", {})}
    given = {**context.get("ti", {}), **context.get("task_instance", {})}
    instance = {"task_id": context["task"].get("task_id", ""), "try_number": 1, "map_index": -1, **ids, **given}
    instance["xcom_pull"] = xcom_pull(context.pop("xcom", {}), instance["task_id"])
    context["ti"] = context["task_instance"] = instance
    if "ds_nodash" in context and "dag_id" in ids:
        context.setdefault("task_instance_key_str", f"{ids['dag_id']}__{instance['task_id']}__{context['ds_nodash']}")
    for name, value in (("test_mode", False), ("inlets", []), ("outlets", [])):
        context.setdefault(name, value)


def xcom_pull(store, own_task):
    def pull(task_ids=None, dag_id=None, key="return_value", default=None, **others):
        if isinstance(task_ids, (list, tuple)):
            return [pull(one, dag_id, key, default, **others) for one in task_ids]
        task = task_ids or own_task
        if task in store and key == "return_value":
            return tabled(store[task], f"xcom.{task}")
        if task in store and isinstance(store[task], dict) and key in store[task]:
            return tabled(store[task][key], f"xcom.{task}.{key}")
        if default is not None:
            return default
        raise Problem("undefined", name=f"xcom.{task}" + ("" if key == "return_value" else f".{key}"))

    return pull


def context_of(request):
    context = expanded(request["sample"])
    for name in ("params", "var", "conn", "xcom", "dag", "task", "dag_run", "ti", "task_instance"):
        if not isinstance(context.get(name, {}), dict):
            raise Problem("sample", "it must hold keys with values", name)
    with_dates(context)
    with_stores(context)
    with_objects(context, request["dag"], request["task"])
    context["macros"] = MACROS
    return {name: tabled(value, name) for name, value in context.items()}


# Rendering


class NameMissing(UndefinedError):
    pass


class Missing(StrictUndefined):
    __slots__ = ()

    def __init__(self, hint=None, obj=missing, name=None, exc=UndefinedError):
        super().__init__(hint, obj, name, NameMissing if exc is UndefinedError and not hint else exc)

    @property
    def _undefined_message(self):
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return str(self._undefined_name)
        path = self._undefined_obj.__path__ if isinstance(self._undefined_obj, Table) else None
        return f"{path or type(self._undefined_obj).__name__}.{self._undefined_name}"


@pass_environment
def safe_attribute(environment, value, name):
    if not environment.is_safe_attribute(value, str(name), None):
        return environment.unsafe_undefined(value, str(name))
    return getattr(value, str(name), environment.undefined(obj=value, name=str(name)))


def environment():
    made = SandboxedEnvironment(undefined=Missing, extensions=[ExprStmtExtension], cache_size=0)
    made.filters.update(FILTERS, attr=safe_attribute)
    return made


def rendered(made, text, context, room):
    pieces, length = [], 0
    for piece in made.from_string(text).generate(context):
        pieces.append(piece)
        length += len(piece)
        if length > room:
            raise Problem("limit", f"the rendered texts are longer than {LONGEST // 1024} KiB")
    return "".join(pieces)


def answer(made, text, context, room):
    try:
        return {"text": rendered(made, text, context, room)}
    except Problem as problem:
        return problem.answer
    except NameMissing as fault:
        return Problem("undefined", name=fault.message).answer
    except TemplateSyntaxError as fault:
        return Problem("syntax", fault.message, line=fault.lineno).answer
    except SecurityError as fault:
        return Problem("security", str(fault)).answer
    except (MemoryError, RecursionError):
        return Problem("limit", "it needs too much memory").answer
    except OverflowError as fault:
        return Problem("limit", str(fault)).answer
    except Exception as fault:  # a template can raise whatever the values it calls raise
        return Problem("value", f"{fault}" or type(fault).__name__).answer


def lock_down():
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def put(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.load(sys.stdin)
    load_zones(json.dumps([request["texts"], request["sample"]]))
    made = environment()
    made.from_string("{{ 'a' | upper }}").render()  # loads what is loaded on first use
    time.strptime("2000", "%Y")
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    lock_down()
    try:
        context = context_of(request)
    except Problem as problem:
        put(problem.answer)
        return
    room = LONGEST
    for text in request["texts"]:
        line = answer(made, text, context, room)
        put(line)
        if "error" in line:
            return
        room -= len(line["text"])


main()
