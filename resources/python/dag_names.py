"""What the names of a file stand for: imports, and values that are bound once and never changed."""

import ast

MUTATORS = {"append", "extend", "insert", "update", "pop", "popitem", "setdefault", "clear", "remove", "sort",
            "reverse", "add", "discard"}
NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
UNSURE = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match)


def mutated_names(tree):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            base = node.value
            while isinstance(base, (ast.Subscript, ast.Attribute)):
                base = base.value
            if isinstance(base, ast.Name):
                found.add(base.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            if isinstance(node.func.value, ast.Name):
                found.add(node.func.value.id)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
    return found


class Scope:
    """The names of a module or function. A name that is bound twice, or perhaps, has the value None."""

    def __init__(self, body, parent=None, parameters=()):
        self.parent = parent
        self.values = {name: None for name in parameters}
        self.imports = dict(parent.imports) if parent else {}
        self.classes = dict(parent.classes) if parent else {}
        self.mutated = parent.mutated if parent else set()
        self._collect(body, True)

    def lookup(self, name):
        """The expression that the name stands for and the scope it is written in, or (None, None)."""
        if name in self.values:
            return (None, None) if name in self.mutated else (self.values[name], self)
        return self.parent.lookup(name) if self.parent else (None, None)

    def is_bound(self, name):
        return name in self.values or (self.parent is not None and self.parent.is_bound(name))

    def dotted(self, node):
        """`k8s.V1Pod` as "kubernetes.client.models.V1Pod", or "" for what is no dotted name."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        parts.append(self.imports.get(node.id, node.id))
        return ".".join(reversed(parts))

    def _bind(self, name, value):
        self.values[name] = None if name in self.values else value

    def _bind_target(self, target, value, is_sure):
        if isinstance(target, ast.Name):
            self._bind(target.id, value if is_sure else None)
        elif isinstance(target, (ast.Tuple, ast.List)):
            pairs = value.elts if isinstance(value, (ast.Tuple, ast.List)) else ()
            fits = len(pairs) == len(target.elts) and not any(isinstance(part, ast.Starred) for part in target.elts)
            for index, part in enumerate(target.elts):
                self._bind_target(part, pairs[index] if fits else None, is_sure and fits)
        elif isinstance(target, ast.Starred):
            self._bind_target(target.value, None, False)

    def _collect(self, body, is_sure):
        for statement in body:
            self._statement(statement, is_sure)

    def _statement(self, node, is_sure):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind_target(target, node.value, is_sure)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self._bind_target(node.target, node.value, is_sure)
        elif isinstance(node, ast.AugAssign):
            self._bind_target(node.target, None, False)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                self.imports[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self.imports[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
        elif isinstance(node, ast.ClassDef):
            self._bind(node.name, None)
            self.classes[node.name] = node
        elif isinstance(node, NESTED):
            self._bind(node.name, None)
        else:
            self._compound(node, is_sure and not isinstance(node, UNSURE))

    def _compound(self, node, is_sure):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._expression(child)
        for target in [getattr(node, "target", None)] + [item.optional_vars for item in getattr(node, "items", ())]:
            if target is not None:
                self._bind_target(target, None, False)
        for part in ("body", "orelse", "finalbody"):
            self._collect(getattr(node, part, ()), is_sure)
        for part in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]:
            self._collect(part.body, False)

    def _expression(self, node):
        for part in ast.walk(node):
            if isinstance(part, ast.NamedExpr):
                self._bind_target(part.target, None, False)
