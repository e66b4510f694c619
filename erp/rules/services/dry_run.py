"""What a rule would have done: over the events of a period, or over its documents as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.expressions import BadExpression, nested
from erp.core.outbox import StoredEvent, stored_events
from erp.core.palette import action_of, facts_about_many
from erp.core.refs import DocumentRef
from erp.rules.calc.rule import filled
from erp.rules.selectors.rules import ActiveRule, Ready, customers_unseen, made_ready
from erp.rules.services.judging import explained, judged
from erp.rules.services.rules import cleaned
from erp.rules.services.running import event_facts, subject_of
from erp.rules.services.watching import matching

MOST_EVENTS = 5_000
MOST_SHOWN = 200
MOST_DAYS = 400


@dataclass(frozen=True)
class DryRun:
    """The outcome: how many were looked at, how many would have fired, the first of them in full."""

    looked_at: int
    fired: int
    failed: int
    is_cut: bool
    rows: list[dict[str, Any]]


def dry_run(content: Any, *, since: datetime, until: datetime | None = None, actor: Actor) -> DryRun:
    """Ask a content without doing anything.

    A rule on events is asked about the events of the period, at most 5,000, with the facts that the
    documents have today and what the events themselves say. Any other rule is asked about its documents now.
    Documents of customers whom the actor does not see are left out.
    Raises: Invalid, for a content that is no rule or a period that is none.
    """
    until = until or timezone.now()
    if since >= until or until - since > timedelta(days=MOST_DAYS):
        raise Invalid.field("since", _("Give a period of at most 400 days."))
    ready = made_ready(0, {}, cleaned(content))
    rule = ActiveRule(0, "dry_run", "dry run", (ready,))
    if ready.rule.trigger["type"] != "event":
        return _now(rule, ready, until, actor)
    events = stored_events(ready.rule.events, since=since, until=until, limit=MOST_EVENTS + 1)
    return _over(ready, events, actor)


def _now(rule: ActiveRule, ready: Ready, at: datetime, actor: Actor) -> DryRun:
    found = list(matching(rule, at=at))
    unseen = customers_unseen(actor, [one.facts for one in found])
    found = [one for one in found if one.facts.get("customer.id") not in unseen]
    rows = [_row(ready, one.subject, one.facts, at=one.since or at) for one in found[:MOST_SHOWN]]
    return DryRun(
        len(found), len(found), sum(bool(row["error"]) for row in rows), len(found) > MOST_SHOWN, rows
    )


def _over(ready: Ready, events: Sequence[StoredEvent], actor: Actor) -> DryRun:
    pairs = [(event, subject_of(ready.rule.subject, event)) for event in events[:MOST_EVENTS]]
    known = [(event, subject) for event, subject in pairs if subject is not None]
    facts = facts_about_many({subject for _event, subject in known}, ready.wanted)
    unseen = customers_unseen(actor, facts.values())
    known = [pair for pair in known if pair[1] in facts and facts[pair[1]].get("customer.id") not in unseen]
    fired = failed = 0
    rows: list[dict[str, Any]] = []
    for event, subject in known:
        mine = {**facts[subject], **event_facts(event)}
        answer = judged(ready.text, nested(mine, at=event.at))
        if answer is False:
            continue
        fired += answer is True
        failed += isinstance(answer, BadExpression)
        if len(rows) < MOST_SHOWN:
            rows.append(_row(ready, subject, mine, at=event.at, event=event.name))
    return DryRun(len(known), fired, failed, len(events) > MOST_EVENTS or fired + failed > MOST_SHOWN, rows)


def _row(
    ready: Ready, subject: DocumentRef, facts: Mapping[str, Any], *, at: datetime, event: str = ""
) -> dict[str, Any]:
    lines = explained(ready, facts, at=at)
    named = {**facts, f"{subject.kind}.number": facts.get(f"{subject.kind}.number") or subject.number}
    actions = [
        {
            "key": one["key"],
            "title": str(action.title) if (action := action_of(one["key"])) else one["key"],
            "input": filled(one["input"], named),
        }
        for one in ready.rule.actions
    ]
    return {
        "at": at.isoformat(),
        "event": event,
        "document_kind": subject.kind,
        "document": subject.number or str(subject.id),
        "conditions": lines,
        "actions": actions,
        "error": next((line["why"] for line in lines if line.get("why")), ""),
    }
