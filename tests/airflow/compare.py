"""Podwright's pods beside those of the real operator."""

import json
import subprocess
import sys

import kpo_oracle
import shrink


def arguments(program):
    """Podwright's argument table: {name: {"type", "choices", "default"}}."""
    listed = subprocess.run([program, "--arguments"], capture_output=True, check=True)
    return json.loads(listed.stdout)


def values_only(table):
    """The rows of which a task file can hold the value; the others take Python code."""
    return {name: row for name, row in table.items() if row["type"] != "Code"}


class Podwright:
    """The program render_tasks, fed with one task after another."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def answer(self, line):
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"render_tasks ended over {json.dumps(line)}")
        return json.loads(answer)


def canonical(answer):
    """Both sides' errors are equal; the order of keys does not count, 1, 1.0 and true differ."""
    return json.dumps(answer["pod"], sort_keys=True, indent=1) if "pod" in answer else "an error"


class Comparison:
    def __init__(self, podwright):
        self.podwright = podwright
        self.covered = set()
        self.pods = self.differences = 0

    def fault(self, line):
        """None, or what kind of difference it is: what each side says instead of a pod."""
        ours, real = self.podwright.answer(line), kpo_oracle.answer(line)
        return None if canonical(ours) == canonical(real) else tuple(side.get("error", "").split(": ")[-1] for side in (ours, real))

    def check(self, line, title):
        real = kpo_oracle.answer(line)
        if "pod" in real:
            self.pods += 1
            self.covered |= {name for name, value in line["task"].items() if value is not None}
        if fault := self.fault(line):
            self.differences += 1
            small = shrink.smallest(line, lambda task: "task_id" in task.get("task", {}) and self.fault(task) == fault)
            self.report(small, title)

    def report(self, line, title):
        ours, real = self.podwright.answer(line), kpo_oracle.answer(line)
        print(f"\n{title} differs:\n{json.dumps(line, ensure_ascii=False)}")
        if "error" in ours or "error" in real:
            print(f"  Podwright: {ours.get('error', 'a pod')}\n  Airflow:   {real.get('error', 'a pod')}")
            return
        for path, left, right in shrink.differences(ours["pod"], real["pod"]):
            print(f"  {path}\n    Podwright: {json.dumps(left)}\n    Airflow:   {json.dumps(right)}")
        sys.stdout.flush()


def unknown_arguments(table):
    """What the operator takes and the table lacks."""
    return sorted(set(kpo_oracle.operator_arguments()) - set(table))
