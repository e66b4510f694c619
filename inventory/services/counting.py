"""What counters found: answers of a count, line by line, checked and written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX
from inventory import locks
from inventory.events import (
    CountRecorded,
)
from inventory.models import (
    Item,
    Location,
    Lot,
    StockCount,
    StockCountEntry,
    StockCountLine,
)
from inventory.selectors.counts import abc_classes, count_settings, shelf_quantities

ZERO = Decimal(0)
CLOCK_SKEW = timedelta(minutes=5)
State = StockCount.State


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
        raise IllegalTransition(kind=count.ref.kind, action="count", state=count.state, document=count.number)
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
