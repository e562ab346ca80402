"""Finds the tasks of a DAG file and everything said about them."""

import ast
import itertools
import textwrap

from dag_names import Scope, mutated_names
from dag_order import Group, Node, Order
from dag_source import Fault
from dag_values import Code, Evaluator, Time, as_json

OPERATORS = {"KubernetesPodOperator": "pod", "EksPodOperator": "eks", "EKSPodOperator": "eks",
             "GKEStartPodOperator": "gke", "GKEPodOperator": "gke", "KubernetesJobOperator": "job",
             "GKEStartJobOperator": "job"}
CODE_ARGUMENTS = {"callbacks", "progress_callback", "log_formatter", "on_failure_callback", "on_success_callback",
                  "on_retry_callback"}
MOST_MAPPED = 50
MOST_TASKS = 2000
SCHEDULES = ("schedule", "schedule_interval", "timetable")
DAG_FIELDS = ("dag_id", "description", "start_date", "catchup", "tags")


def argument_json(value):
    return value.plain() if isinstance(value, Time) else as_json(value)


class Context:
    """Where a statement stands."""

    def __init__(self, scope, dag=None, group=(), prefix="", defaults=None, in_loop=False, function=""):
        self.scope, self.dag, self.group, self.prefix = scope, dag, group, prefix
        self.defaults, self.in_loop, self.function = defaults or {}, in_loop, function

    def with_(self, **changes):
        return Context(**{**vars(self), **changes})


class Reader:
    def __init__(self, source):
        self._source = source
        self._values = Evaluator(source)
        self._order = Order()
        self._dags = {}  # id of the call or function -> its description
        self._tasks = []
        self._decorated = {}  # (id of scope, name of function) -> call that makes its task
        self._count = 0
        self.notes = []

    def read(self):
        tree = self._source.tree
        scope = Scope(tree.body)
        scope.mutated = mutated_names(tree)
        self._body(tree.body, Context(scope))
        self._order.settle()
        return sorted((self._finished(node) for node in self._order.nodes if node.task is not None),
                      key=lambda task: task["line"])

    # --- statements

    def _body(self, body, context):
        for statement in body:
            self._statement(statement, context)

    def _statement(self, node, context):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return self._function(node, context)
        if isinstance(node, ast.ClassDef):
            return None
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                context = self._entered(item, context)
            return self._body(node.body, context)
        in_loop = context.in_loop or isinstance(node, (ast.For, ast.AsyncFor, ast.While))
        inner = context.with_(in_loop=in_loop)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._expression(child, context)
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            self._assignment(node, context)
        if isinstance(node, ast.Expr):
            self._order.refs(node.value, context.scope)
            if isinstance(node.value, ast.Call):
                self._order.call(node.value, context.scope)
        for part in ("body", "orelse", "finalbody"):
            self._body(getattr(node, part, ()), inner)
        for part in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]:
            self._body(part.body, inner)
        return None

    def _assignment(self, node, context):
        self._order.refs(node.value, context.scope)
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Call):
                if self._last_name(node.value.func, context.scope) == "TaskGroup":
                    entered = self._group(node.value, context)
                    self._order.name(context.scope, target.id, Group(entered.group))
                else:
                    self._order.name(context.scope, target.id, node.value)

    def _entered(self, item, context):
        call = item.context_expr
        if isinstance(call, ast.Name):
            call = context.scope.lookup(call.id)[0]
        if not isinstance(call, ast.Call):
            return context
        self._expression(call, context)
        name = self._last_name(call.func, context.scope)
        if name == "DAG":
            dag = self._dag(call, context)
            return context.with_(dag=dag, defaults=dag["defaults"])
        if name == "TaskGroup":
            context = self._group(call, context)
            if isinstance(item.optional_vars, ast.Name):
                self._order.name(context.scope, item.optional_vars.id, Group(context.group))
        return context

    def _function(self, node, context):
        arguments = node.args
        parameters = [item.arg for item in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
        parameters += [item.arg for item in (arguments.vararg, arguments.kwarg) if item]
        inner = context.with_(scope=Scope(node.body, context.scope, parameters), in_loop=False, function=node.name)
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else ast.copy_location(
                ast.Call(func=decorator, args=[], keywords=[]), decorator)
            name = context.scope.dotted(call.func)
            last = name.split(".")[-1]
            if last == "dag":
                dag = self._dag(call, context, node.name)
                inner = inner.with_(dag=dag, defaults=dag["defaults"], function="")
            elif last == "task_group":
                inner = self._group(call, inner.with_(function=""), node.name)
                self._order.name(context.scope, node.name, Group(inner.group))
            elif last in ("kubernetes", "kubernetes_cmd") and ".task." in "." + name:
                return self._decorated_task(node, call, last, context)
            elif ".task." in "." + name + ".":
                self._decorated[id(context.scope), node.name] = Node(node.name, None, context.group)
                return None
        return self._body(node.body, inner)

    # --- expressions

    def _last_name(self, node, scope):
        name = scope.dotted(node).split(".")[-1]
        for _ in range(10):
            made = scope.classes.get(name)
            bases = [scope.dotted(base).split(".")[-1] for base in made.bases] if made else []
            if not bases:
                break
            name = next((base for base in bases if base in OPERATORS or base in scope.classes), bases[0])
        return name

    def _expression(self, node, context):
        queue = [(node, context)]
        while queue:
            part, where = queue.pop()
            if isinstance(part, ast.Lambda):
                continue
            if isinstance(part, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
                names = [n.id for generator in part.generators for n in ast.walk(generator.target)
                         if isinstance(n, ast.Name)]
                where = where.with_(scope=Scope([], where.scope, names), in_loop=True)
            if isinstance(part, ast.Call):
                self._call(part, where)
            queue.extend((child, where) for child in reversed(list(ast.iter_child_nodes(part))))

    def _call(self, call, context):
        scope = context.scope
        is_method = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)
        name = call.func.attr if is_method else self._last_name(call.func, scope)
        if name == "DAG":
            self._dag(call, context)
        elif name in OPERATORS:
            self._add_task(call, name, [self._values.keywords(call, scope)], context)
        elif is_method and name in ("expand", "expand_kwargs"):
            self._mapped(call, context)
        elif name.endswith(("Operator", "Sensor", "OperatorAsync")):
            found, _ = self._values.keywords(call, scope)
            self._order.add(Node(self._label(found.get("task_id")), None, context.group), call)
        elif isinstance(call.func, ast.Name) and (made := self._decorated_node(call.func.id, scope)):
            self._order.add(made, call)

    def _decorated_node(self, name, scope):
        while scope is not None:
            if made := self._decorated.get((id(scope), name)):
                return made
            scope = scope.parent
        return None

    @staticmethod
    def _label(task_id):
        return task_id if isinstance(task_id, str) else task_id.text if isinstance(task_id, Code) else "?"

    # --- DAGs and groups

    def _dag(self, call, context, function=None):
        if id(call) in self._dags:
            return self._dags[id(call)]
        found, lost = self._values.keywords(call, context.scope)
        for name, value in zip(("dag_id", "description"), call.args):
            found[name] = self._values.value(value, context.scope)
        found.setdefault("dag_id", function)
        defaults = found.pop("default_args", {})
        dag = {"fields": {}, "defaults": defaults if isinstance(defaults, dict) else {}, "notes": []}
        self._dags[id(call)] = dag
        if isinstance(defaults, Code):
            dag["notes"].append(f"default_args could not be read: {defaults.text}")
        dag["notes"] += [f"line {call.lineno}: {text} could not be read" for text in lost]
        sources = {keyword.arg: self._source.of(keyword.value) for keyword in call.keywords}
        for name in SCHEDULES:
            if (value := found.pop(name, None)) is not None:
                self._add_schedule(dag, value, sources.get(name))
        for name in DAG_FIELDS:
            if (value := found.pop(name, None)) is not None:
                dag["fields"][name] = argument_json(value)
        if found:
            dag["notes"].append(f"arguments of the DAG that were not taken over: {', '.join(sorted(found))}")
        return dag

    @staticmethod
    def _add_schedule(dag, value, source):
        """A text as it is, everything else as source: the duration that a name stands for, or what stands in the call."""
        text = value.text if isinstance(value, (Code, Time)) else source
        if isinstance(value, str):
            dag["fields"]["schedule"] = value
        elif text is not None:
            dag["fields"]["schedule"] = {"!python": text}
        else:
            dag["notes"].append("the schedule could not be read")

    def _group(self, call, context, function=None):
        found, _ = self._values.keywords(call, context.scope)
        name = self._values.value(call.args[0], context.scope) if call.args else found.get("group_id", function)
        name = self._label(name)
        prefix = context.prefix if found.get("prefix_group_id") is False else f"{context.prefix}{name}."
        defaults = found.get("default_args")
        return context.with_(group=(*context.group, name), prefix=prefix,
                             defaults={**context.defaults, **(defaults if isinstance(defaults, dict) else {})})

    # --- tasks

    def _mapped(self, call, context):
        inner = call.func.value
        if getattr(inner.func, "attr", "") != "partial":
            return
        name = self._last_name(inner.func.value, context.scope)
        if name not in OPERATORS:
            return
        base, lost = self._values.keywords(inner, context.scope)
        if call.func.attr == "expand_kwargs":
            given = self._values.value(call.args[0], context.scope) if call.args else None
            choices = given if isinstance(given, list) and all(isinstance(item, dict) for item in given) else None
        else:
            found, more = self._values.keywords(call, context.scope)
            lost = lost + more
            are_lists = found and not more and all(isinstance(value, list) for value in found.values())
            count = 1
            for value in found.values() if are_lists else ():
                count *= max(len(value), 1)
            choices = [dict(zip(found, items)) for items in itertools.product(*found.values())] \
                if are_lists and count <= MOST_MAPPED else None
        if not choices or len(choices) > MOST_MAPPED:
            note = f"it is mapped over {self._mapped_source(call)}, which is not taken over"
            return self._add_task(call, name, [(base, lost)], context, [note])
        variants = [({**base, **choice}, lost) for choice in choices]
        self._add_task(call, name, variants, context)

    def _mapped_source(self, call):
        parts = [*call.args, *(keyword.value for keyword in call.keywords)]
        return ", ".join(self._source.of(part) for part in parts)

    def _add_task(self, call, operator, variants, context, notes=()):
        total = len(variants)
        for index, (found, lost) in enumerate(variants):
            own = dict(found)
            more = [*notes, *(f"{text} could not be read: its arguments are missing" for text in lost)]
            if call.args and not notes and getattr(call.func, "attr", "") != "expand_kwargs":
                more.append("arguments without a name were left out")
            if (made_by := context.scope.dotted(call.func).split(".")[-1]) in context.scope.classes:
                more.append(f"{made_by} is a class of this file: what it sets itself was not read")
            if context.function:
                more.append(f"it stands in the function {context.function}, whose calls were not followed")
            if context.in_loop:
                more.append("it stands in a loop, which makes several tasks of it")
            if total > 1:
                more.append(f"it is number {index + 1} of {total} of a mapped task")
                if isinstance(own.get("task_id"), str):
                    own["task_id"] += f"__{index}"
            dag = self._dag_of(own.pop("dag", None), call, context)
            own.pop("task_group", None)
            own.update({keyword.arg: Code(self._source.of(keyword.value)) for keyword in call.keywords
                        if keyword.arg in CODE_ARGUMENTS and own.get(keyword.arg)})
            self._put(call, operator, own, more, dag, context)
        self._order.connect(self._data(call, context), self._order.refs(call, context.scope))

    def _dag_of(self, given, call, context):
        for keyword in call.keywords:
            node = keyword.value if keyword.arg == "dag" else None
            if isinstance(node, ast.Name):
                node = context.scope.lookup(node.id)[0]
            if isinstance(node, ast.Call) and self._last_name(node.func, context.scope) == "DAG":
                return self._dag(node, context)
        return context.dag

    def _put(self, call, operator, arguments, notes, dag, context):
        if context.prefix and isinstance(arguments.get("task_id"), str):
            arguments["task_id"] = context.prefix + arguments["task_id"]
        self._count += 1
        if self._count > MOST_TASKS:
            raise Fault(f"the file has more than {MOST_TASKS} tasks", call.lineno)
        task = {"line": call.lineno, "operator": OPERATORS[operator], "name": operator, "notes": notes, "dag": dag,
                "arguments": arguments, "defaults": context.defaults}
        self._order.add(Node(self._label(arguments.get("task_id")), task, context.group), call)

    def _data(self, call, context):
        """Tasks whose values are arguments of this one."""
        found = []
        for keyword in call.keywords:
            if keyword.arg in ("dag", "task_group"):
                continue
            for part in ast.walk(keyword.value):
                if isinstance(part, ast.Name):
                    found += self._order.named(context.scope, part.id)
        return found

    def _decorated_task(self, function, call, kind, context):
        found, lost = self._values.keywords(call, context.scope)
        found.setdefault("task_id", function.name)
        notes = [f"{text} could not be read: its arguments are missing" for text in lost]
        if kind == "kubernetes_cmd":
            notes += self._command(function, found, context)
        else:
            found["cmds"], found["arguments"] = ["python", "-c"], [self._program(function)]
            found.pop("use_dill", None)
            if function.args.args or function.args.kwonlyargs or function.args.vararg or function.args.kwarg:
                notes.append(f"the function {function.name} has parameters: give its call their values")
            if found.get("do_xcom_push"):
                notes.append("the value that the function returns does not reach XCom")
        dag = context.dag
        self._put(call, "KubernetesPodOperator", found, notes, dag, context)
        node = self._order.nodes[-1]
        node.task["line"] = function.lineno
        self._decorated[id(context.scope), function.name] = node

    def _command(self, function, found, context):
        args_only = found.pop("args_only", False)
        returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
        scope = Scope(function.body, context.scope, [item.arg for item in function.args.args])
        words = self._values.value(returned[0], scope) if len(returned) == 1 else None
        for name in ("cmds", "arguments"):
            found.pop(name, None)
        if not isinstance(words, list):
            return [f"the command that the function {function.name} returns could not be read"]
        found["arguments" if args_only is True else "cmds"] = words
        return []

    def _program(self, function):
        lines = self._source.of(function).split("\n")
        text = " " * function.col_offset + "\n".join(lines)
        return f"{textwrap.dedent(text)}\n\n\n{function.name}()\n"

    def _finished(self, node):
        task, dags = node.task, list(self._dags.values())
        dag = task.pop("dag") or (dags[0] if len(dags) == 1 else None) or {"fields": {}, "defaults": {}, "notes": []}
        defaults = {**dag["defaults"], **task["defaults"]}
        upstream, strangers = self._order.upstream_tasks(node)
        task["notes"] += [f"it waits for {label}, which is no task of Kubernetes" for label in strangers]
        ids = [other["arguments"].get("task_id") for other in upstream]
        task["airflow"] = {**dag["fields"]}
        if ids := list(dict.fromkeys(item for item in ids if isinstance(item, str))):
            task["airflow"]["upstream"] = ids
        for key in ("arguments", "defaults"):
            given = task["arguments"] if key == "arguments" else defaults
            task[key] = {name: argument_json(value) for name, value in given.items() if value is not None}
        self.notes += [note for note in dag["notes"] if note not in self.notes]
        return task
