"""Writes the work orders of the files: closed ones with what they brought, open ones with what they took."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.copy import copy_rows, take_keys
from erp.core.models import LoggedEvent
from erp.core.refs import DocumentRef
from inventory.models import Demand, ExpectedSupply, Item, Move, Warehouse
from inventory.models.demand import ONLY_BY_HAND
from orders.services.dataset.calendar import LoadCalendar
from orders.services.dataset.stock import SOURCE, Places
from orders.services.dataset.structure import STEP, Structure
from orders.services.dataset.work_orders import Making, Part, finished_steps, parts_in_force
from orders.services.history import HistoricMove, write_history
from production.models import Operation, WorkOrder, WorkOrderComponent, WorkReport
from production.models.work_order import COMPONENT, KIND

ZERO, MILLIONTH, TEN_PLACES = Decimal(0), Decimal("0.000001"), Decimal("0.0000000001")
AT_ONCE = 10_000
ORDER = (
    "id", "number", "item_id", "bom_id", "routing_id", "warehouse_id", "quantity", "good", "scrapped",
    "state", "release_on", "due_on", "reason", "issued_value", "received_value", "settled_value",
    "created_by", "created_at", "released_at", "started_at", "completed_at", "closed_at",
)  # fmt: skip
OPERATION = (
    "id", "work_order_id", "number", "work_center_id", "name", "setup_minutes", "state", "good", "scrapped",
    "started_at", "finished_at", "said_at",
)  # fmt: skip
PART = (
    "id", "work_order_id", "line_no", "item_id", "quantity_per", "quantity", "issued", "is_backflushed",
    "demand_id",
)  # fmt: skip
DEMAND = (
    "id", "source_kind", "source_id", "document_kind", "document_id", "document_number", "line_no", "item_id",
    "warehouse_id", "due_on", "quantity", "shipped", "reserve_on", "created_at",
)  # fmt: skip
SUPPLY = (
    "source_kind", "source_id", "document_kind", "document_id", "document_number", "kind", "item_id",
    "warehouse_id", "due_on", "quantity", "received", "is_open",
)  # fmt: skip
REPORT = ("operation_id", "kind", "state", "good", "scrap", "reason", "at", "received_at")
EVENT = (
    "uid", "at", "name", "document_kind", "document_id", "document_number", "about_kind", "about_id",
    "about_number", "actor_kind", "actor_id", "actor_label", "actor_via", "facts", "changes",
)  # fmt: skip


def number_of(row: Any) -> str:
    """The number of a work order of the files; never one of the product's own series."""
    return f"WO{row.work_order_id:06d}"


def load_work_orders(
    making: Making,
    calendar: LoadCalendar,
    *,
    items: dict[int, int],
    structure: Structure,
    places: Places,
    actor: Actor,
) -> int:
    """Write the work orders that were begun by the day of the load and are not there; gives how many.

    Finished ones are closed: their pieces are in the ledger, their components are not, because the files
    don't tell them. Open ones have taken their components by the bill in force. A batch is a transaction.
    """
    known = set(WorkOrder.objects.filter(number__startswith="WO0").values_list("number", flat=True))
    fresh = [row for row in making.begun(calendar) if number_of(row) not in known]
    scribe = _Scribe(
        making=making, calendar=calendar, items=items, structure=structure, places=places, actor=actor
    )
    for begins in range(0, len(fresh), AT_ONCE):
        scribe.write(fresh[begins : begins + AT_ONCE], actor=actor)
    return len(fresh)


@command("orders.import_history")
def load_used_up(
    making: Making,
    calendar: LoadCalendar,
    used: dict[int, Decimal],
    *,
    items: dict[int, int],
    places: Places,
    actor: Actor,
) -> None:
    """Write off what was made and is neither on hand nor shipped: production used it, for what is unknown.

    Month by month, as it was made, so that stock was what it was to about a month's work.
    """
    reason = _("Used by production before the take-over")
    if not used or Move.objects.filter(kind=Move.Kind.ISSUE, source_kind=SOURCE).exists():
        return
    moves = [
        HistoricMove(
            item_id=items[product],
            location_id=places.ships_from[product],
            at=calendar.at(day, 18),
            quantity=-quantity,
            kind="issue",
            against="opening",
            reason=reason,
            source_kind=SOURCE,
        )
        for product, day, quantity in used_by_month(making, calendar, used)
    ]
    write_history(orders=(), moves=moves, actor=actor, via="load_dataset")


def used_by_month(
    making: Making, calendar: LoadCalendar, used: dict[int, Decimal]
) -> Iterator[tuple[int, date, Decimal]]:
    """What was used of each product, spread over the months by what was made in them: on their last days."""
    made: dict[int, dict[tuple[int, int], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    last: dict[tuple[int, int], date] = {}
    for row in making.begun(calendar):
        if calendar.has_come(row.end_date) and row.product_id in used:
            month = (row.end_date.year, row.end_date.month)
            made[row.product_id][month] += row.stocked_qty
            last[month] = max(row.end_date, last.get(month, row.end_date))
    for product, months in sorted(made.items()):
        share, left = used[product] / sum(months.values()), used[product]
        for month in sorted(months):
            is_last = month == max(months)
            quantity = left if is_last else (months[month] * share).to_integral_value(ROUND_DOWN)
            left -= quantity
            if quantity:
                yield product, last[month], quantity


class _Scribe:
    """Turns work orders of the files into rows, a batch at a time."""

    def __init__(
        self,
        *,
        making: Making,
        calendar: LoadCalendar,
        items: dict[int, int],
        structure: Structure,
        places: Places,
        actor: Actor,
    ) -> None:
        self.making, self.calendar, self.items, self.structure = making, calendar, items, structure
        self.places, self.actor = places, actor
        self.bills = parts_in_force()
        self.costs = dict(Item.objects.values_list("pk", "standard_cost"))
        self.skus = dict(Item.objects.values_list("pk", "sku"))
        self.warehouse = Warehouse.objects.get(is_default=True).pk
        self.place_of = {items[product]: place for product, place in places.ships_from.items()}
        self.rows: dict[type[Any], list[tuple[Any, ...]]] = defaultdict(list)
        self.moves: list[HistoricMove] = []

    @command("orders.import_history")
    def write(self, batch: Sequence[Any], *, actor: Actor) -> None:
        """One batch with its moves, in one transaction."""
        self.rows.clear()
        self.moves.clear()
        keys = take_keys(WorkOrder, len(batch))
        self.step_keys = iter(
            take_keys(
                Operation, sum(max(1, len(self.making.steps.get(row.work_order_id, ()))) for row in batch)
            )
        )
        self.part_keys = self._part_keys(batch)
        for key, row in zip(keys, batch, strict=True):
            self._tell(key, row)
        for model, columns in (
            (WorkOrder, ORDER), (Operation, OPERATION), (Demand, DEMAND), (WorkOrderComponent, PART),
            (ExpectedSupply, SUPPLY), (WorkReport, REPORT), (LoggedEvent, EVENT),
        ):  # fmt: skip
            copy_rows(model, columns, self.rows[model])
        write_history(orders=(), moves=self.moves, actor=actor, via="load_dataset")

    def _part_keys(self, batch: Sequence[Any]) -> Iterator[tuple[int, int]]:
        count = sum(len(self._parts(row)) for row in batch if not self.calendar.has_come(row.end_date))
        return zip(take_keys(WorkOrderComponent, count), take_keys(Demand, count), strict=True)

    def _parts(self, row: Any) -> list[Part]:
        return self.bills.get(self.items[row.product_id], (0, []))[1]

    def _tell(self, key: int, row: Any) -> None:
        calendar, item, number = self.calendar, self.items[row.product_id], number_of(row)
        is_done = calendar.has_come(row.end_date)
        good, scrap = (row.stocked_qty, row.scrapped_qty) if is_done else (ZERO, ZERO)
        begun, ended = calendar.at(row.start_date, 8), calendar.at(row.end_date, 16) if is_done else None
        received = round(good * self.costs[item], 4)
        issued = ZERO if is_done else self._take(key, row, number, begun)
        self.rows[WorkOrder].append(
            (key, number, item, self.bills.get(item, (None,))[0], self.structure.routings.get(row.product_id),
             self.warehouse, row.order_qty, good, scrap, "closed" if is_done else "in_progress",
             calendar.day(row.start_date), calendar.day(row.due_date), "", issued, received, -received,
             self.actor.label, begun, begun, begun, ended, ended)
        )  # fmt: skip
        quantity = good if is_done else row.order_qty
        self.rows[ExpectedSupply].append(
            (KIND, key, KIND, key, number, KIND, item, self.warehouse, calendar.day(row.due_date), quantity,
             good, not is_done)
        )  # fmt: skip
        if good:
            self._move(item, DocumentRef(KIND, key, number), "production", good, ended or begun)
        self._steps(key, row, is_done=is_done)
        self._events(key, row, number, begun, ended)

    def _move(self, item: int, source: DocumentRef, kind: str, quantity: Decimal, at: datetime) -> None:
        self.moves.append(
            HistoricMove(
                item_id=item, location_id=self.place_of[item], at=at, quantity=quantity, kind=kind,
                against="opening" if kind == "production" else "", source_kind=source.kind,
                source_id=source.id, source_number=source.number,
            )
        )  # fmt: skip

    def _take(self, key: int, row: Any, number: str, at: datetime) -> Decimal:
        """Components that an open work order has taken; gives their value."""
        value, due_on = ZERO, self.calendar.day(row.start_date)
        for place, part in enumerate(self._parts(row), start=1):
            quantity = (part.per * row.order_qty).quantize(MILLIONTH, ROUND_HALF_UP)
            if part.item_id not in self.place_of or quantity <= 0:
                continue
            part_key, demand = next(self.part_keys)
            self.rows[Demand].append(
                (demand, COMPONENT, part_key, KIND, key, number, place, part.item_id, self.warehouse, due_on,
                 quantity, quantity, ONLY_BY_HAND, at)
            )  # fmt: skip
            per = part.per.quantize(TEN_PLACES)
            self.rows[WorkOrderComponent].append(
                (part_key, key, place, part.item_id, per, quantity, quantity, False, demand)
            )
            self._move(part.item_id, DocumentRef(KIND, key, number), "consumption", -quantity, at)
            value += round(quantity * self.costs[part.item_id], 4)
        return value

    def _steps(self, key: int, row: Any, *, is_done: bool) -> None:
        """The operations, or the one of making it, and what was reported of those that are done."""
        calendar, steps = self.calendar, self.making.steps.get(row.work_order_id, [])
        count = max(1, len(steps))
        done = count if is_done else finished_steps(row, count, calendar)
        write, report = self.rows[Operation].append, self.rows[WorkReport].append
        for place in range(count):
            step_key = next(self.step_keys)
            step = steps[place] if steps else None
            center = self.structure.centers.get(step.location_id) if step else None
            is_last, is_finished = place == count - 1, place < done
            begun, ended = row.start_date, row.end_date
            if step is not None and is_done:
                ended = max(begun, min(step.actual_end, ended))
                begun = min(max(step.actual_start, begun), ended)
            spoiled = row.scrapped_qty if is_done and is_last else ZERO
            finished_at = calendar.at(ended, 15) if is_finished else None
            good = row.order_qty - spoiled if is_finished else ZERO
            write(
                (step_key, key, step.operation_seq * STEP if step else STEP, center,
                 self.structure.names.get(center or 0, _("Make")), step.actual_hours * 60 if step else ZERO,
                 "finished" if is_finished else "pending", good, spoiled,
                 calendar.at(begun, 9) if is_finished else None, finished_at, finished_at)
            )  # fmt: skip
            if is_finished:
                reason = self.making.reasons.get(row.scrap_reason_id or 0, "")[:200] if spoiled else ""
                report((step_key, "report", "applied", good, spoiled, reason, finished_at, finished_at))

    def _events(self, key: int, row: Any, number: str, begun: datetime, ended: datetime | None) -> None:
        actor, write = self.actor, self.rows[LoggedEvent].append
        ref, by = (KIND, key, number), (actor.kind, actor.user_id, actor.label, "load_dataset")
        facts = {"product": self.skus[self.items[row.product_id]], "quantity": str(row.order_qty)}
        started = {"state": ["", "in_progress"]}
        write((uuid.uuid4(), begun, "work_order.created", *ref, *ref, *by, facts, started))
        if ended is not None:
            facts = {"good": str(row.stocked_qty), "scrapped": str(row.scrapped_qty), "short": "0"}
            closed = {"state": ["in_progress", "closed"]}
            write((uuid.uuid4(), ended, "work_order.completed", *ref, *ref, *by, facts, closed))
