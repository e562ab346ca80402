#!/usr/bin/env python3
"""Holds the direction of includes and the shape of the tree. Prints each breach; exit code 1 if there is one."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()

# Folder -> folders whose headers it may include, besides its own.
ALLOWED = {
    "models/core": [],
    "models/task": ["models/core"],
    "models/manifest": ["models/core", "models/task"],
    "models/airflow": ["models/core", "models/task", "models/manifest"],
    "models/kube": ["models/core"],
    "models/logs": ["models/core"],
    "models/preflight": ["models/core", "models/task", "models/manifest", "models/kube"],
    "models/runs": ["models/core", "models/task", "models/manifest", "models/kube"],
    "models/tables": ["models/core", "models/kube"],
    "models/transfer": ["models/core", "models/kube"],
    "models/session": ["models/core", "models/task", "models/manifest", "models/airflow", "models/kube", "models/logs",
                       "models/preflight", "models/runs", "models/tables"],
    "ui/style": [],
    "ui/widgets": ["models", "ui/style"],
    "ui/logs": ["models", "ui/style", "ui/widgets"],
    "ui/terminal": ["models", "ui/style", "ui/widgets"],
    "ui/designer": ["models", "ui/style", "ui/widgets"],
    "ui/runs": ["models", "ui/style", "ui/widgets", "ui/logs", "ui/terminal"],
    "ui/clusters": ["models", "ui/style", "ui/widgets"],
    "ui/shell": ["models", "ui/style", "ui/widgets", "ui/logs", "ui/terminal", "ui/designer", "ui/runs", "ui/clusters"],
    "app/sandbox": ["models"],
    "app/podwright": ["models", "ui"],
}
TOP = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "app", "ui", "models", "resources", "tests", "installer"}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
WIDGETS = re.compile(r"^\s*#\s*include\s*<Q(tWidgets|Widget|Dialog|MessageBox|Label|Application|PushButton|(Abstract\w*|Table|Tree|List|Graphics)View|\w*Layout)\b", re.M)
GENERATED = (".moc", "ui_", "moc_")


def tracked():
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True)
    if listed.returncode == 0:
        return listed.stdout.split("\n")[:-1]
    return [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file() and "build" not in p.parts]


def covered(target, allowed):
    return any(target == entry or target.startswith(entry + "/") for entry in allowed)


def check(path, breaches):
    folder = str(pathlib.PurePosixPath(path).parent)
    if folder not in ALLOWED:
        breaches.append(f"{path}: folder {folder} is unknown to {pathlib.Path(__file__).name}; give it a row")
        return
    text = (ROOT / path).read_text(encoding="utf-8")
    for name in INCLUDE.findall(text):
        if name.startswith(GENERATED) or name.endswith(".moc"):
            continue
        target = str(pathlib.PurePosixPath(name).parent)
        if ".." in name or not (ROOT / name).exists():
            breaches.append(f'{path}: "{name}" is not written from the root of the project')
        elif target != folder and not covered(target, ALLOWED[folder]):
            breaches.append(f'{path}: {folder} must not include "{name}"')
    if folder.startswith("models/") and WIDGETS.search(text):
        breaches.append(f"{path}: widgets have no place under models/")


def main():
    breaches = []
    for path in tracked():
        top = path.split("/")[0]
        if not top.startswith(".") and top not in TOP:
            breaches.append(f"{path}: {top} does not belong on the top level")
        if path.endswith((".cpp", ".h")) and top in ("app", "ui", "models"):
            check(path, breaches)
    print("\n".join(breaches) if breaches else "includes run one way")
    return 1 if breaches else 0


sys.exit(main())
