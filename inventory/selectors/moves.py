"""The stock ledger and transfers as readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from inventory.models import Move, Transfer

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
    """Goods sent between warehouses, for those who may see the ledger."""
    if not actor.has(VIEW_LEDGER):
        return Transfer.objects.none()
    return Transfer.objects.all()


def transfers_in_list(rows: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """Transfers with what a list shows of them, in one query."""
    return rows.select_related("item", "lot", "from_warehouse", "to_warehouse")


def transfers_of(moves: list[Move]) -> dict[int, Transfer]:
    """The transfers behind moves, by their key, in one query."""
    wanted = {move.source_id for move in moves if move.source_kind == "transfer" and move.source_id}
    return transfers_in_list(Transfer.objects.all()).in_bulk(wanted) if wanted else {}


def transfer_of_move(move_id: int) -> int | None:
    """The transfer that a move belongs to, if it belongs to one."""
    row = Move.objects.filter(pk=move_id, source_kind="transfer").values_list("source_id", flat=True)
    return row.first()
