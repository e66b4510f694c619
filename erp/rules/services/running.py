"""Asking rules about documents, and doing what they say: once, traced, bounded, never in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection

from erp.core.actor import Actor, RowScope
from erp.core.commands import attempt, command
from erp.core.errors import DomainError
from erp.core.events import to_json
from erp.core.expressions import BadExpression, compiled, holds_in, nested
from erp.core.outbox import StoredEvent
from erp.core.palette import action_of, facts_about_many, run_action
from erp.core.refs import DocumentRef
from erp.rules.calc.rule import chained, filled, in_circle, test_text
from erp.rules.models import RuleExecution
from erp.rules.selectors.rules import ActiveRule, Ready, active_rules

log = structlog.get_logger(__name__)

NOTIFY = "notifications.notify"
ALERT = "notifications.raise_alert"
SAME_DOCUMENT = timedelta(minutes=10)
MOST_ON_SAME = 5
_TOGETHER = 1_800  # characters of conditions that are evaluated in one go


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
        via = chained(self.event.via if self.event else "", self.active.code)
        label = f"rule {self.active.name}, version {self.ready.number}"
        everything = frozenset({"*"})
        return Actor(
            kind="system", label=label[:150], permissions=everything, scope=RowScope(kind="all"), via=via[:60]
        )


# --- judging --------------------------------------------------------------------------------------------
def holding(texts: Sequence[str], tree: dict[str, Any]) -> list[bool | BadExpression]:
    """Which conditions hold over one document's facts; many are evaluated together, a bad one by itself."""
    answers: list[bool | BadExpression] = [True] * len(texts)
    waiting = [(index, text) for index, text in enumerate(texts) if text]
    while waiting:
        part: list[tuple[int, str]] = []
        size = 0
        while waiting and (not part or size + len(waiting[0][1]) < _TOGETHER):
            part.append(waiting.pop(0))
            size += len(part[-1][1]) + 2
        for (index, _text), answer in zip(part, _together([text for _i, text in part], tree), strict=True):
            answers[index] = answer
    return answers


def _together(texts: Sequence[str], tree: dict[str, Any]) -> list[bool | BadExpression]:
    if len(texts) > 1:
        try:
            found = compiled(f"[{', '.join(f'({text})' for text in texts)}]").evaluate(tree)
        except (BadExpression, RuntimeError):
            found = None
        if isinstance(found, list) and all(isinstance(one, bool) for one in found):
            return found
    return [_alone(text, tree) for text in texts]


def _alone(text: str, tree: dict[str, Any]) -> bool | BadExpression:
    try:
        return holds_in(text, tree)
    except BadExpression as error:
        return error


def explained(ready: Ready, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which condition was what, for the trace."""
    tree = nested(facts)
    lines = []
    for test in ready.rule.tests:
        fact = str(test["fact"])
        answer = _alone(test_text(test, ready.types.get(fact, "text")), tree)
        lines.append({**test, "was": _plain(facts.get(fact)), "held": answer is True})
    if ready.rule.expression:
        answer = _alone(ready.rule.expression, tree)
        why = str(answer.facts.get("why", "")) if isinstance(answer, BadExpression) else ""
        lines.append({"expression": ready.rule.expression, "held": answer is True, "why": why})
    return lines


def _plain(value: Any) -> Any:
    """A fact as the trace keeps it: numbers stay numbers."""
    return value if isinstance(value, float) else to_json(value)


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
    from erp.rules.services.watching import recheck

    asked: list[tuple[ActiveRule, DocumentRef, StoredEvent]] = []
    again: dict[int, tuple[ActiveRule, set[DocumentRef], StoredEvent]] = {}
    listening = _by_event()
    for event in events:
        for rule in listening.get(event.name, []):
            subject = subject_of(rule.versions[0].rule.subject, event)
            if subject is None:
                continue
            if rule.versions[-1].rule.trigger["type"] == "event":
                asked.append((rule, subject, event))
            else:
                again.setdefault(rule.pk, (rule, set(), event))[1].add(subject)
    fired = sum(_fired(case) for case in _cases(asked))
    for rule, subjects, event in again.values():
        fired += recheck(rule, only=subjects, at=event.at)
    return fired


def _by_event() -> dict[str, list[ActiveRule]]:
    found: dict[str, list[ActiveRule]] = {}
    for rule in active_rules():
        for name in rule.events:
            found.setdefault(name, []).append(rule)
    return found


def _cases(asked: Sequence[tuple[ActiveRule, DocumentRef, StoredEvent]]) -> Iterable[Case]:
    """The cases that hold, or can't be judged."""
    wanted = {name for rule, _s, _e in asked for version in rule.versions for name in version.wanted}
    facts = facts_about_many({subject for _rule, subject, _event in asked}, wanted)
    groups: dict[tuple[DocumentRef, str], list[tuple[ActiveRule, StoredEvent]]] = {}
    for rule, subject, event in asked:
        if subject in facts:
            groups.setdefault((subject, event.uid), []).append((rule, event))
    for (subject, uid), mine in groups.items():
        known = {**facts[subject], **event_facts(mine[0][1])}
        picked = [(rule, rule.version_for(subject, known), event) for rule, event in mine]
        ready = [(rule, version, event) for rule, version, event in picked if version is not None]
        answers = holding([version.text for _rule, version, _event in ready], nested(known))
        for (rule, version, event), answer in zip(ready, answers, strict=True):
            if answer is not False:
                yield Case(rule, version, subject, known, f"event:{uid}", event)


def _fired(case: Case) -> bool:
    at = case.event.at if case.event else None
    return fire(case=case, at=at) == RuleExecution.Outcome.DONE


# --- firing ---------------------------------------------------------------------------------------------
_CLAIM = """
INSERT INTO rules_ruleexecution (definition_id, number, key, subject_kind, subject_id, subject_number,
    customer_id, event_name, event_id, outcome, error, trace, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'done', '', '{}', %s)
ON CONFLICT (definition_id, subject_kind, subject_id, key) DO NOTHING RETURNING id
"""
_RECENT = """
SELECT count(*) FILTER (WHERE at > %s), count(*) FILTER (WHERE at > %s AND subject_kind = %s
    AND subject_id = %s AND outcome = 'done')
FROM rules_ruleexecution WHERE definition_id = %s AND at > %s AND id <> %s AND outcome <> 'limited'
"""


@command()
def fire(*, case: Case, at: datetime | None = None, is_free: bool = False) -> str:
    """Do what a rule says about one document, once for its reason; gives the outcome, "" when it was done.

    Conditions were judged by the caller. All actions are done or none; a refusal is kept with its reason
    and told to the administrators. `is_free` skips the guards: somebody asked for it by hand.
    """
    from django.utils import timezone

    now = timezone.now()
    moment = at or now
    event = case.event
    subject = case.subject
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            [
                case.active.pk, case.ready.number, case.key[:120], subject.kind, subject.id,
                subject.number[:60], case.facts.get("customer.id"), event.name if event else "",
                event.id if event else None, now,
            ],
        )  # fmt: skip
        claimed = cursor.fetchone()
    if claimed is None:
        return ""
    stopped = "" if is_free else _stopped(case, claimed[0], now)
    lines = explained(case.ready, case.facts)
    trace: dict[str, Any] = {"conditions": lines, "actions": []}
    outcome, error = stopped or RuleExecution.Outcome.DONE, ""
    if not stopped:
        error = _unjudged(lines) or _act(case, trace["actions"], moment)
        outcome = RuleExecution.Outcome.FAILED if error else RuleExecution.Outcome.DONE
    RuleExecution.objects.filter(pk=claimed[0]).update(outcome=outcome, error=error[:300], trace=trace)
    if outcome != RuleExecution.Outcome.DONE:
        tell_administrators(f"rule.{outcome}", case.active.code, subject, error, at=moment)
    return str(outcome)


def _unjudged(lines: Sequence[Mapping[str, Any]]) -> str:
    return next((f"bad_expression: {line['why']}" for line in lines if line.get("why")), "")


def _stopped(case: Case, pk: int, now: datetime) -> str:
    """Why a firing is stopped: it runs in a circle, or there are too many of it."""
    if case.event is not None and in_circle(case.event.via, case.active.code):
        return RuleExecution.Outcome.LOOP
    with connection.cursor() as cursor:
        hour = now - timedelta(hours=1)
        mine: list[Any] = [
            hour,
            now - SAME_DOCUMENT,
            case.subject.kind,
            case.subject.id,
            case.active.pk,
            hour,
            pk,
        ]
        cursor.execute(_RECENT, mine)
        in_hour, on_same = cursor.fetchone()
    if on_same >= MOST_ON_SAME:
        return RuleExecution.Outcome.LOOP
    return RuleExecution.Outcome.LIMITED if in_hour >= case.ready.rule.per_hour else ""


def _act(case: Case, told: list[dict[str, Any]], at: datetime) -> str:
    """Run the actions, all or none; gives why they were refused, "" when they were not."""
    facts = {**case.facts, "rule.name": case.active.name, "rule.code": case.active.code}
    facts |= {f"{case.subject.kind}.number": facts.get(f"{case.subject.kind}.number") or case.subject.number}
    try:
        with attempt():
            for action in case.ready.rule.actions:
                values = filled(action["input"], facts)
                told.append({"key": action["key"], "input": values})
                run_action(
                    action["key"], case.subject, actor=case.actor, at=at,
                    **{**values, **_context(action["key"], case, facts)},
                )  # fmt: skip
    except DomainError as refusal:
        told[-1:] = [{**told[-1], "refused": str(refusal)[:300]}] if told else []
        return str(refusal)
    except Exception as error:
        log.exception("rule_action_failed", rule=case.active.code, subject=case.subject.number)
        return f"{type(error).__name__}: {error}"
    return ""


def _context(key: str, case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the platform's own actions are told beside their inputs."""
    if key in {NOTIFY, ALERT}:
        topic = f"rule.{case.active.code}"
        return {"topic": topic, "facts": to_json(dict(facts)), "dedupe": case.key}
    if key in {"rules.call_webhook", "rules.mark_exception"}:
        return {"rule": case.active.code, "facts": to_json(dict(facts)), "execution": case.key}
    return {}


def tell_administrators(topic: str, code: str, subject: DocumentRef, error: str, *, at: datetime) -> None:
    """Tell those who keep the rules that one did not do what it should."""
    if action_of(ALERT) is None:
        return
    from erp.core.actor import system_actor

    values = {
        "to": {"roles": ["administrator"]},
        "title": f"{code}: {subject.number or subject.kind}",
        "text": error or topic,
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
                facts={},
                **values,
            )
    except DomainError as refusal:
        log.warning("rule_problem_untold", rule=code, error=str(refusal))
