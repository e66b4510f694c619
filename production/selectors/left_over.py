"""Supply that was asked for on behalf of a document which needs less of it by now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import Coalesce, RowNumber

from erp.core.refs import DocumentRef
from inventory.models import Demand, ExpectedSupply, Item, Peg, PurchaseRequisition, RequisitionNeed
from inventory.selectors.purchases import COMING, open_reductions
from production.models import WorkOrder
from production.models.work_order import KIND
from production.selectors.work_orders import in_list, surplus_of, unneeded

ZERO = Decimal(0)
MOST_LEVELS = 10
MOST_ROWS = 200
MOST_TAKERS = 20
REQUISITION = SOURCE = "purchase_requisition"
LINE = "purchase_order_line"
_COMING = ("draft", "submitted", "approved", "ordered")


@dataclass(frozen=True)
class LeftOver:
    """A work order or requisition of which so much is left over: what it is, and whom it was for."""

    kind: str
    row_id: int
    number: str
    version: int
    state: str
    item: Item
    warehouse_id: int
    quantity: Decimal
    whole: Decimal
    due_on: date
    document: DocumentRef
    supply_id: int | None
    ordered_with: str
    has_begun: bool
    line_no: int = 0
    is_with_supplier: bool = False
    line_left: Decimal = ZERO
    is_shared: bool = False
    asked_less: Decimal | None = None

    @property
    def may_shrink(self) -> bool:
        """Whether less of it can be asked for here; what a supplier has is changed at the purchase order."""
        return not self.ordered_with and not self.has_begun

    @property
    def may_ask(self) -> bool:
        """Whether the supplier who has the order can be asked for less."""
        return self.is_with_supplier and self.asked_less is None

    @property
    def may_ask_all(self) -> bool:
        """Whether the supplier can be asked to cancel the line: nobody needs anything of it."""
        return self.may_ask and not self.is_shared and self.quantity >= min(self.whole, self.line_left)

    @property
    def may_cancel(self) -> bool:
        """Whether all of it can be given up here."""
        return self.may_shrink and self.quantity >= self.whole


def left_over(*, order: DocumentRef | None = None) -> list[LeftOver]:
    """What is left over, most urgent first: of an order and all that was made or bought for it, or of all.

    At most 200 of each kind; six statements, for one order one more per level of work orders.
    """
    family = None if order is None else _family(order)
    return [*_work_orders(family), *_requisitions(order, family)]


def left_over_of(kind: str, row_id: int, document_number: str = "") -> LeftOver | None:
    """What is left over of one work order or requisition; of a requisition for many, for the one named."""
    found = _work_orders({row_id}) if kind == KIND else _requisitions(None, None, row_id)
    return next((one for one in found if document_number in {"", one.document.number}), None)


def _family(order: DocumentRef) -> set[int]:
    """The work orders made for an order, and for these, level by level."""
    found: set[int] = set()
    border: Collection[int] = WorkOrder.objects.filter(
        document_kind=order.kind, document_id=order.id
    ).values_list("pk", flat=True)
    for _level in range(MOST_LEVELS):
        new = set(border) - found
        if not new:
            break
        found |= new
        border = WorkOrder.objects.filter(document_kind=KIND, document_id__in=new).values_list(
            "pk", flat=True
        )
    return found


def _work_orders(family: set[int] | None) -> list[LeftOver]:
    rows = unneeded(in_list(WorkOrder.objects.all()))
    if family is not None:
        rows = rows.filter(pk__in=family)
    rows = rows.order_by("due_on", "pk")[:MOST_ROWS]
    supplies = dict(
        ExpectedSupply.objects.filter(source_kind=KIND, source_id__in=[row.pk for row in rows]).values_list(
            "source_id", "pk"
        )
    )
    return [_of_work_order(row, supplies.get(row.pk)) for row in rows]


def _of_work_order(row: WorkOrder, supply_id: int | None) -> LeftOver:
    return LeftOver(
        kind=KIND,
        row_id=row.pk,
        number=row.number,
        version=row.version,
        state=row.state,
        item=row.item,
        warehouse_id=row.warehouse_id,
        quantity=surplus_of(row),
        whole=row.quantity,
        due_on=row.due_on,
        document=row.document or row.ref,
        supply_id=supply_id,
        ordered_with="",
        has_begun=row.reported > 0 or any(step.done > 0 for step in row.operations.all()),
    )


def _requisitions(
    order: DocumentRef | None, family: set[int] | None, only: int | None = None
) -> list[LeftOver]:
    wanted = (
        Demand.objects.filter(
            document_kind=OuterRef("document_kind"),
            document_id=OuterRef("document_id"),
            item=OuterRef("requisition__item"),
            warehouse=OuterRef("requisition__warehouse"),
        )
        .order_by()
        .values("document_id")
        .annotate(total=Sum(F("quantity") - F("cancelled")))
        .values("total")
    )
    coming = ExpectedSupply.objects.filter(
        source_kind=LINE, source_id=OuterRef("requisition__purchase_line_id"), is_open=True
    ).filter(quantity__gt=F("received"))
    rows = RequisitionNeed.objects.filter(requisition__state__in=_COMING, document_kind__in=["order", KIND])
    if only is not None:
        rows = rows.filter(requisition_id=only)
    if order is not None:
        own = Q(document_kind=order.kind, document_id=order.id)
        rows = rows.filter(own | Q(document_kind=KIND, document_id__in=family or ()))
    rows = rows.annotate(wanted=Coalesce(Subquery(wanted), ZERO), comes=Exists(coming))
    rows = rows.filter(quantity__gt=F("wanted")).exclude(requisition__state="ordered", comes=False)
    rows = rows.select_related("requisition__item__unit", "requisition__purchase_line__purchase_order")
    found = list(rows.order_by("requisition__needed_on", "pk")[:MOST_ROWS])
    supplies = _supplies_of(found)
    lines = [need.requisition.purchase_line for need in found if need.requisition.purchase_line]
    asked = {one.line_id: one.quantity for one in open_reductions({line.purchase_order_id for line in lines})}
    sharing: Counter[int | None] = Counter(
        PurchaseRequisition.objects.filter(purchase_line__in=lines).values_list("purchase_line_id", flat=True)
    )
    return [_with_supplier(_of_need(need, supplies), need, asked, sharing) for need in found]


def _with_supplier(
    one: LeftOver, need: RequisitionNeed, asked: Mapping[int, Decimal], sharing: Mapping[int | None, int]
) -> LeftOver:
    """What is to be known of the purchase order line that serves it."""
    line = need.requisition.purchase_line
    if line is None:
        return one
    return replace(
        one,
        line_no=line.line_no,
        is_with_supplier=line.purchase_order.state in COMING and not line.is_closed_short,
        line_left=line.quantity - line.received,
        is_shared=sharing[line.pk] > 1,
        asked_less=asked.get(line.pk),
    )


def _supplies_of(needs: Sequence[RequisitionNeed]) -> dict[tuple[str, int], ExpectedSupply]:
    lines = [need.requisition.purchase_line_id for need in needs if need.requisition.purchase_line_id]
    wanted = Q(source_kind=SOURCE, source_id__in=[need.requisition_id for need in needs])
    wanted |= Q(source_kind=LINE, source_id__in=lines)
    rows = ExpectedSupply.objects.filter(wanted, is_open=True)
    return {(row.source_kind, row.source_id): row for row in rows}


def _of_need(need: RequisitionNeed, supplies: dict[tuple[str, int], ExpectedSupply]) -> LeftOver:
    row, line = need.requisition, need.requisition.purchase_line
    supply = supplies.get((LINE, line.pk)) if line else supplies.get((SOURCE, row.pk))
    quantity = need.quantity - need.wanted  # type: ignore[attr-defined]  # annotated by _requisitions
    if line is not None and supply is not None:
        quantity = min(quantity, supply.quantity - supply.received)
    return LeftOver(
        kind=REQUISITION,
        row_id=row.pk,
        number=row.number,
        version=row.version,
        state=row.state,
        item=row.item,
        warehouse_id=row.warehouse_id,
        quantity=quantity,
        whole=row.quantity,
        due_on=supply.due_on if supply else row.needed_on,
        document=need.document,
        supply_id=supply.pk if supply else None,
        ordered_with=line.purchase_order.number if line else "",
        has_begun=False,
    )


Lacking = tuple[DocumentRef, Decimal, date]


def who_lacks(rows: Sequence[LeftOver]) -> dict[tuple[int, int], list[Lacking]]:
    """Orders that lack the same items and wait for nothing yet, by item and warehouse, most urgent first.

    At most 20 a place; one statement.
    """
    pegged = Peg.objects.filter(demand=OuterRef("pk"), supply__is_open=True).order_by().values("demand")
    demands = Demand.objects.filter(
        item__in={one.item.pk for one in rows}, warehouse_id__in={one.warehouse_id for one in rows},
        document_kind="order", kit=None,
    ).annotate(
        lacks=F("quantity") - F("shipped") - F("cancelled") - F("reserved")
        - Coalesce(Subquery(pegged.annotate(total=Sum("quantity")).values("total")), ZERO)
    )  # fmt: skip
    turn = Window(RowNumber(), partition_by=["item", "warehouse"], order_by=["needed_on", "pk"])
    first = demands.filter(lacks__gt=0).annotate(turn=turn).filter(turn__lte=MOST_TAKERS)
    found: dict[tuple[int, int], list[Lacking]] = defaultdict(list)
    for row in first.order_by("needed_on", "pk"):
        found[row.item_id, row.warehouse_id].append((row.document, row.lacks, row.needed_on))
    return found
