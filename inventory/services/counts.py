"""Stock counts: made and handed out, counted blind, counted again, approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.machines import move_on
from erp.core.money import round_money
from erp.core.numbering import next_number
from erp.core.records import need_reason
from erp.core.rows import save_row
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory import locks
from inventory.events import (
    CountApproved,
    CountCancelled,
    CountFinished,
    CountOpened,
    CountRecountAsked,
)
from inventory.models import (
    Balance,
    StockCount,
    StockCountLine,
    Warehouse,
)
from inventory.selectors.counts import abc_classes, count_settings
from inventory.services.count_posting import lock_above, post_differences

ZERO = Decimal(0)
MOST_PLACES = 5_000
WAITS = "count_waits"
State = StockCount.State


@dataclass(frozen=True)
class CountScope:
    """What to count at a warehouse: everything that lies there, narrowed by what is given."""

    warehouse: Warehouse
    abc_class: str = ""
    zone: str = ""
    location_ids: Sequence[int] = ()
    item_ids: Sequence[int] = ()


@command("inventory.count_stock", "Count stock")
def create_count(
    *,
    scope: CountScope,
    actor: Actor,
    due_on: date | None = None,
    note: str = "",
    open_now: bool = False,
    at: datetime | None = None,
) -> StockCount:
    """Make a list of places to count; places of another unfinished count are left to that one.

    Emits:  CountOpened when it is handed out at once.
    Raises: Invalid for an unknown class; Conflict `nothing_to_count`.
    """
    at = at or timezone.now()
    if scope.abc_class not in {"", "A", "B", "C"}:
        raise Invalid.field("abc_class", _("Must be A, B or C."), "unknown_choice")
    classes = abc_classes(now=at)
    balances = [
        row
        for row in _balances(scope)[: MOST_PLACES * 4]
        if not scope.abc_class or classes.get(row.item_id, "C") == scope.abc_class
    ]
    if len(balances) > MOST_PLACES:
        raise Invalid.field("warehouse", _("That is more than one count takes; narrow it."), "too_many")
    places = [((row.item_id, row.location_id, row.lot_id), classes.get(row.item_id, "C")) for row in balances]
    count = StockCount(
        number=next_number("count"),
        warehouse=scope.warehouse,
        abc_class=scope.abc_class,
        zone=scope.zone,
        due_on=due_on,
        note=note,
        created_by=actor.label[:150],
    )
    write_count(count, places)
    if open_now:
        open_count(count_id=count.pk, actor=actor, at=at)
        count = locks.count_for_update(count.pk)
    return count


def _balances(scope: CountScope) -> QuerySet[Balance]:
    rows = Balance.objects.filter(warehouse=scope.warehouse, on_hand__gt=0, location__is_active=True)
    if scope.location_ids:
        rows = rows.filter(location_id__in=scope.location_ids)
    else:
        rows = rows.filter(location__is_usable=True)
    if scope.zone:
        rows = rows.filter(location__zone=scope.zone)
    if scope.item_ids:
        rows = rows.filter(item_id__in=scope.item_ids)
    return rows.order_by("location__pick_sequence", "location__code", "pk")


def write_count(count: StockCount, places: Sequence[tuple[tuple[int, int, int | None], str]]) -> None:
    """Save a count with its lines; a place that another unfinished count has yields to it."""
    count.save()
    StockCountLine.objects.bulk_create(
        [
            StockCountLine(
                count=count, item_id=item_id, location_id=location_id, lot_id=lot_id, abc_class=abc
            )
            for (item_id, location_id, lot_id), abc in places
        ],
        ignore_conflicts=True,
    )
    if not count.lines.exists():
        raise Conflict("nothing_to_count", warehouse=count.warehouse.code)


@command("inventory.count_stock")
def open_count(
    *, count_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> StockCount:
    """Hand a count to the counters.

    Locks:  the count.
    Emits:  CountOpened.
    Raises: IllegalTransition.
    """
    at = at or timezone.now()
    count = locks.count_for_update(count_id, expected_version)
    changes = move_on(count, "open", at=at)
    save_row(count, ["state", "opened_at", "version"])
    emit(CountOpened(document=count.ref, places=count.lines.count()), actor=actor, at=at, changes=changes)
    return count


@command("inventory.count_stock")
def finish_count(
    *, count_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> StockCount:
    """Say that everything is counted: large differences are counted again once, small ones post.

    Locks:  the documents that may lose reservations (upward), the count, its lines.
    Emits:  CountRecountAsked, or CountFinished and, within the limit of the settings, CountPosted.
    Raises: IllegalTransition; Conflict `uncounted_places`.
    """
    at = at or timezone.now()
    lock_above(count_id)
    count = locks.count_for_update(count_id, expected_version)
    if count.state not in {State.OPEN, State.RECOUNT}:
        raise IllegalTransition(
            kind=count.ref.kind, action="finish", state=count.state, document=count.number
        )
    lines = locks.count_lines_for_update(count.pk)
    waiting = sum(line.counted is None or line.needs_recount for line in lines)
    if waiting:
        raise Conflict("uncounted_places", count=waiting, document=count.number)
    if count.state == State.OPEN:
        again = [line for line in lines if not line.is_accurate]
        if again:
            _ask_recount(count, again, actor=actor, at=at)
            return count
    changes = move_on(count, "finish", at=at)
    values = [round_money((line.difference or ZERO) * line.item.standard_cost) for line in lines]
    count.value, count.absolute_value = sum(values, ZERO), sum((abs(one) for one in values), ZERO)
    save_row(count, ["state", "counted_at", "value", "absolute_value", "version"])
    differing = sum(line.difference != 0 for line in lines)
    event = CountFinished(document=count.ref, differences=differing, value=count.value)
    emit(event, actor=actor, at=at, changes=changes)
    if count.absolute_value <= count_settings().approval_value:
        return _approve_and_post(count, lines, actor=system_actor("counting"), at=at)
    facts = {"differences": differing, "value": count.value}
    alert = NewAlert(code=WAITS, subject=count.ref, role="warehouse_manager", facts=facts)
    raise_alert(alert=alert, actor=actor, at=at)
    return count


def _ask_recount(count: StockCount, lines: Sequence[StockCountLine], *, actor: Actor, at: datetime) -> None:
    changes = move_on(count, "ask_recount")
    save_row(count, ["state", "counted_at", "version"])
    for line in lines:
        line.needs_recount = True
    StockCountLine.objects.bulk_update(lines, ["needs_recount"])
    event = CountRecountAsked(document=count.ref, places=len(lines))
    emit(event, actor=actor, at=at, changes=changes)


@command("inventory.approve_count", "Approve differences of stock counts")
def recount(
    *,
    count_id: int,
    actor: Actor,
    line_ids: Sequence[int] = (),
    expected_version: int | None = None,
    at: datetime | None = None,
) -> StockCount:
    """Have places counted again whose difference is not believed: those named, or all that differ.

    Locks:  the count, its lines.
    Emits:  CountRecountAsked.
    Raises: IllegalTransition unless counted; Invalid for a line of another count; Conflict
            `nothing_to_count`.
    """
    at = at or timezone.now()
    count = locks.count_for_update(count_id, expected_version)
    if count.state != State.COUNTED:
        raise IllegalTransition(
            kind=count.ref.kind, action="recount", state=count.state, document=count.number
        )
    lines = {line.pk: line for line in locks.count_lines_for_update(count.pk)}
    if any(pk not in lines for pk in line_ids):
        raise Invalid.field("lines", _("This count has no such line."), "unknown")
    again = [lines[pk] for pk in sorted(set(line_ids))] or [
        line for line in lines.values() if line.difference != 0
    ]
    if not again:
        raise Conflict("nothing_to_count", warehouse=count.warehouse.code)
    _ask_recount(count, again, actor=actor, at=at)
    settle_alerts(code=WAITS, subjects=[count.ref], actor=actor, at=at)
    return count


@command("inventory.approve_count")
def approve_count(
    *, count_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> StockCount:
    """Believe the differences and post them.

    Locks:  the documents that may lose reservations (upward), the count, its lines, then their
            shipments, demands and balances.
    Emits:  CountApproved, CountPosted, StockMoved.
    Raises: IllegalTransition, also when it was posted before; Conflict `count_outdated`.
    """
    at = at or timezone.now()
    lock_above(count_id)
    count = locks.count_for_update(count_id, expected_version)
    return _approve_and_post(count, locks.count_lines_for_update(count.pk), actor=actor, at=at)


def _approve_and_post(
    count: StockCount, lines: Sequence[StockCountLine], *, actor: Actor, at: datetime
) -> StockCount:
    changes = move_on(count, "approve", at=at, by=actor.label[:150])
    save_row(count, ["state", "approved_at", "approved_by", "version"])
    emit(CountApproved(document=count.ref, value=count.value), actor=actor, at=at, changes=changes)
    post_differences(count, lines, actor=actor, at=at)
    settle_alerts(code=WAITS, subjects=[count.ref], actor=actor, at=at)
    return count


@command("inventory.approve_count")
def cancel_count(
    *,
    count_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> StockCount:
    """Give a count up; nothing of it is posted.

    Locks:  the count.
    Emits:  CountCancelled.
    Raises: IllegalTransition; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    count = locks.count_for_update(count_id, expected_version)
    changes = move_on(count, "cancel", reason=reason)
    save_row(count, ["state", "reason", "version"])
    StockCountLine.objects.filter(count=count).update(is_live=False, needs_recount=False)
    emit(CountCancelled(document=count.ref, reason=reason), actor=actor, at=at, changes=changes)
    settle_alerts(code=WAITS, subjects=[count.ref], actor=actor, at=at)
    return count
