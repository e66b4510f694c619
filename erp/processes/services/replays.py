"""Replay: a draft is tried on the orders of a past period before anybody is asked to work by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, DomainError, Invalid, NotFound
from erp.core.events import emit
from erp.core.expressions import holds, names_in
from erp.identity.selectors.actors import actor_for
from erp.masterdata.selectors.company import company
from erp.processes.calc.drawn import parse
from erp.processes.calc.graph import Graph
from erp.processes.calc.replay import Means, Part, Past, Replayed, replay
from erp.processes.calc.replay_sums import Sums, differences
from erp.processes.events import ReplayAsked, ReplayFinished
from erp.processes.models import ProcessDefinition, ProcessVersion, ReplayRun
from erp.processes.selectors.definitions import current_drawing
from erp.processes.selectors.handling import handling_of
from erp.processes.selectors.history import beginnings, begun_documents, past_documents, wanted_facts
from erp.processes.services.definitions import DESIGN
from erp.rules.services.tables import decide

log = structlog.get_logger(__name__)

MOST_DOCUMENTS = 20_000
LONGEST = timedelta(days=3 * 366)
_STEP = 100
_CLAIM = timedelta(minutes=5)


@command(DESIGN)
def ask_replay(
    *,
    definition_id: int,
    since: datetime,
    until: datetime,
    actor: Actor,
    number: int | None = None,
    limit: int = 10_000,
    at: datetime | None = None,
) -> ReplayRun:
    """Have a version (the draft unless told) tried on the documents of a period, beside the current one.

    The worker does it; the run is there at once, with its progress.
    Emits:  ReplayAsked.
    Raises: NotFound; Invalid for a period that ends before it begins or is too long, for a drawing
            that can't be read.
    """
    at = at or timezone.now()
    _check_period(since, until, limit)
    definition = ProcessDefinition.objects.filter(pk=definition_id).first()
    if definition is None:
        raise NotFound(kind="process", value=definition_id)
    versions = list(ProcessVersion.objects.filter(definition=definition).order_by("-number"))
    chosen = _chosen(versions, number)
    parse(chosen.graph)
    in_force = (one for one in versions if one.state == "published" and not one.is_pilot)
    current = next((one for one in in_force if one.pk != chosen.pk), None)
    if actor.user_id is None:
        raise NotFound(kind="user")
    run = ReplayRun.objects.create(
        definition=definition,
        number=chosen.number,
        graph=chosen.graph,
        compared_with=current.number if current else None,
        compared_graph=current.graph if current else None,
        since=since,
        until=until,
        limit=limit,
        asked_by_id=actor.user_id,
        asked_at=at,
    )
    emit(ReplayAsked(document=run.ref, about=definition.ref), actor=actor, at=at)
    return run


def _check_period(since: datetime, until: datetime, limit: int) -> None:
    if since >= until:
        raise Invalid.field("until", _("The period has to end after it begins."), "period")
    if until - since > LONGEST:
        raise Invalid.field("since", _("A replay reaches back three years at most."), "period")
    if not 1 <= limit <= MOST_DOCUMENTS:
        raise Invalid.field("limit", _("Between 1 and 20,000 documents."), "limit")


def _chosen(versions: list[ProcessVersion], number: int | None) -> ProcessVersion:
    if number is None:
        found = next((one for one in versions if one.state == "draft"), versions[0] if versions else None)
    else:
        found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound(kind="version", number=number)
    return found


def run_replay(run_id: int) -> None:
    """Go through the past and keep what it says; nothing of the business is written.

    Runs once, however often it is delivered: whoever takes it has it for five minutes and longer with all
    progress made; one that was cut short is taken up anew by the first delivery after that.

    Raises: Conflict `busy` while somebody else has it; the outbox asks again later.
    """
    unfinished = ReplayRun.objects.filter(pk=run_id, state__in=["queued", "running"])
    if not unfinished.exists():
        return
    now = timezone.now()
    free = unfinished.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
    if not free.update(claimed_until=now + _CLAIM):
        raise Conflict("busy", replay=run_id)
    run = ReplayRun.objects.select_related("definition", "asked_by").get(pk=run_id)
    try:
        result = _result(run)
    except DomainError as refusal:
        _finish(run, state="failed", error=refusal.code)
        return
    _finish(run, state="done", result=result)


def _finish(run: ReplayRun, *, state: str, result: dict[str, Any] | None = None, error: str = "") -> None:
    _note_end(run_id=run.pk, state=state, result=result or {}, error=error, actor=actor_for(run.asked_by))


@command()
def _note_end(*, run_id: int, state: str, result: dict[str, Any], error: str, actor: Actor) -> None:
    run = ReplayRun.objects.select_related("definition").get(pk=run_id)
    run.state, run.result, run.error, run.finished_at = state, result, error, timezone.now()
    run.save(update_fields=["state", "result", "error", "finished_at"])
    event = ReplayFinished(
        document=run.ref, about=run.definition.ref, documents=int(result.get("documents", 0))
    )
    emit(event, actor=actor)


def _result(run: ReplayRun) -> dict[str, Any]:
    kind = run.definition.subject_kind
    draft, current = parse(run.graph), parse(run.compared_graph) if run.compared_graph else None
    starts = beginnings(draft) or (beginnings(current) if current else ())
    actor = actor_for(run.asked_by)
    begun = begun_documents(kind, starts, run.since, run.until, actor=actor, limit=run.limit)
    _progress(run, 0, len(begun))
    wanted = wanted_facts(draft) | (wanted_facts(current) if current else frozenset())
    zone = ZoneInfo(company().time_zone)
    new, old = Sums(zone), Sums(zone)
    try_new = _Try(draft, run)
    try_old = _Try(current, run) if current else None
    pairs: list[tuple[Replayed, Replayed]] = []
    for count, past in enumerate(past_documents(kind, begun, wanted), start=1):
        after = try_new(past)
        new.add(after)
        if try_old is not None:
            before = try_old(past)
            old.add(before)
            pairs.append((before, after))
        if count % _STEP == 0:
            _progress(run, count, len(begun))
    _progress(run, len(begun), len(begun))
    return {
        "documents": len(begun),
        "is_cut": len(begun) == run.limit,
        "draft": new.as_json(),
        "current": old.as_json() if try_old else None,
        "differences": differences(pairs) if try_old else None,
    }


class _Try:
    """One drawing, ready for many documents."""

    def __init__(self, graph: Graph, run: ReplayRun) -> None:
        self._whole = _part(graph, run.definition_id)
        self._parts: dict[str, Part | None] = {}

    def __call__(self, past: Past) -> Replayed:
        def decided(table: str, facts: Mapping[str, Any]) -> Mapping[str, Any]:
            return decide(table, facts, at=past.began_at, subject=past.number).outputs

        return replay(self._whole, past, Means(partial(_ask, past.began_at), decided, self._known_part))

    def _known_part(self, code: str) -> Part | None:
        """The version in force of a process that a step is made of, read once."""
        if code not in self._parts:
            drawing = current_drawing(code)
            self._parts[code] = _part(drawing.graph, drawing.definition_id) if drawing else None
        return self._parts[code]


def _part(graph: Graph, definition_id: int) -> Part:
    handling = handling_of(definition_id)
    known = {node.id: handling(node) for node in graph.nodes}
    return Part(graph, lambda node: known[node.id])


def _ask(at: datetime, text: str, facts: Mapping[str, Any]) -> bool:
    """A condition over facts of the past; what was not known then reads as empty text."""
    missing = {name: "" for name in _bare(text) if name not in facts}
    return holds(text, {**facts, **missing} if missing else facts, at=at)


def _bare(text: str) -> Iterator[str]:
    return (name for name in names_in(text) if "[" not in name)


def _progress(run: ReplayRun, done: int, total: int) -> None:
    """Let the page see how far it is; beside the result, so in a statement of its own."""
    run.done, run.total, run.state = done, total, ReplayRun.State.RUNNING
    run.claimed_until = timezone.now() + _CLAIM
    run.save(update_fields=["done", "total", "state", "claimed_until"])
