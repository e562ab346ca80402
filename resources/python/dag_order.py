"""Which task waits for which."""

import ast


class Node:
    """A task of the DAG; `task` is None for one that is not imported."""

    def __init__(self, label, task=None, group=()):
        self.label, self.task, self.group = label, task, group
        self.upstream = []


class Group:
    """Stands for the tasks of a task group in an order."""

    def __init__(self, path):
        self.path = path


class Order:
    def __init__(self):
        self.nodes = []
        self._seen = set()
        self._of_call = {}  # id of the ast node -> Node
        self._named = {}  # (id of scope, name) -> Node or Group
        self._listed = {}  # id of a named list -> what it stands for
        self._edges = []

    def add(self, node, call):
        if id(node) not in self._seen:
            self._seen.add(id(node))
            self.nodes.append(node)
        self._of_call.setdefault(id(call), []).append(node)
        return node

    def name(self, scope, name, call):
        """The name stands for the tasks that the call made, or for a group."""
        self._named[id(scope), name] = call if isinstance(call, Group) else self._of_call.get(id(call))

    def named(self, scope, name):
        while scope is not None:
            found = self._named.get((id(scope), name))
            if found is not None:
                return [found] if isinstance(found, Group) else found
            scope = scope.parent
        return []

    def refs(self, node, scope):
        """What an operand stands for; orders inside it are taken in."""
        if isinstance(node, ast.Name):
            expression, home = scope.lookup(node.id)
            return self.named(scope, node.id) or self._listed_refs(expression, home)
        if isinstance(node, (ast.List, ast.Tuple)):
            return [ref for item in node.elts for ref in self.refs(item, scope)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.RShift, ast.LShift)):
            left, right = self.refs(node.left, scope), self.refs(node.right, scope)
            self.connect(*((left, right) if isinstance(node.op, ast.RShift) else (right, left)))
            return right
        if isinstance(node, ast.Attribute):
            return self.refs(node.value, scope)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node) not in self._of_call:
            return [ref for ref in self.named(scope, node.func.id) if isinstance(ref, Group)]
        return self._of_call.get(id(node), [])

    def _listed_refs(self, expression, scope):
        if not isinstance(expression, (ast.List, ast.Tuple)):
            return []
        if id(expression) not in self._listed:
            self._listed[id(expression)] = []
            found = {id(ref): ref for ref in self.refs(expression, scope)}
            self._listed[id(expression)] = list(found.values())
        return self._listed[id(expression)]

    def connect(self, before, after):
        self._edges.extend((first, then) for first in before for then in after)

    def call(self, node, scope):
        """chain(), cross_downstream(), set_upstream() and set_downstream()."""
        name = scope.dotted(node.func).split(".")[-1]
        operands = [self.refs(item, scope) for item in node.args]
        if name == "chain":
            for index in range(len(operands) - 1):
                self._chain(node.args[index : index + 2], operands[index : index + 2])
        elif name == "cross_downstream" and len(operands) == 2:
            self.connect(*operands)
        elif name in ("set_upstream", "set_downstream") and isinstance(node.func, ast.Attribute) and operands:
            own = self.refs(node.func.value, scope)
            self.connect(*((operands[0], own) if name == "set_upstream" else (own, operands[0])))

    def _chain(self, nodes, operands):
        # Two lists of one length are connected pair by pair.
        lists = all(isinstance(node, (ast.List, ast.Tuple)) for node in nodes)
        if lists and len(operands[0]) == len(operands[1]):
            for first, then in zip(*operands):
                self.connect([first], [then])
        else:
            self.connect(*operands)

    def settle(self):
        """Gives each node its upstream nodes."""
        groups = [edge for edge in self._edges if any(isinstance(end, Group) for end in edge)]
        for first, then in self._edges:
            if isinstance(first, Node) and isinstance(then, Node) and first is not then:
                then.upstream.append(first)
        for first, then in groups:
            lasts, firsts = self._ends(first, False), self._ends(then, True)
            for node in firsts:
                node.upstream.extend(other for other in lasts if other is not node)

    def _ends(self, end, is_first):
        if isinstance(end, Node):
            return [end]
        inside = [node for node in self.nodes if node.group[: len(end.path)] == end.path]
        if is_first:
            return [node for node in inside if not any(other in inside for other in node.upstream)]
        return [node for node in inside if not any(node in other.upstream for other in inside)]

    @staticmethod
    def upstream_tasks(node):
        """The imported tasks before the node, looking through those that are not; and the labels of the latter."""
        found, strangers, seen, queue = [], [], set(), list(node.upstream)
        while queue:
            other = queue.pop(0)
            if id(other) in seen:
                continue
            seen.add(id(other))
            if other.task is not None:
                found.append(other.task)
            else:
                strangers.append(other.label)
                queue.extend(other.upstream)
        return found, strangers
