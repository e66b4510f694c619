"""The stock ledger and transfers as readers see them."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.fields import QuantityField
from inventory.models import Demand, Move, Reservation, Transfer, TransferOrder, TransferOrderLine

VIEW_LEDGER = declare_permission("inventory.view_ledger", "See the stock ledger and transfers")


@document("stock_move", prefix="mov", permission=VIEW_LEDGER)
def visible_moves(actor: Actor) -> QuerySet[Move]:
    """The whole ledger, for those who may see it."""
    if not actor.has(VIEW_LEDGER):
        return Move.objects.none()
    return Move.objects.all()


def moves_in_list(rows: QuerySet[Move]) -> QuerySet[Move]:
    """Moves with what a list shows of them, in one query."""
    return rows.select_related("item", "warehouse", "location", "lot")


@document("transfer", prefix="trf", key="number", permission=VIEW_LEDGER)
def visible_transfers(actor: Actor) -> QuerySet[Transfer]:
    """Goods in transit and arrived, by item and lot, for those who may see the ledger."""
    if not actor.has(VIEW_LEDGER):
        return Transfer.objects.none()
    return Transfer.objects.all()


@document("transfer_order", prefix="tro", key="number", permission=VIEW_LEDGER)
def visible_transfer_orders(actor: Actor) -> QuerySet[TransferOrder]:
    """Transfers between warehouses as documents, for those who may see the ledger."""
    if not actor.has(VIEW_LEDGER):
        return TransferOrder.objects.none()
    return TransferOrder.objects.all()


def transfer_orders_in_list(rows: QuerySet[TransferOrder]) -> QuerySet[TransferOrder]:
    """Transfers with what a list shows of them, in one query."""
    return rows.select_related("from_warehouse", "to_warehouse").annotate(line_count=Count("lines"))


def transfer_orders_in_full(rows: QuerySet[TransferOrder]) -> QuerySet[TransferOrder]:
    """Transfers with their lines and what is reserved for each, in four queries."""
    reserved = Demand.objects.filter(source_kind="transfer_order_line", source_id=OuterRef("pk"))
    lines = TransferOrderLine.objects.select_related("item__unit", "lot").annotate(
        reserved=Coalesce(Subquery(reserved.values("reserved")), Value(0), output_field=QuantityField())
    )
    return rows.select_related("from_warehouse", "to_warehouse").prefetch_related(
        Prefetch("lines", queryset=lines.order_by("line_no"))
    )


def transfer_places(order: TransferOrder) -> list[Reservation]:
    """Where the goods reserved for a transfer lie, in walking order: what to take from where."""
    rows = Reservation.objects.filter(demand__document_kind="transfer_order", demand__document_id=order.pk)
    return list(
        rows.select_related("balance__location", "balance__lot", "balance__item__unit", "demand").order_by(
            "balance__location__pick_sequence", "balance__location__code", "pk"
        )
    )


def transfers_in_list(rows: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """Transfers with what a list shows of them, in one query."""
    return rows.select_related("item", "lot", "from_warehouse", "to_warehouse", "line__order")


def transfers_of(moves: list[Move]) -> dict[int, Transfer]:
    """The transfers behind moves, by their key, in one query."""
    wanted = {move.source_id for move in moves if move.source_kind == "transfer" and move.source_id}
    return transfers_in_list(Transfer.objects.all()).in_bulk(wanted) if wanted else {}


def transfer_of_move(move_id: int) -> int | None:
    """The transfer that a move belongs to, if it belongs to one."""
    row = Move.objects.filter(pk=move_id, source_kind="transfer").values_list("source_id", flat=True)
    return row.first()
