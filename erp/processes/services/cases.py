"""Running cases in the hands of who manages them: taken out of their process, moved to another version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition, Invalid, NotFound
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.records import need_reason
from erp.processes.calc.graph import Graph
from erp.processes.events import CaseMigrated
from erp.processes.models import Case, ProcessVersion, Token
from erp.processes.selectors.definitions import drawing_of, graph_of
from erp.processes.services.carrying import Carried, carried_cases, write_at_flush

MANAGE = "processes.manage_case"
MOST_CASES = 1_000


@dataclass(frozen=True)
class Move:
    """What becomes of one token when its case goes on by another version."""

    case_id: int
    number: str
    node: str
    target: str
    problem: str = ""


@command(MANAGE)
def withdraw_case(*, case_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Case:
    """Take a document out of its process: its tasks are cancelled, the document itself is left as it is.

    Locks:  the document (upward), the case and its tasks.
    Emits:  CaseMoved, CaseEnded, TaskCancelled per open task.
    Raises: Invalid without a reason; NotFound; IllegalTransition when the case has ended.
    """
    at = at or timezone.now()
    need_reason(reason)
    row, case = locked_case(case_id, actor, at, "withdraw")
    case.journey.cancel(f"withdrawn: {reason}")
    case.has_ended_as = "cancelled"
    write_at_flush()
    row.state = "cancelled"
    return row


def locked_case(case_id: int, actor: Actor, at: datetime, action: str) -> tuple[Case, Carried]:
    """A running case, its document locked first.

    Raises: NotFound; IllegalTransition when it has ended.
    """
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        raise NotFound(kind="case", id=case_id)
    lock_upward([row.subject])
    cases = carried_cases(row.subject_kind, [row.subject_id], actor=actor, at=at, may_read=False)
    case = next((one for one in cases if one.case_id == case_id), None)
    if case is None:
        raise IllegalTransition(action=action, state=row.state, document=row.subject_number)
    return row, case


def preview_migration(
    *, from_version: ProcessVersion, to_version: ProcessVersion, nodes: Mapping[str, str]
) -> list[Move]:
    """What moving all running cases of a version to another one would do; nothing is changed.

    A node that is not named in `nodes` keeps its id; `problem` says why a token can't be moved.
    """
    graph = drawing_graph(to_version)
    tokens = Token.objects.filter(
        case__version=from_version, case__state="running", state__in=["active", "waiting"]
    ).select_related("case")
    return [
        Move(token.case_id, token.case.subject_number, token.node, *_target(graph, token, nodes))
        for token in tokens.order_by("case_id", "id")[: MOST_CASES * 10]
    ]


def drawing_graph(version: ProcessVersion) -> Graph:
    """The drawing of a published version.

    Raises: IllegalTransition for a draft.
    """
    if version.state == ProcessVersion.State.DRAFT:
        raise IllegalTransition(action="migrate", state=version.state, document=str(version))
    return graph_of(version.pk)


def _target(graph: Graph, token: Token, nodes: Mapping[str, str]) -> tuple[str, str]:
    target = nodes.get(token.node, token.node)
    if target not in graph.by_id:
        return target, "no_such_node"
    kind = graph.node(target).type
    if kind == "start":
        return target, "is_start"
    return target, ""


@command(MANAGE)
def migrate_cases(
    *,
    from_version_id: int,
    to_version_id: int,
    nodes: Mapping[str, str],
    actor: Actor,
    case_ids: Sequence[int] | None = None,
    at: datetime | None = None,
) -> list[Move]:
    """Let running cases go on by another version of their process; a token keeps its node or goes where told.

    All of them or, with a refusal, none. A token whose node is the same and whose task is open keeps
    the task; one that is put elsewhere enters its node anew.

    Locks:  the documents (upward, by key), their cases.
    Emits:  CaseMigrated per case; CaseMoved where a token changed its node.
    Raises: Invalid naming nodes without a place in the new version; NotFound; IllegalTransition.
    """
    at = at or timezone.now()
    versions = {row.pk: row for row in ProcessVersion.objects.filter(pk__in=[from_version_id, to_version_id])}
    source, target = versions.get(from_version_id), versions.get(to_version_id)
    if source is None or target is None or source.definition_id != target.definition_id:
        raise NotFound(kind="process_version", id=to_version_id)
    graph = drawing_graph(target)
    rows = Case.objects.filter(version=source, state="running").order_by("subject_kind", "subject_id")
    if case_ids is not None:
        rows = rows.filter(pk__in=list(case_ids))
    found = list(rows[: MOST_CASES + 1])
    if len(found) > MOST_CASES:
        raise Invalid.field("cases", _("At most 1,000 cases are moved at once."), "too_many")
    lock_upward([row.subject for row in found])
    moves: list[Move] = []
    for row in found:
        moves += _migrate(row, target, graph, nodes, actor=actor, at=at)
    lacking = sorted({move.node for move in moves if move.problem})
    if lacking:
        message = str(_("This step has no place in the new version."))
        raise Invalid("no_such_node", errors={f"nodes.{node}": [message] for node in lacking})
    return moves


def _migrate(
    row: Case, target: ProcessVersion, graph: Graph, nodes: Mapping[str, str], *, actor: Actor, at: datetime
) -> list[Move]:
    cases = carried_cases(row.subject_kind, [row.subject_id], actor=actor, at=at, may_read=False)
    case = next((one for one in cases if one.case_id == row.pk), None)
    if case is None:
        return []
    moves = []
    places = list(case.journey.live)
    for place in places:
        wanted = nodes.get(place.node, place.node)
        problem = "" if wanted in graph.by_id else "no_such_node"
        moves.append(Move(row.pk, row.subject_number, place.node, wanted, problem))
    if any(move.problem for move in moves):
        return moves
    changed = [
        (place, move.target) for place, move in zip(places, moves, strict=True) if place.node != move.target
    ]
    for place, node in changed:
        case.journey.put(place, node)
    before, case.drawing = case.drawing.version_id, drawing_of(target.pk)
    case.journey.graph = graph
    Case.objects.filter(pk=row.pk).update(version=target, is_pilot=target.is_pilot)
    for place, _node in changed:
        case.journey.resume(place)
    event = CaseMigrated(document=case.ref, about=case.subject, from_version=before, to_version=target.pk)
    emit(event, actor=actor, at=at)
    write_at_flush()
    return moves
