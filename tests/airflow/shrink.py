"""Makes a task that shows a difference small."""


def smallest(value, fails):
    """The value with every part taken away that `fails` does not need."""
    changed = True
    while changed:
        changed = False
        for smaller in reductions(value):
            if fails(smaller):
                value, changed = smaller, True
                break
    return value


def reductions(value):
    """The value with one part less, or one part simpler; large steps first."""
    if isinstance(value, dict):
        for key in value:
            yield {other: item for other, item in value.items() if other != key}
        for key, item in value.items():
            for smaller in reductions(item):
                yield {**value, key: smaller}
    elif isinstance(value, list):
        half = len(value) // 2
        if half > 1:
            yield value[:half]
            yield value[half:]
        for index in range(len(value)):
            yield value[:index] + value[index + 1:]
        for index, item in enumerate(value):
            for smaller in reductions(item):
                yield [*value[:index], smaller, *value[index + 1:]]
    elif isinstance(value, str) and len(value) > 1:
        lines = value.splitlines(keepends=True)
        if len(lines) > 1:
            for index in range(len(lines)):
                yield "".join(lines[:index] + lines[index + 1:])
        elif len(value) > 8:
            yield value[:len(value) // 2]
            yield value[len(value) // 2:]
        elif value != "a":
            yield "a"


def differences(left, right, path=""):
    """Where two JSON values differ: path, the one's and the other's value."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted({*left, *right}):
            yield from differences(left.get(key, "(absent)"), right.get(key, "(absent)"), f"{path}/{key}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (a, b) in enumerate(zip(left, right)):
            yield from differences(a, b, f"{path}/{index}")
    elif left != right or type(left) is not type(right):
        yield path, left, right
