"""Rules not asked by events alone: thresholds, schedules, dwelling; and rules that should have fired."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.db.models import Q
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.expressions import nested
from erp.core.outbox import StoredEvent
from erp.core.palette import action_of, dwell_of, facts_about_many, run_action, subject_set
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.rules import locks
from erp.rules.calc.rule import last_due
from erp.rules.models import RuleDefinition, RuleExecution, RuleStanding
from erp.rules.selectors.rules import ActiveRule, Ready, active_rules
from erp.rules.services.judging import judged
from erp.rules.services.running import Case, fire, subject_of, tell_administrators

log = structlog.get_logger(__name__)
DWELL_EVERY = timedelta(minutes=5)
MOST = 5_000
_SOONEST, _LATEST = timedelta(minutes=5), timedelta(hours=12)  # between two tries of what was not done
_AGAIN = (RuleExecution.Outcome.FAILED, RuleExecution.Outcome.LIMITED)


@dataclass(frozen=True)
class Found:
    """A document for which a watched rule's conditions hold, since when where that is known."""

    subject: DocumentRef
    facts: dict[str, Any]
    ready: Ready
    since: datetime | None = None


def watch_rules(*, at: datetime | None = None) -> dict[str, int]:
    """Ask every rule that is due; gives how often each fired. Two of these at once fire nothing twice.

    A rule that can't be asked is told to the administrators and holds up no other.
    """
    at = at or timezone.now()
    fired: dict[str, int] = {}
    for rule in active_rules():
        if rule.trigger_type == "event":
            continue
        trigger = rule.versions[-1].rule.trigger
        due = _due(trigger, at)
        waiting = Q(checked_at__isnull=True) | Q(checked_at__lt=due)
        if not RuleDefinition.objects.filter(waiting, pk=rule.pk).update(checked_at=at):
            continue
        key = f"due:{due.isoformat()}" if trigger["type"] == "schedule" else ""
        try:
            count = recheck(rule, at=at, key=key)
        except Exception as error:
            log.exception("rule_not_asked", rule=rule.code)
            _tell_problem(code=rule.code, pk=rule.pk, topic="rule.not_asked", text=f"{error}"[:300], at=at)
            continue
        if count:
            fired[rule.code] = count
    return fired


def recheck_after(events: Sequence[StoredEvent]) -> int:
    """Ask watched rules at once about the documents that news is about; gives how often they fired."""
    fired = 0
    for rule in active_rules():
        if rule.trigger_type == "event" or not rule.events:
            continue
        heard = [event for event in events if event.name in rule.events]
        subjects = {ref for event in heard if (ref := subject_of(rule.subject, event)) is not None}
        if subjects:
            fired += recheck(rule, only=subjects, at=heard[-1].at)
    return fired


def _due(trigger: Any, at: datetime) -> datetime:
    """The instant since which the rule must have been asked."""
    if trigger["type"] == "schedule":
        return last_due(trigger, at, ZoneInfo(company().time_zone))
    every = timedelta(minutes=trigger["every_minutes"]) if trigger["type"] == "threshold" else DWELL_EVERY
    return at - every + timedelta(seconds=30)


def recheck(
    rule: ActiveRule, *, at: datetime, only: Collection[DocumentRef] | None = None, key: str = ""
) -> int:
    """Ask one watched rule about all of its documents, or only some; gives how often it fired.

    A threshold or dwelling rule fires once while its conditions stand and is armed again when they ended;
    a scheduled one (`key`) fires each time it is due. Where they ended, what the rule did is taken back;
    what was refused, or was more than the hour allows, is tried again while they stand, each time later.
    """
    found = list(matching(rule, at=at, only=only))
    rows = RuleStanding.objects.filter(definition_id=rule.pk)
    if only is not None:
        rows = rows.filter(subject_id__in=[ref.id for ref in only])
    standing = {(row.subject_kind, row.subject_id): row for row in rows}
    now = {one.subject.key() for one in found}
    gone = [row for ref, row in standing.items() if ref not in now]
    if gone:
        end_standing(rule=rule, row_ids=[row.pk for row in gone], at=at)
    again = {} if key else _tries_due(rule, [standing[ref] for ref in now if ref in standing], at)
    fired = 0
    for one in found:
        row = standing.get(one.subject.key())
        if key or row is None or (one.since is not None and row.since != one.since):
            fired += start_standing(rule=rule, found=one, key=key, at=at) == "done"
        elif reason := again.get(row.pk):
            case = Case(rule, one.ready, one.subject, one.facts, reason)
            fired += fire(case=case, at=at) == "done"
    return fired


def _tries_due(rule: ActiveRule, rows: Sequence[RuleStanding], at: datetime) -> dict[int, str]:
    """For what stands without having been done though it was tried: the reason of the next try, once due."""
    tried: dict[tuple[str, int], list[tuple[str, datetime, str]]] = {}
    found = RuleExecution.objects.filter(
        definition_id=rule.pk, subject_id__in=[row.subject_id for row in rows], key__startswith="since:"
    ).order_by("id")
    for kind, pk, key, tried_at, outcome in found.values_list(
        "subject_kind", "subject_id", "key", "at", "outcome"
    ):
        tried.setdefault((kind, pk), []).append((key, tried_at, outcome))
    due: dict[int, str] = {}
    for row in rows:
        reason = f"since:{row.since.isoformat()}"
        mine = [one for one in tried.get((row.subject_kind, row.subject_id), []) if one[0].startswith(reason)]
        if not mine or mine[-1][2] not in _AGAIN:
            continue
        wait = min(_SOONEST * 2 ** min(len(mine) - 1, 10), _LATEST)
        if mine[-1][1] + wait <= at:
            due[row.pk] = f"{reason}:{len(mine) + 1}"
    return due


def matching(
    rule: ActiveRule, *, at: datetime, only: Collection[DocumentRef] | None = None
) -> Iterator[Found]:
    """The documents for which a watched rule's conditions hold now, each by the version that counts for it.

    When it is asked says the version for everybody; a pilot measures by its own set, states and hours.
    """
    for ready in rule.versions:
        for subject, facts, since in _measured(ready.rule.trigger, at, only, rule.wanted):
            if rule.version_for(subject, facts) is not ready:
                continue
            if judged(ready.text, nested(facts, at=at)) is not False:
                yield Found(subject, facts, ready, since)


def _measured(
    trigger: Any, at: datetime, only: Collection[DocumentRef] | None, wanted: Collection[str]
) -> Iterable[tuple[DocumentRef, dict[str, Any], datetime | None]]:
    keys = None if only is None else {ref.id for ref in only}
    if trigger["type"] == "dwell":
        way = dwell_of(trigger["dwell"])
        if way is None:
            return
        before = at - timedelta(hours=trigger["hours"])
        since = dict(way.function(trigger["states"], before, MOST))
        facts = facts_about_many(list(since), wanted)
        for ref, entered in since.items():
            if ref in facts and (keys is None or ref.id in keys):
                hours = round((at - entered).total_seconds() / 3600, 1)
                yield ref, {**facts[ref], "dwell.hours": hours, "dwell.since": entered.isoformat()}, entered
        return
    found = subject_set(trigger["set"])
    if found is None:
        return
    for count, (ref, measured) in enumerate(found.function(at, keys)):
        if count >= MOST:
            log.warning("rule_set_cut", set=trigger["set"], most=MOST)
            return
        yield ref, measured, None


@command()
def start_standing(*, rule: ActiveRule, found: Found, at: datetime, key: str = "") -> str:
    """Note that the conditions hold from now on, and fire; "" when it was done for this reason already.

    The reason is the instant since which they hold, unless another one is given (`key`).
    Locks:  what stands.
    """
    subject, since = found.subject, found.since or at
    row = RuleStanding(
        definition_id=rule.pk, subject_kind=subject.kind, subject_id=subject.id,
        subject_number=subject.number[:60], since=since,
    )  # fmt: skip
    if found.since is not None:  # dwelling anew: what stood before is over
        RuleStanding.objects.filter(
            definition_id=rule.pk, subject_kind=subject.kind, subject_id=subject.id
        ).exclude(since=since).delete()
    RuleStanding.objects.bulk_create([row], ignore_conflicts=True)
    stands = locks.standing_for_update(rule.pk, subject)
    reason = key or f"since:{(stands.since if stands else since).isoformat()}"
    return fire(case=Case(rule, found.ready, subject, found.facts, reason), at=at)


@command()
def end_standing(*, rule: ActiveRule, row_ids: Collection[int], at: datetime) -> None:
    """The conditions hold no more: the rule is armed again, its marks and open notices are taken back."""
    rows = list(RuleStanding.objects.filter(pk__in=row_ids).order_by("pk"))
    subjects = [DocumentRef(row.subject_kind, row.subject_id, row.subject_number) for row in rows]
    RuleStanding.objects.filter(pk__in=[row.pk for row in rows]).delete()
    actor = system_actor(f"rule {rule.name}")
    taken_back = {
        action.undo: wanted["input"]
        for version in rule.versions
        for wanted in version.rule.actions
        if (action := action_of(wanted["key"])) is not None and action.ends_with_cause and action.undo
    }
    for subject in subjects:
        for undo, values in sorted(taken_back.items()):
            given = {"topic": f"rule.{rule.code}", "rule": rule.code, **values}
            run_action(undo, subject, actor=actor, at=at, **given)


def ask_about(*, codes: Collection[str], subject: DocumentRef, at: datetime | None = None) -> list[str]:
    """Ask some watched rules about one document now; gives the codes of those that fired."""
    at = at or timezone.now()
    asked = [rule for rule in active_rules() if rule.code in codes]
    return [rule.code for rule in asked if recheck(rule, at=at, only=[subject])]


# --- rules that should have fired -----------------------------------------------------------------------
def missed_firings(*, at: datetime | None = None) -> dict[str, int]:
    """Compare what holds now with what was done, and tell the administrators about rules that stayed silent.

    Looked at are watched rules: a document that holds, and stands noted or should, without an execution.
    Gives how many each rule missed. Rules that wait for events are watched by the outbox itself: what is
    not delivered is retried, and given up visibly.
    """
    at = at or timezone.now()
    missed: dict[str, int] = {}
    for rule in active_rules():
        if rule.trigger_type not in {"threshold", "dwell"}:
            continue
        trigger = rule.versions[-1].rule.trigger
        last = RuleDefinition.objects.filter(pk=rule.pk).values_list("checked_at", flat=True).first()
        found = list(matching(rule, at=(last or at)))
        done = set(
            RuleExecution.objects.filter(definition_id=rule.pk, subject_id__in=[o.subject.id for o in found])
            .values_list("subject_kind", "subject_id")
        )  # fmt: skip
        silent = [one.subject for one in found if one.subject.key() not in done]
        late = last is None or last < _due(trigger, at) - timedelta(minutes=15)
        if silent or late:
            missed[rule.code] = len(silent)
            text = ", ".join(sorted(ref.number for ref in silent)[:10])
            _tell_problem(code=rule.code, pk=rule.pk, topic="rule.missed", text=text, at=at)
    return missed


@command()
def _tell_problem(*, code: str, pk: int, topic: str, text: str, at: datetime) -> None:
    tell_administrators(topic, code, DocumentRef("rule", pk, code), text, at=at)
