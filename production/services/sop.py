"""The S&OP room: plans agreed and frozen by product family, decisions with owner and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, StaleVersion
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems
from erp.identity.models import User
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from inventory.models import ItemCategory
from inventory.selectors.families import Line
from production import locks
from production.calc.sop import AHEAD, month_of
from production.events import SopDecisionChanged, SopPlanAgreed
from production.models import SopDecision, SopPlan, SopPlanMonth
from production.selectors.sop import FamilyFigures, last_versions, require_all

DECIDE = ("production.decide_sop", "Agree plans and record decisions in the S&OP room")
MOST_FAMILIES, MOST_TITLE, MOST_NOTE = 500, 200, 500


@dataclass(frozen=True)
class PlanMonth:
    """What is agreed for a month; `stock` is what is left at its end, below zero what is not covered."""

    month: date
    demand: Decimal
    supply: Decimal
    stock: Decimal


@dataclass(frozen=True)
class FamilyPlan:
    """What is agreed for a family. `seen`: the version that the reader saw, 0 for none."""

    family_id: int | None
    unit_id: int
    months: Sequence[PlanMonth]
    seen: int | None = None


@command(*DECIDE)
def agree_plans(
    *, plans: Sequence[FamilyPlan], note: str = "", actor: Actor, at: datetime | None = None
) -> list[SopPlan]:
    """Freeze what was agreed, a new version per family; families agreed just so already get none.

    Locks:  agreed plans.
    Emits:  SopPlanAgreed per family.
    Raises: NotPermitted; Invalid; StaleVersion when a family was agreed anew meanwhile; Conflict
            (`sop_unchanged`) when nothing differs from what was agreed before.
    """
    require_all(actor)
    now = at or timezone.now()
    _check(plans, note, month_of(business_day(now)))
    locks.lock_agreed_plans()
    last = last_versions()
    for plan in plans:
        current = last.get((plan.family_id, plan.unit_id), 0)
        if plan.seen is not None and plan.seen != current:
            raise StaleVersion(expected=plan.seen, current=current)
    kept = _kept(last)
    fresh = [plan for plan in plans if kept.get((plan.family_id, plan.unit_id)) != _values(plan)]
    if not fresh:
        raise Conflict("sop_unchanged")
    rows = SopPlan.objects.bulk_create(
        SopPlan(
            family_id=plan.family_id,
            unit_id=plan.unit_id,
            number=last.get((plan.family_id, plan.unit_id), 0) + 1,
            note=note.strip(),
            agreed_at=now,
            agreed_by_id=actor.user_id,
            agreed_label=actor.label[:150],
        )
        for plan in fresh
    )
    SopPlanMonth.objects.bulk_create(
        SopPlanMonth(plan=row, month=one.month, demand=one.demand, supply=one.supply, stock=one.stock)
        for row, plan in zip(rows, fresh, strict=True)
        for one in plan.months
    )
    _tell_agreed(rows, fresh, actor=actor, at=now)
    return rows


def plan_of(
    figures: FamilyFigures,
    wanted: Mapping[date, tuple[Decimal | None, Decimal | None]] | None = None,
    seen: int | None = None,
) -> FamilyPlan:
    """A family's figures as a plan, with other demand or supply where somebody wants it by month.

    What is wanted differently changes the stock of its month and of all later ones. A month in which more
    goes back to suppliers than comes from them is agreed with no supply; its stock stays what it is.
    Raises: Invalid for months that aren't this one or one of the six after it.
    """
    given = dict(wanted or {})
    moved, months = Decimal(0), []
    for one in figures.coming:
        demand, supply = given.pop(one.month, (None, None))
        moved += Decimal(0) if supply is None else supply - one.supply
        moved -= Decimal(0) if demand is None else demand - one.demand
        demand = max(one.demand, Decimal(0)) if demand is None else demand
        supply = max(one.supply, Decimal(0)) if supply is None else supply
        months.append(PlanMonth(one.month, demand, supply, one.net + moved))
    if given:
        raise Invalid.field("months", _("A plan is agreed for this month and the six after it."))
    return FamilyPlan(figures.line[0], figures.line[1] or 0, months, seen)


def _kept(last: dict[Line, int]) -> dict[Line, dict[date, tuple[Decimal, Decimal, Decimal]]]:
    """What the last version of each family says, by month; one statement."""
    found: dict[Line, dict[date, tuple[Decimal, Decimal, Decimal]]] = {}
    rows = SopPlanMonth.objects.select_related("plan").filter(plan__number__in=set(last.values()))
    for row in rows:
        line = (row.plan.family_id, row.plan.unit_id)
        if row.plan.number == last[line]:
            found.setdefault(line, {})[row.month] = (row.demand, row.supply, row.stock)
    return found


def _values(plan: FamilyPlan) -> dict[date, tuple[Decimal, Decimal, Decimal]]:
    return {one.month: (one.demand, one.supply, one.stock) for one in plan.months}


def _check(plans: Sequence[FamilyPlan], note: str, this: date) -> None:
    problems = Problems()
    if len(note) > MOST_NOTE or "\x00" in note:
        problems.add("note", _("Too long."))
    if not 1 <= len(plans) <= MOST_FAMILIES:
        problems.add("plans", _("Between %(low)s and %(top)s.") % {"low": 1, "top": MOST_FAMILIES})
    if len({(plan.family_id, plan.unit_id) for plan in plans}) != len(plans):
        problems.add("plans", _("A product family stands here twice."))
    roots = set(ItemCategory.objects.filter(parent__isnull=True).values_list("pk", flat=True))
    units = set(Unit.objects.values_list("pk", flat=True))
    for place, plan in enumerate(plans):
        if plan.family_id is not None and plan.family_id not in roots:
            problems.add(f"plans[{place}].family", _("A product family is a category of the top level."))
        if plan.unit_id not in units:
            problems.add(f"plans[{place}].unit", _("There is no such unit."))
        _check_months(plan, f"plans[{place}].months", this, problems)
    problems.refuse()


def _check_months(plan: FamilyPlan, path: str, this: date, problems: Problems) -> None:
    months = [one.month for one in plan.months]
    if not 1 <= len(months) <= AHEAD + 1 or len(set(months)) != len(months):
        problems.add(path, _("Give this month and up to six more, each once."))
    if any(month.day != 1 or month < this for month in months):
        problems.add(path, _("A plan is agreed for this month or later ones, each by its first day."))
    numbers = [number for one in plan.months for number in (one.demand, one.supply, one.stock)]
    if any(not number.is_finite() or abs(number) > QUANTITY_MAX for number in numbers) or any(
        one.demand < 0 or one.supply < 0 for one in plan.months
    ):
        problems.add(path, _("Demand and supply can't be below zero."))


def _tell_agreed(rows: Sequence[SopPlan], plans: Sequence[FamilyPlan], *, actor: Actor, at: datetime) -> None:
    names = dict(ItemCategory.objects.filter(parent__isnull=True).values_list("pk", "code"))
    units = dict(Unit.objects.values_list("pk", "code"))
    for row, plan in zip(rows, plans, strict=True):
        news = SopPlanAgreed(
            document=row.ref,
            family=names.get(row.family_id, "") if row.family_id else "",
            unit=units[row.unit_id],
            version=row.number,
            first_month=min(one.month for one in plan.months).isoformat(),
            months=len(plan.months),
        )
        emit(news, actor=actor, at=at)


@command(*DECIDE)
def record_decision(
    *,
    title: str,
    owner: User,
    due_on: date,
    family: ItemCategory | None = None,
    month: date | None = None,
    actor: Actor,
    at: datetime | None = None,
) -> SopDecision:
    """Write down what was decided, who does it and by when; for a family, or for the company.

    Emits:  SopDecisionChanged.
    Raises: NotPermitted; Invalid.
    """
    require_all(actor)
    now = at or timezone.now()
    problems = Problems()
    if not title.strip() or len(title) > MOST_TITLE or "\x00" in title:
        problems.add("title", _("Give one to 200 characters."))
    if not owner.is_active:
        problems.add("owner", _("This person does not work here any more."))
    if due_on < business_day(now):
        problems.add("due_on", _("The day is over."))
    if family is not None and family.parent_id is not None:
        problems.add("family", _("A product family is a category of the top level."))
    problems.refuse()
    row = SopDecision.objects.create(
        title=title.strip(),
        owner=owner,
        due_on=due_on,
        family=family,
        month=month_of(month) if month else None,
        created_at=now,
        created_by=actor.label[:150],
    )
    _tell(row, "decided", actor, now)
    return row


@command()
def settle_decision(
    *,
    decision_id: int,
    verb: str,
    result: str,
    actor: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> SopDecision:
    """Say that a decision is done (`finish`), will not be done (`drop`), or has to be after all (`reopen`).

    Its owner may do so, and whoever decides here.
    Locks:  the decision.
    Emits:  SopDecisionChanged.
    Raises: NotFound; NotPermitted; StaleVersion; Invalid; IllegalTransition.
    """
    now = at or timezone.now()
    row = locks.sop_decision_for_update(decision_id, expected_version)
    if actor.user_id is None or row.owner_id != actor.user_id:
        actor.require(DECIDE[0])
        require_all(actor)
    text = result.strip()[:500].replace("\x00", "")
    if verb not in {"finish", "drop", "reopen"}:
        raise Invalid.field("verb", _("There is no such step."))
    if verb != "reopen" and not text:
        raise Invalid.field("result", _("Say in a few words what came of it."))
    changes = move_on(row, verb) if verb == "reopen" else move_on(row, verb, at=now, result=text)
    row.save(update_fields=["state", "closed_at", "result", "version"])
    _tell(row, verb, actor, now, changes)
    return row


def _tell(row: SopDecision, verb: str, actor: Actor, at: datetime, changes: Any = None) -> None:
    news = SopDecisionChanged(
        document=row.ref,
        verb=verb,
        title=row.title,
        owner=row.owner.get_username(),
        due_on=row.due_on.isoformat(),
    )
    emit(news, actor=actor, at=at, changes=changes)
