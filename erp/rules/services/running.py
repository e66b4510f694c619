"""Asking rules about documents, and doing what they say: once, traced, bounded, never in a circle."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext, override

from erp.core.actor import Actor, RowScope, system_actor
from erp.core.commands import attempt, command
from erp.core.errors import DomainError
from erp.core.events import to_json
from erp.core.http.messages import refusal_text
from erp.core.outbox import StoredEvent
from erp.core.palette import action_of, facts_about_many, run_action
from erp.core.refs import DocumentRef
from erp.core.statements import run
from erp.rules.calc.rule import chained, filled, in_circle
from erp.rules.models import RuleExecution
from erp.rules.selectors.rules import ActiveRule, Ready
from erp.rules.services.judging import explained, panels_at

log = structlog.get_logger(__name__)

NOTIFY = "notifications.notify"
ALERT = "notifications.raise_alert"
SAME_DOCUMENT = timedelta(minutes=10)
MOST_ON_SAME = 5


@dataclass(frozen=True)
class Case:
    """One rule's version asked about one document, for one reason."""

    active: ActiveRule
    ready: Ready
    subject: DocumentRef
    facts: Mapping[str, Any]
    key: str
    event: StoredEvent | None = None

    @property
    def actor(self) -> Actor:
        """The rule as the one who acts; what it causes carries its name."""
        via = chained(self.event.via if self.event else "", self.active.pk)
        label = f"rule {self.active.name}, version {self.ready.number}"
        everything = frozenset({"*"})
        return Actor(
            kind="system", label=label[:150], permissions=everything, scope=RowScope(kind="all"), via=via
        )


# --- events ---------------------------------------------------------------------------------------------
def subject_of(kind: str, event: StoredEvent) -> DocumentRef | None:
    """The document of a kind that an event is about: its own, the one it is told on, or one it names."""
    for ref in (event.document, event.about):
        if ref.kind == kind:
            return ref
    named = event.facts.get(f"{kind}_id")
    return DocumentRef(kind, named) if isinstance(named, int) else None


def event_facts(event: StoredEvent) -> dict[str, Any]:
    """What an event says, as facts."""
    own = {f"event.{name}": value for name, value in event.facts.items() if not isinstance(value, dict)}
    return {"event.name": event.name, **own}


def run_events(events: Sequence[StoredEvent]) -> int:
    """Ask every rule that listens about a batch of events; facts are read once per document. Gives firings.

    Each firing is a transaction of its own; one that is refused is kept with its reason and stops no other.
    """
    from erp.rules.services.watching import recheck_after

    return sum(_fired(case) for case in _cases(events)) + recheck_after(events)


def _cases(events: Sequence[StoredEvent]) -> Iterator[Case]:
    """The cases that hold, or can't be judged, in the order of their events."""
    asked = [
        (event, subject, panel)
        for event in events
        for panel in panels_at(event.name)
        if (subject := subject_of(panel.subject, event)) is not None
    ]
    panels = {id(panel): panel for _event, _subject, panel in asked}
    wanted = {name for panel in panels.values() for name in panel.wanted}
    facts = facts_about_many({subject for _event, subject, _panel in asked}, wanted)
    same: dict[tuple[int, DocumentRef], list[tuple[ActiveRule, Ready]]] = {}
    for event, subject, panel in asked:
        if subject not in facts:
            continue
        key = (id(panel), subject)
        holding = same.get(key)
        if holding is None or panel.reads_event:
            holding = same[key] = panel.holding(subject, facts[subject] | event_facts(event), at=event.at)
        for rule, ready in holding:
            yield Case(rule, ready, subject, facts[subject] | event_facts(event), f"event:{event.uid}", event)


def _fired(case: Case) -> bool:
    at = case.event.at if case.event else None
    return fire(case=case, at=at) == RuleExecution.Outcome.DONE


# --- firing ---------------------------------------------------------------------------------------------
_CLAIM = """
WITH recent AS (
    SELECT count(*) AS in_hour, count(*) FILTER (WHERE at > %(soon)s AND subject_kind = %(kind)s
        AND subject_id = %(id)s AND outcome = 'done') AS on_same
    FROM rules_ruleexecution WHERE definition_id = %(rule)s AND at > %(hour)s AND outcome <> 'limited'
)
INSERT INTO rules_ruleexecution (definition_id, number, key, subject_kind, subject_id, subject_number,
    customer_id, event_name, event_id, outcome, error, trace, at)
SELECT id, %(version)s, %(key)s, %(kind)s, %(id)s, %(number)s, %(customer)s, %(event)s, %(event_id)s,
    'done', '', '{}', %(now)s
FROM rules_ruledefinition WHERE id = %(rule)s AND is_active
ON CONFLICT (definition_id, subject_kind, subject_id, key) DO NOTHING
RETURNING id, (SELECT in_hour FROM recent), (SELECT on_same FROM recent)
"""


@command()
def fire(*, case: Case, at: datetime | None = None) -> str:
    """Do what a rule says about one document, once for its reason; gives the outcome, "" when it was done.

    Conditions were judged by the caller. All actions are done or none; a refusal is kept with its reason
    and told to the administrators. A rule that was deleted or switched off meanwhile does nothing.
    """
    now = timezone.now()
    claimed = _claimed(case, now)
    if claimed is None:
        return ""
    pk, in_hour, on_same = claimed
    stopped = _stopped(case, in_hour, on_same)
    lines = explained(case.ready, case.facts, at=at or now)
    trace: dict[str, Any] = {"conditions": lines, "actions": []}
    outcome, error = stopped or RuleExecution.Outcome.DONE, ""
    if not stopped:
        error = _unjudged(lines) or _act(case, trace, at or now)
        outcome = RuleExecution.Outcome.FAILED if error else RuleExecution.Outcome.DONE
    run(_DONE, [outcome, error[:300], json.dumps(trace), pk])
    if outcome != RuleExecution.Outcome.DONE:
        said = trace.get("said") or _in_words(lambda: RuleExecution.Outcome(outcome).label)
        code = f"rule.{outcome}"
        tell_administrators(code, case.active.code, case.subject, error, at=at or now, said=said)
    return str(outcome)


_DONE = "UPDATE rules_ruleexecution SET outcome = %s, error = %s, trace = %s WHERE id = %s"


def _claimed(case: Case, now: datetime) -> tuple[int, int, int] | None:
    """The row of this firing, how often the rule fired in an hour, and on this document in ten minutes."""
    event, subject = case.event, case.subject
    values = {
        "rule": case.active.pk,
        "version": case.ready.number,
        "key": case.key[:120],
        "kind": subject.kind,
        "id": subject.id,
        "number": subject.number[:60],
        "customer": case.facts.get("customer.id"),
        "event": event.name if event else "",
        "event_id": event.id if event else None,
        "now": now,
        "hour": now - timedelta(hours=1),
        "soon": now - SAME_DOCUMENT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        return cast("tuple[int, int, int] | None", cursor.fetchone())


def _stopped(case: Case, in_hour: int, on_same: int) -> str:
    """Why a firing is stopped: it runs in a circle, or there are too many of it."""
    if case.event is not None and in_circle(case.event.via, case.active.pk):
        return RuleExecution.Outcome.LOOP
    if on_same >= MOST_ON_SAME:
        return RuleExecution.Outcome.LOOP
    return RuleExecution.Outcome.LIMITED if in_hour >= case.ready.rule.per_hour else ""


def _unjudged(lines: Sequence[Mapping[str, Any]]) -> str:
    return next((f"bad_expression: {line['why']}" for line in lines if line.get("why")), "")


def _in_words(say: Callable[[], Any]) -> dict[str, str]:
    """A sentence in every language of the product, for readers who come later."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = str(say())[:300]
    return found


def _act(case: Case, trace: dict[str, Any], at: datetime) -> str:
    """Run the actions, all or none; gives why they were refused, "" when they were not.

    The trace keeps what was done and, in words, why it was refused.
    """
    told: list[dict[str, Any]] = trace["actions"]
    facts = {**case.facts, "rule.name": case.active.name, "rule.code": case.active.code}
    facts |= {f"{case.subject.kind}.number": facts.get(f"{case.subject.kind}.number") or case.subject.number}
    try:
        with attempt():
            for action in case.ready.rule.actions:
                values = filled(action["input"], facts)
                told.append({"key": action["key"], "input": values})
                run_action(
                    action["key"], case.subject, actor=case.actor, at=at,
                    **{**values, **_context(action["key"], case, action["input"], facts)},
                )  # fmt: skip
    except DomainError as refusal:
        told[-1:] = [{**told[-1], "refused": str(refusal)[:300]}] if told else []
        refused = refusal
        trace["said"] = _in_words(lambda: refusal_text(refused))
        return str(refusal)
    except OperationalError:
        raise  # a deadlock and the like: the whole firing is tried again
    except Exception as error:
        log.exception("rule_action_failed", rule=case.active.code, subject=case.subject.number)
        return f"{type(error).__name__}: {error}"
    return ""


def _context(key: str, case: Case, values: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the platform's own actions are told beside their inputs."""
    if key in {NOTIFY, ALERT}:
        topic = f"rule.{case.active.code}"
        given = {"topic": topic, "facts": to_json(dict(facts)), "dedupe": case.key}
        return {**given, "is_filled": True, "words": _in_other_languages(values, facts)}
    if key in {"rules.call_webhook", "rules.mark_exception"}:
        return {"rule": case.active.code, "facts": to_json(dict(facts)), "execution": case.key}
    return {}


def _in_other_languages(values: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Title and text of a shipped rule in the languages that the catalog has them in, by language."""
    found: dict[str, dict[str, str]] = {}
    texts = {name: str(values[name]) for name in ("title", "text") if values.get(name)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known = {name: said for name, text in texts.items() if (said := gettext(text)) != text}
        if known:
            found[language] = {name: str(filled(said, facts)) for name, said in known.items()}
    return found


def tell_administrators(
    topic: str,
    code: str,
    subject: DocumentRef,
    error: str,
    *,
    at: datetime,
    said: Mapping[str, str] | None = None,
) -> None:
    """Tell those who keep the rules that one did not do what it should."""
    if action_of(ALERT) is None:
        return
    said = said or {}
    values = {
        "to": {"roles": ["administrator"]},
        "title": f"{code}: {subject.number or subject.kind}",
        "text": said.get("en") or error or topic,
        "priority": "high",
    }
    try:
        with attempt():
            run_action(
                ALERT,
                subject,
                actor=system_actor("rules"),
                at=at,
                topic=f"{topic}.{code}"[:60],
                words={language: {"text": text} for language, text in said.items()},
                facts={},
                **values,
            )
    except DomainError as refusal:
        log.warning("rule_problem_untold", rule=code, error=str(refusal))
