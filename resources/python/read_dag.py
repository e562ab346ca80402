"""Reads a DAG file and prints its tasks as JSON. Nothing of the file is executed.

Standard input: a line of JSON, [[MODULE, TEXT]...], the modules this one is made of, and then the file.

{"tasks": [{"line", "operator": "pod"|"eks"|"gke"|"job", "name", "arguments", "defaults", "airflow", "notes"}],
"notes": [...]} or {"error": {"message", "line", "column"}}. Source text stands as {"!python": TEXT}.
"""

import json
import resource
import sys
import types

CPU_SECONDS = 10
MEMORY = 1 << 30


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def load(modules):
    for name, text in modules:
        module = sys.modules[name] = types.ModuleType(name)
        exec(compile(text, f"{name}.py", "exec"), module.__dict__)


def answer(data):
    from dag_source import Fault, Source
    from dag_tasks import Reader
    from dag_values import TooMuch

    try:
        reader = Reader(Source(data))
        tasks = reader.read()
        return {"tasks": tasks, "notes": reader.notes}
    except Fault as fault:
        return {"error": {"message": fault.message, "line": fault.line, "column": fault.column}}
    except (TooMuch, MemoryError, RecursionError):
        return {"error": {"message": "the file is nested too deeply or its values are too large", "line": 0, "column": 0}}


def main():
    load(json.loads(sys.stdin.buffer.readline()))
    limit()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
