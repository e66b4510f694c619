"""The master schedule is decided: a planner says what is to come of an item in a week, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day, company
from inventory.models import ExpectedSupply
from inventory.selectors.warehouses import default_warehouse
from production import locks
from production.events import MasterScheduleSet
from production.models import PlannedOrder, PlanningRule, PlanningRun, WorkOrder
from production.models.work_order import KIND
from production.selectors.master_schedule import firm_supply, visible_master_items, weeks_from
from production.selectors.planning import plan_in_force
from production.services.planned_orders import FIRM, into_document
from production.services.planning_runs import RUN, ask_planning
from production.services.work_orders import cancel_work_order, change_work_order

ZERO = Decimal(0)
MOST_REASON = 300


@dataclass(frozen=True)
class WeekQuantity:
    """What is to come in a week in all, firm. `seen` is what was firm when the planner typed."""

    week: date
    quantity: Decimal
    seen: Decimal | None = None


@command(*FIRM)
def set_master_schedule(
    *,
    rule_id: int,
    weeks: Sequence[WeekQuantity],
    reason: str,
    actor: Actor,
    at: datetime | None = None,
) -> PlanningRule:
    """Make the firm supply of weeks what a planner says: more becomes a work order or a requisition at once.

    Less takes planned work orders of the week back, the latest first. Saying the same again changes nothing.
    What has changed is planned anew.

    Locks:  planning; the work orders that become less.
    Emits:  MasterScheduleSet per week, and what the documents tell; PlanningAsked.
    Raises: NotFound for an item that is not in the master schedule; Invalid on `reason`, `week`,
        `quantity`; Conflict `master_changed` when another quantity is firm than the planner saw,
        `master_begun` when what is firm can't be taken back any more.
    """
    at = at or timezone.now()
    rule = visible_master_items(actor).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(kind="master_schedule", id=rule_id)
    _check(weeks, reason, business_day(at))
    locks.lock_planning()
    is_other = False
    for one in sorted(weeks, key=lambda week: week.week):
        first, last = _span(one.week, business_day(at))
        firm = sum((row[2] for row in firm_supply([rule.item_id], since=first, until=last)), ZERO)
        if one.seen is not None and firm not in {one.seen, one.quantity}:
            raise Conflict("master_changed", week=one.week.isoformat(), firm=firm.normalize())
        if one.quantity == firm:
            continue
        is_other = True
        if one.quantity > firm:
            _make(rule, one, one.quantity - firm, reason=_said(reason), actor=actor, at=at)
        else:
            _take_back(rule, one, firm - one.quantity, reason=_said(reason), actor=actor, at=at)
        event = MasterScheduleSet(
            document=DocumentRef("master_schedule", rule.pk, rule.item.sku), week=one.week.isoformat(),
            quantity=one.quantity, before=firm, reason=reason.strip(),
        )  # fmt: skip
        emit(event, actor=actor, at=at)
    if is_other:
        _plan_again(actor, at)
    return rule


def _check(weeks: Sequence[WeekQuantity], reason: str, today: date) -> None:
    known = weeks_from(today)
    if not reason.strip() or len(reason.strip()) > MOST_REASON:
        raise Invalid.field("reason", _("Say why, in at most 300 characters."))
    if not weeks or len({one.week for one in weeks}) != len(weeks):
        raise Invalid.field("week", _("Name each week once."))
    for one in weeks:
        if one.week not in known:
            raise Invalid.field("week", _("Give the Monday of this week or of one of the twelve after it."))
        if not one.quantity.is_finite() or not 0 <= one.quantity <= QUANTITY_MAX:
            raise Invalid.field("quantity", _("Must not be below zero."))
        if one.quantity != round(one.quantity, 6):
            raise Invalid.field("quantity", _("At most six decimals."))


def _span(week: date, today: date) -> tuple[date, date]:
    """The days of a week; what is overdue belongs to the first."""
    return date.min if week <= today else week, week + timedelta(days=6)


def _said(reason: str) -> str:
    with translation.override(company().language):
        return _("Master schedule: %(reason)s") % {"reason": reason.strip()}


def _make(
    rule: PlanningRule, one: WeekQuantity, more: Decimal, *, reason: str, actor: Actor, at: datetime
) -> None:
    today, run = business_day(at), plan_in_force()
    item = rule.item
    due_on = max(one.week, today)
    row = PlannedOrder(
        run=run,
        item=item,
        warehouse=default_warehouse(),
        kind=PlannedOrder.Kind.MAKE if item.supply == "make" else PlannedOrder.Kind.BUY,
        quantity=more,
        release_on=min(max(due_on - timedelta(days=item.lead_time_days), today), due_on),
        due_on=due_on,
        wanted_on=due_on,
        status=PlannedOrder.Status.FIRMED,
        decided_by=actor.label[:150],
    )
    document = into_document(row, reason=reason, actor=actor, at=at)
    if run is not None:
        row.run_id = run.rows_of
        row.document_kind, row.document_id = document.kind, document.id
        row.document_number = document.number
        row.save()


def _take_back(
    rule: PlanningRule, one: WeekQuantity, less: Decimal, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Planned work orders that nobody waits for become less or are cancelled, the latest first."""
    brings = ExpectedSupply.objects.filter(
        source_kind=KIND, is_open=True, item_id=rule.item_id,
        usable_on__range=_span(one.week, business_day(at)),  # as the grid counts it, not when it is due
    )  # fmt: skip
    rows = WorkOrder.objects.filter(
        pk__in=brings.values("source_id"), state=WorkOrder.State.PLANNED, document_kind=""
    )
    for row in rows.order_by("-due_on", "-pk"):
        if less <= 0:
            break
        taken = min(less, row.quantity)
        if taken == row.quantity:
            cancel_work_order(work_order_id=row.pk, reason=reason, actor=actor, at=at)
        else:
            change_work_order(work_order_id=row.pk, quantity=row.quantity - taken, actor=actor, at=at)
        less -= taken
    if less > 0:
        raise Conflict("master_begun", week=one.week.isoformat(), left=less.normalize())


def _plan_again(actor: Actor, at: datetime) -> None:
    """Ask for a run over what has changed, unless one waits already or the planner may not."""
    run = plan_in_force()
    waits = PlanningRun.objects.filter(state=PlanningRun.State.QUEUED, scenario__isnull=True).exists()
    if run is not None and not waits and actor.has(RUN[0]):
        mode = PlanningRun.Mode.NET_CHANGE
        ask_planning(horizon_days=run.horizon_days, mode=mode, actor=actor, at=at)
