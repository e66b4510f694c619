"""What is wrong with a drawn process before it may be published; every finding names its node or link.

Errors stop publishing, warnings do not. The wording is rendered at the door by code and facts.
Source: soundness of workflow nets (van der Aalst 1998: option to complete, no dead steps), plus what
the product asks of every step: an owner, a clock, a way out, conditions that can be evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from erp.core.errors import Invalid
from erp.core.expressions import BadExpression, FactType, names_in, problems_of
from erp.core.palette import Action
from erp.processes.calc.drawn import parse
from erp.processes.calc.graph import Edge, Graph, Node
from erp.processes.calc.routes import check_joins, check_loops

STEP_FACTS: dict[str, FactType] = {
    "step.outcome": "text",
    "step.note": "text",
    "step.visit": "number",
    "event.name": "text",
}
_OPEN_FACTS = ("event.", "decision.")  # what the news said, what a decision table gave
_SEPARATORS = re.compile(r"[\s,]+")
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """One finding: at which node (and link), which rule, how grave, with its facts."""

    node: str
    code: str
    level: str = ERROR
    edge: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """What a process may refer to; a collection that is None is not checked."""

    facts: Mapping[str, FactType] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    events: Collection[str] | None = None
    roles: Collection[str] | None = None
    calendars: Collection[str] | None = None
    users: Collection[str] | None = None
    tables: Collection[str] | None = None
    processes: Collection[str] | None = None


def problems(
    graph: Graph,
    *,
    facts: Mapping[str, FactType],
    actions: Mapping[str, Action],
    events: Collection[str] | None = None,
    roles: Collection[str] | None = None,
    calendars: Collection[str] | None = None,
    users: Collection[str] | None = None,
    tables: Collection[str] | None = None,
    processes: Collection[str] | None = None,
) -> list[Problem]:
    """Every finding about a graph, errors first, in the order of its nodes."""
    around = Surroundings(facts, actions, events, roles, calendars, users, tables, processes)
    found = [*_shape(graph), *_ways_out(graph, around)]
    found += [Problem(node, "endless_loop") for node in check_loops(graph)]
    found += [Problem(node, code, level) for node, code, level in check_joins(graph)]
    for node in graph.nodes:
        found += _node(graph, node, around)
    order = {node.id: at for at, node in enumerate(graph.nodes)}
    return sorted(found, key=lambda one: (one.level != ERROR, order.get(one.node, -1)))


def drawing_problems(drawn: Any) -> tuple[Graph | None, list[Problem]]:
    """The graph of a drawing, or what makes it impossible to take, as findings instead of a refusal."""
    try:
        return parse(drawn), []
    except Invalid as refusal:
        nodes = drawn.get("nodes") if isinstance(drawn, Mapping) else None
        ids = [
            str(one.get("id", ""))
            for one in (nodes if isinstance(nodes, list) else [])[:1000]
            if isinstance(one, Mapping)
        ]
        return None, [
            Problem(_node_of(path, ids), _code(text), facts={"path": path, "why": text})
            for path, texts in refusal.errors.items()
            for text in texts
        ]


def _code(text: Any) -> str:
    return _CODES.get(getattr(text, "text", ""), "bad_graph")


_CODES = {
    "A process has one start only.": "two_starts",
    "A process needs a start.": "no_start",
    "This kind is not known.": "unknown_kind",
    "Two nodes have this id.": "same_id",
    "There is no such node.": "no_such_node",
    "A process may have at most 500 nodes.": "too_large",
    "A process may have at most 2,000 links.": "too_large",
}


def _node_of(path: str, ids: list[str]) -> str:
    if not path.startswith("nodes."):
        return ""
    rest = path.removeprefix("nodes.")
    fitting = [one for one in ids if rest == one or rest.startswith(f"{one}.")]
    return max(fitting, key=len, default="")


def _shape(graph: Graph) -> Iterator[Problem]:
    """Everything is reached from the start, and from everything an end is reached."""
    if not graph.ends:
        yield Problem("", "no_end")
    reached = graph.reachable(graph.start.id) | {graph.start.id}
    finishing = {end.id for end in graph.ends}.union(*(graph.before(end.id) for end in graph.ends))
    for node in graph.nodes:
        if node.id not in reached:
            yield Problem(node.id, "unreachable")
        elif node.type != "end" and (not graph.out(node.id) or (graph.ends and node.id not in finishing)):
            yield Problem(node.id, "dead_end")
        if node.type == "end" and graph.out(node.id):
            yield Problem(node.id, "end_goes_on")
    if graph.into(graph.start.id):
        yield Problem(graph.start.id, "start_is_entered")


def _ways_out(graph: Graph, around: Surroundings) -> Iterator[Problem]:
    """Where a choice is made, every link says when it is taken, and one is taken otherwise."""
    for node in graph.nodes:
        edges = graph.out(node.id)
        if node.type == "parallel":
            for edge in edges:
                if edge.condition or edge.otherwise:
                    yield Problem(node.id, "condition_ignored", WARNING, edge.id)
            continue
        for edge in edges:
            if edge.condition:
                yield from _condition(node, edge.condition, "condition", around, edge)
        if len(edges) < 2:
            continue
        plain = [edge for edge in edges if edge.otherwise or not edge.condition]
        others = [edge for edge in edges if edge.otherwise]
        if len(others) > 1:
            yield Problem(node.id, "two_otherwise")
        for edge in plain[1:] if not others else [one for one in plain if not one.otherwise]:
            yield Problem(node.id, "missing_condition", edge=edge.id)
        if not plain:
            yield Problem(node.id, "no_otherwise", WARNING)


def _condition(
    node: Node,
    text: str,
    where: str,
    around: Surroundings,
    edge: Edge | None = None,
    *,
    wants: Any = "boolean",
) -> Iterator[Problem]:
    for why in _whys(text, around, wants):
        told = {"where": where, "expression": text[:200], "why": why}
        yield Problem(node.id, "bad_condition", ERROR, edge.id if edge else "", told)


def _whys(text: str, around: Surroundings, wants: Any) -> list[str]:
    """What is wrong with a condition; facts of news and of decisions may have any type."""
    known = {**around.facts, **STEP_FACTS}
    found = problems_of(text, known=known, wants=wants)
    if not found or not any(one in text for one in _OPEN_FACTS):
        return found
    try:
        loose = [name for name in names_in(text) if name.startswith(_OPEN_FACTS)]
    except BadExpression:
        return found
    types: tuple[FactType, ...] = ("text", "number", "boolean")
    tried = (problems_of(text, known={**known, **dict.fromkeys(loose, one)}, wants=wants) for one in types)
    return min((problems for problems in tried), key=len)


def _node(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    for where, text in (("entry", node.entry), ("exit", node.exit)):
        if text:
            yield from _condition(node, text, where, around)
    check = _KINDS.get(node.type)
    if check is not None:
        yield from check(graph, node, around)
    if node.type in {"task", "action", "wait", "subprocess"}:
        yield from _clock(graph, node, around)
    if node.type not in {"start", "end", "join", "parallel", "gateway"} and not (node.name or node.names):
        yield Problem(node.id, "missing_name", WARNING)


def _task(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    if node.assignee is None:
        yield Problem(node.id, "missing_assignee")
    else:
        yield from _assignee(graph, node, vars(node.assignee), around)
    sign = node.countersign
    if sign is not None and node.assignee is not None:
        people = len(node.assignee.users) or (1 if node.assignee.user else None)
        if sign.required is not None and people is not None and sign.required > people:
            yield Problem(node.id, "too_many_signers", facts={"required": sign.required, "people": people})
    if node.reject_to and node.reject_to not in {one.id for one in graph.earlier_than(node.id)}:
        yield Problem(node.id, "reject_not_earlier", facts={"to": node.reject_to})
    if node.target_seconds is None:
        yield Problem(node.id, "missing_clock", WARNING)


def _assignee(
    graph: Graph, node: Node, source: Mapping[str, Any], around: Surroundings, rung: int | None = None
) -> Iterator[Problem]:
    told = {} if rung is None else {"rung": rung + 1}
    for name, code, allowed in (
        ("role", "unknown_role", around.roles),
        ("user", "unknown_user", around.users),
        ("table", "unknown_table", around.tables),
        ("field", "unknown_field", around.facts or None),
    ):
        value = source.get(name)
        if value and allowed is not None and value not in allowed:
            yield Problem(node.id, code, facts={**told, "name": value})
    for user in source.get("users") or ():
        if around.users is not None and user not in around.users:
            yield Problem(node.id, "unknown_user", facts={**told, "name": user})
    manager = source.get("manager_of")
    if manager and manager not in graph.by_id and manager not in around.facts:
        yield Problem(node.id, "unknown_field", facts={**told, "name": manager})


def _clock(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    if node.calendar and around.calendars is not None and node.calendar not in around.calendars:
        yield Problem(node.id, "unknown_calendar", facts={"name": node.calendar})
    if (
        node.target_seconds is not None
        and not node.calendar
        and around.calendars is not None
        and not around.calendars
    ):
        yield Problem(node.id, "missing_calendar", WARNING)
    if node.ladder and node.target_seconds is None:
        yield Problem(node.id, "ladder_without_clock", WARNING)
    for index, rung in enumerate(node.ladder):
        if index and rung.after_seconds < node.ladder[index - 1].after_seconds:
            yield Problem(node.id, "ladder_order", WARNING, facts={"rung": index + 1})
        if rung.action == "approve":
            yield from _auto_approval(graph, node, around)
        if rung.to is not None:
            yield from _assignee(graph, node, rung.to, around, index)


def _auto_approval(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    """Nothing critical is decided by the clock alone."""
    if node.critical:
        yield Problem(node.id, "auto_approval_on_critical")
        return
    for edge in graph.out(node.id):
        action = around.actions.get(graph.by_id[edge.target].action)
        if action is not None and action.is_critical:
            yield Problem(node.id, "auto_approval_before_critical", WARNING, facts={"action": action.key})


def _action(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    if not node.action:
        yield Problem(node.id, "missing_action")
        return
    action = around.actions.get(node.action)
    if action is None:
        yield Problem(node.id, "unknown_action", facts={"name": node.action})
        return
    for one in action.inputs:
        if one.required and node.input.get(one.name) in (None, ""):
            yield Problem(node.id, "missing_input", facts={"name": one.name})
    yield from _heard(node, node.wait_for, around)


def _wait(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    if not node.wait_for:
        yield Problem(node.id, "missing_event")
    yield from _heard(node, node.wait_for, around)


def _heard(node: Node, names: Any, around: Surroundings) -> Iterator[Problem]:
    every = _SEPARATORS.split(names) if isinstance(names, str) else names if isinstance(names, list) else []
    for name in every:
        if name and around.events is not None and name not in around.events:
            yield Problem(node.id, "unknown_event", facts={"name": name})


def _start(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    for names in (node.wait_for, *(node.input.get(one) for one in ("cancel_on", "pause_on", "resume_on"))):
        yield from _heard(node, names, around)


def _gateway(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    table = node.input.get("table")
    if table and around.tables is not None and table not in around.tables:
        yield Problem(node.id, "unknown_table", facts={"name": table})


def _timer(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    if node.timer_seconds is None and not node.timer_until:
        yield Problem(node.id, "missing_timer")
    if node.timer_until:
        yield from _condition(node, node.timer_until, "timer", around, wants="any")


def _subprocess(graph: Graph, node: Node, around: Surroundings) -> Iterator[Problem]:
    if not node.process:
        yield Problem(node.id, "missing_process")
    elif around.processes is not None and node.process not in around.processes:
        yield Problem(node.id, "unknown_process", facts={"name": node.process})


_KINDS = {
    "start": _start,
    "task": _task,
    "action": _action,
    "gateway": _gateway,
    "wait": _wait,
    "timer": _timer,
    "subprocess": _subprocess,
}
