"""Clocks of a process's nodes: a visit starts one, leaving stops it; the drawing says how long it may be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from erp.core.actor import Actor
from erp.core.events import Event
from erp.core.refs import DocumentRef
from erp.processes.calc.graph import Graph, Node
from erp.processes.events import CaseEnded, CaseMoved, CasePaused, InfoGiven, InfoRequested
from erp.processes.selectors.definitions import drawing_of, graph_of
from sla.calc.ladder import RungSpec
from sla.selectors.policies import levels
from sla.services.clock_rows import Pause, Stop
from sla.services.clocks import noted
from sla.services.starting import Drawn, Start

QUESTION, STILL = "request_info", "case"
GONE_WITHOUT = ("cancelled", "merged", "skipped", "withdrawn", "migrated")


def hear_case(event: Event, actor: Actor, at: datetime) -> None:
    """Note which visits of nodes began and ended, and whose clocks stand or run on."""
    if isinstance(event, CaseMoved):
        _moved(event, at)
    elif isinstance(event, CaseEnded):
        if _has_clocks(graph_of(event.version), event.process):
            noted().stop(Stop(_about(event), at, "cancelled", case_id=event.document.id))
    elif isinstance(event, CasePaused):
        if _has_clocks(graph_of(event.version), ""):
            found = noted().pauses if event.is_paused else noted().resumes
            found.append(Pause(_about(event), at, STILL, case_id=event.document.id))
    elif isinstance(event, InfoRequested):
        noted().pauses.append(Pause(_about(event), at, QUESTION, node=event.node))
    elif isinstance(event, InfoGiven):
        noted().resumes.append(Pause(_about(event), at, QUESTION, node=event.node))


def _about(event: Event) -> DocumentRef:
    return event.about or event.document


def _moved(event: CaseMoved, at: datetime) -> None:
    graph, timed = graph_of(event.version), levels().by_node
    for one in event.left:
        if _timed(graph, event.process, one["node"], timed) is not None:
            outcome = "cancelled" if one["outcome"] in GONE_WITHOUT else ""
            noted().stop(_stop(event, one, outcome, at))
    gone = {(one["token"], one["node"], one["visit"]): one["outcome"] for one in event.left}
    for one in event.entered:
        node = _timed(graph, event.process, one["node"], timed)
        if node is None:
            continue
        left = gone.get((one["token"], one["node"], one["visit"]))
        if left in GONE_WITHOUT:
            continue  # passed over: nobody had it
        start = _start(event, node, one, at)
        start.stopped_at = None if left is None else at  # entered and left in one go
        noted().starts.append(start)


def _stop(event: CaseMoved, one: dict[str, object], outcome: str, at: datetime) -> Stop:
    return Stop(
        _about(event),
        at,
        outcome,
        process=event.process,
        node=str(one["node"]),
        case_id=event.document.id,
        visit=int(str(one["visit"])),
    )


def _start(event: CaseMoved, node: Node, one: dict[str, object], at: datetime) -> Start:
    task = one.get("task")
    return Start(
        subject=_about(event),
        about=_about(event),
        node=node.id,
        role=node.assignee.role if node.assignee else "",
        started_at=at,
        process=event.process,
        visit=int(str(one["visit"])),
        case_id=event.document.id,
        token_id=int(str(one["token"])),
        task_id=task if isinstance(task, int) else None,
        customer_id=event.customer_id,
        drawn=drawn_clock(node, by=_by(event)),
    )


def _by(event: CaseMoved) -> str:
    """Who acts when the drawing's own ladder does: the process and its version."""
    try:
        return drawing_of(event.version).by
    except KeyError:  # taken out of force, and this was its last case
        return f"{event.process}, version {event.number}"


def drawn_clock(node: Node, *, by: str) -> Drawn:
    """The clock that a node has by its drawing."""
    ladder = tuple(
        RungSpec(rung.action, rung.after_seconds, to=dict(rung.to) if rung.to else None)
        for rung in node.ladder
    )
    return Drawn(by[:160], node.target_seconds, node.calendar, ladder)


def _timed(graph: Graph, process: str, node_id: str, levels_of: Collection[tuple[str, str]]) -> Node | None:
    """The node, if the drawing or one of the service levels gives it a clock."""
    node = graph.by_id.get(node_id)
    if node is None:
        return None
    return node if node.target_seconds or (process, node_id) in levels_of else None


def _has_clocks(graph: Graph, process: str) -> bool:
    """Whether any node has a clock; of a process not named, whether any may have one."""
    if not process:
        return bool(levels().by_node) or any(node.target_seconds for node in graph.nodes)
    timed = levels().by_node
    return any(_timed(graph, process, node.id, timed) is not None for node in graph.nodes)
