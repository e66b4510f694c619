"""Stock counts: made and handed out, counted blind, counted again, approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import need_reason
from erp.core.rows import save_row
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory import locks
from inventory.events import (
    CountApproved,
    CountCancelled,
    CountFinished,
    CountOpened,
    CountRecorded,
    CountRecountAsked,
)
from inventory.models import (
    Balance,
    Item,
    Location,
    Lot,
    StockCount,
    StockCountEntry,
    StockCountLine,
    Warehouse,
)
from inventory.selectors.counts import abc_classes, count_settings, due_places, shelf_quantities
from inventory.services.count_posting import lock_above, post_differences

ZERO = Decimal(0)
MOST_PLACES = 5_000
CLOCK_SKEW = timedelta(minutes=5)
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


@dataclass(frozen=True)
class CountAnswer:
    """What a counter found: at a line of the list, or somewhere else (item, location, lot).

    `at` is when it was counted, for answers that waited on a device without a connection.
    """

    quantity: Decimal
    line_id: int | None = None
    item: Item | None = None
    location: Location | None = None
    lot: str = ""
    reason: str = ""
    at: datetime | None = None


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
    _write(count, places)
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


def _write(count: StockCount, places: Sequence[tuple[tuple[int, int, int | None], str]]) -> None:
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
def record_counts(
    *,
    count_id: int,
    answers: Sequence[CountAnswer],
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> StockCount:
    """Write down what was found; what the books say of the same moment is kept beside it.

    While the count is open an answer may be corrected by another one. In a recount only the places
    that have to be counted again are taken, from another person where the settings say so.

    Locks:  the count, its lines.
    Emits:  CountRecorded.
    Raises: IllegalTransition; Invalid on `lines[n]`; Conflict `same_counter`, `place_in_other_count`.
    """
    at = at or timezone.now()
    count = locks.count_for_update(count_id, expected_version)
    if count.state not in {State.OPEN, State.RECOUNT}:
        raise IllegalTransition(action="count", state=count.state, document=count.number)
    if not answers:
        raise Invalid.field("lines", _("Give at least one quantity."), "empty")
    lines = {line.pk: line for line in locks.count_lines_for_update(count.pk)}
    asked = [
        (_line_of(count, lines, answer, f"lines[{n}]"), answer, _moment(count, answer, at, f"lines[{n}]"))
        for n, answer in enumerate(answers)
    ]
    if len({line.pk for line, _answer, _moment_ in asked}) < len(asked):
        raise Invalid.field("lines", _("A place is there twice."), "twice")
    settings = count_settings()
    for n, (line, answer, _when) in enumerate(asked):
        _check_answer(count, line, answer, actor, settings.recount_by_other, f"lines[{n}]")
    expected = shelf_quantities([(line.place, when) for line, _answer, when in asked])
    entries = []
    for (line, answer, when), shelf in zip(asked, expected, strict=True):
        line.expected, line.counted, line.counted_at = shelf, answer.quantity, when
        line.counted_by_id, line.reason = actor.user_id, answer.reason[:200] or line.reason
        line.rounds += line.needs_recount or line.rounds == 0
        line.needs_recount = False
        line.is_accurate = is_within(answer.quantity, shelf, settings.tolerance_of(line.abc_class))
        entries.append(_entry(line, actor))
    fields = ["expected", "counted", "counted_at", "counted_by", "reason", "rounds", "needs_recount"]
    StockCountLine.objects.bulk_update([line for line, *_rest in asked], [*fields, "is_accurate"])
    StockCountEntry.objects.bulk_create(entries)
    emit(CountRecorded(document=count.ref, places=len(asked)), actor=actor, at=at)
    return count


def _entry(line: StockCountLine, actor: Actor) -> StockCountEntry:
    return StockCountEntry(
        line=line,
        round=line.rounds,
        expected=line.expected or ZERO,
        counted=line.counted or ZERO,
        at=line.counted_at or timezone.now(),
        by_id=actor.user_id,
        by_label=actor.label[:150],
    )


def is_within(counted: Decimal, expected: Decimal, tolerance: Decimal) -> bool:
    """Whether a difference is within so many percent of what was expected."""
    return abs(counted - expected) <= expected * tolerance / 100


def _moment(count: StockCount, answer: CountAnswer, now: datetime, path: str) -> datetime:
    """When the answer was counted: not in the future and not before the count was handed out.

    Raises: Invalid.
    """
    when = answer.at or now
    if when > now + CLOCK_SKEW:
        raise Invalid.field(f"{path}.at", _("Lies in the future."), "in_the_future")
    if count.opened_at is not None and when < count.opened_at - CLOCK_SKEW:
        raise Invalid.field(f"{path}.at", _("Lies before the count was handed out."), "too_early")
    return min(when, now)


def _line_of(
    count: StockCount, lines: dict[int, StockCountLine], answer: CountAnswer, path: str
) -> StockCountLine:
    """The line an answer is about; a place that is not on the list gets one."""
    if answer.line_id is not None:
        if answer.line_id not in lines:
            raise Invalid.field(f"{path}.line", _("This count has no such line."), "unknown")
        return lines[answer.line_id]
    if answer.item is None or answer.location is None:
        raise Invalid.field(f"{path}.line", _("Name a line, or a product and a location."), "required")
    lot = _lot(answer, path)
    place = (answer.item.pk, answer.location.pk, lot.pk if lot else None)
    known = next((line for line in lines.values() if line.place == place), None)
    if known is None:
        known = _found(count, answer, lot, path)
        lines[known.pk] = known
    return known


def _lot(answer: CountAnswer, path: str) -> Lot | None:
    item = answer.item
    if item is None or item.tracking == Item.Tracking.NONE:
        if answer.lot:
            raise Invalid.field(f"{path}.lot", _("This product is not tracked by lot."), "not_tracked")
        return None
    lot = Lot.objects.filter(item=item, code=answer.lot).first()
    if lot is None:
        text = _("There is no such lot of this product.")
        raise Invalid.field(f"{path}.lot", text, "unknown_lot" if answer.lot else "lot_required")
    return lot


def _found(count: StockCount, answer: CountAnswer, lot: Lot | None, path: str) -> StockCountLine:
    """A line for something that was not on the list.

    Raises: Invalid; Conflict `place_in_other_count`.
    """
    item, location = answer.item, answer.location
    assert item is not None and location is not None  # noqa: S101 -- narrows the type; asked before
    if location.warehouse_id != count.warehouse_id:
        raise Invalid.field(f"{path}.location", _("This warehouse has no such location."), "unknown")
    if item.kind != Item.Kind.STOCKED:
        raise Invalid.field(f"{path}.product", _("Only stocked products have stock."), "not_stocked")
    if count.state != State.OPEN:
        raise Invalid.field(f"{path}.product", _("In a recount nothing new is taken up."), "not_on_list")
    place = {"item": item, "location": location, "lot": lot}
    if StockCountLine.objects.filter(**place, is_live=True).exists():
        raise Conflict("place_in_other_count", product=item.sku, location=location.code)
    return StockCountLine.objects.create(
        count=count, **place, is_found=True, abc_class=abc_classes(now=timezone.now()).get(item.pk, "C")
    )


def _check_answer(  # noqa: PLR0917 -- reads as one sentence
    count: StockCount, line: StockCountLine, answer: CountAnswer, actor: Actor, by_other: bool, path: str
) -> None:
    if answer.quantity < 0:
        raise Invalid.field(f"{path}.quantity", _("Must not be negative."), "negative")
    if answer.quantity > QUANTITY_MAX:
        raise Invalid.field(f"{path}.quantity", _("Is too large."), "too_large")
    if line.item.tracking == Item.Tracking.SERIAL and answer.quantity not in {0, 1}:
        text = _("A serial number stands for exactly one piece.")
        raise Invalid.field(f"{path}.quantity", text, "serial_is_one")
    if count.state == State.RECOUNT:
        if not line.needs_recount:
            raise Invalid.field(f"{path}.line", _("This place is counted already."), "not_asked")
        if by_other and line.counted_by_id is not None and line.counted_by_id == actor.user_id:
            raise Conflict("same_counter", location=line.location.code, product=line.item.sku)


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
        raise IllegalTransition(action="finish", state=count.state, document=count.number)
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
        raise IllegalTransition(action="recount", state=count.state, document=count.number)
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


@dataclass(frozen=True)
class Proposal:
    """Counts that were proposed, by warehouse code."""

    counts: dict[str, str] = field(default_factory=dict)


@command("inventory.approve_count")
def propose_counts(*, actor: Actor, at: datetime | None = None) -> Proposal:
    """Make one draft per warehouse of the places that are due, unless one waits already.

    Running it again the same day makes nothing new while a proposal is not handed out.
    """
    at = at or timezone.now()
    today, settings = business_day(at), count_settings()
    if settings.lines_a_day == 0:
        return Proposal()
    classes, made = abc_classes(now=at, settings=settings), {}
    for warehouse in Warehouse.objects.filter(is_active=True).order_by("pk"):
        if StockCount.objects.filter(warehouse=warehouse, state=State.DRAFT, is_proposed=True).exists():
            continue
        due = due_places(
            warehouse_id=warehouse.pk,
            today=today,
            classes=classes,
            settings=settings,
            limit=settings.lines_a_day,
        )
        if due:
            count = StockCount(
                number=next_number("count"),
                warehouse=warehouse,
                is_proposed=True,
                due_on=today,
                created_by=actor.label[:150],
            )
            _write(count, [(one.place, one.abc_class) for one in due])
            made[warehouse.code] = count.number
    return Proposal(made)


@command()
def propose_spot_count(
    *,
    warehouse_id: int,
    places: Sequence[tuple[int, int, int | None]],
    note: str,
    actor: Actor,
    at: datetime | None = None,
) -> StockCount | None:
    """Draft a count of places where a picker found less than the books say, so that somebody looks.

    Places that an unfinished count has already are left to that one; None when all of them are.
    """
    at = at or timezone.now()
    live = set(
        StockCountLine.objects.filter(is_live=True, item_id__in=[place[0] for place in places]).values_list(
            "item_id", "location_id", "lot_id"
        )
    )
    wanted = sorted(set(places) - live, key=lambda place: (place[1], place[0], place[2] or 0))
    if not wanted:
        return None
    classes = abc_classes(now=at)
    count = StockCount(
        number=next_number("count"),
        warehouse=Warehouse.objects.get(pk=warehouse_id),
        is_proposed=False,
        due_on=business_day(at),
        note=note[:200],
        created_by=actor.label[:150],
    )
    _write(count, [(place, classes.get(place[0], "C")) for place in wanted])
    return count
