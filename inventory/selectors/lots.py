"""Lots as readers see them: the list, where one came from, where it lies and who got it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.refs import DocumentRef
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import Balance, Lot, Move, PurchaseOrder, Receipt, Reservation, Shipment, Transfer

VIEW_LOT = "inventory.view_stock"
MOST_MOVES = 5000
ZERO = Decimal(0)


@dataclass(frozen=True)
class Origin:
    """A delivery that brought some of a lot. Units: base units of the item."""

    at: datetime
    kind: str
    quantity: Decimal
    document: DocumentRef | None
    supplier_code: str = ""
    supplier_name: str = ""


@dataclass(frozen=True)
class Delivery:
    """A shipment that took some of a lot to a customer, and what came back of it."""

    shipment: Shipment
    quantity: Decimal
    shipped_at: datetime


@dataclass(frozen=True)
class Trace:
    """The life of a lot: back to its suppliers, where it is, forward to the customers."""

    lot: Lot
    origins: list[Origin] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    in_transit: list[Transfer] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    used: Decimal = ZERO
    hidden_deliveries: int = 0

    @property
    def received(self) -> Decimal:
        """All that ever came."""
        return sum((one.quantity for one in self.origins), ZERO)

    @property
    def on_hand(self) -> Decimal:
        """What lies anywhere."""
        return sum((balance.on_hand for balance in self.balances), ZERO)

    @property
    def shipped(self) -> Decimal:
        """What the listed customers got."""
        return sum((one.quantity for one in self.deliveries), ZERO)


@document("lot", prefix="lot", permission=VIEW_LOT)
def visible_lots(actor: Actor) -> QuerySet[Lot]:
    """All lots, for those who may see stock."""
    if not actor.has(VIEW_LOT):
        return Lot.objects.none()
    return Lot.objects.all()


def lots_in_list(rows: QuerySet[Lot]) -> QuerySet[Lot]:
    """Lots with their item and what lies of them (`on_hand`), in one query."""
    held = Balance.objects.filter(lot=OuterRef("pk")).order_by().values("lot").annotate(q=Sum("on_hand"))
    return rows.select_related("item__unit").annotate(on_hand=Subquery(held.values("q")))


def lot_q(text: str) -> Q:
    """Lots by their code from its beginning, or by their product's SKU."""
    return Q(code__startswith=text) | Q(item__sku__iexact=text)


def documents_holding(lot_id: int) -> list[DocumentRef]:
    """The documents with reservations on a lot, the most urgent first."""
    columns = ("demand__document_kind", "demand__document_id", "demand__document_number")
    rows = Reservation.objects.filter(balance__lot_id=lot_id, balance__location__is_usable=True)
    found = rows.order_by("-demand__priority", "demand__promised_on", "pk").values_list(*columns)
    return [DocumentRef(*row) for row in dict.fromkeys(found)]


def expired_lots(today: date) -> list[tuple[int, date]]:
    """Lots past their expiry that still lie in usable places."""
    rows = Lot.objects.filter(
        is_blocked=False,
        expires_on__lt=today,
        balances__on_hand__gt=0,
        balances__location__is_usable=True,
    )
    return [(pk, on) for pk, on in rows.order_by("pk").values_list("pk", "expires_on").distinct() if on]


def lots_expiring(today: date, until: date) -> list[tuple[Lot, Decimal]]:
    """Lots that expire within a span, with what lies of them in usable places."""
    rows = (
        Lot.objects.filter(
            is_blocked=False,
            expires_on__gte=today,
            expires_on__lte=until,
            balances__location__is_usable=True,
        )
        .select_related("item")
        .annotate(left=Sum("balances__on_hand"))
        .filter(left__gt=0)
        .order_by("expires_on", "pk")
    )
    return [(lot, lot.left) for lot in rows[:MOST_MOVES]]  # type: ignore[attr-defined]  # computed for this row, not a column


def lot_trace(actor: Actor, lot: Lot) -> Trace:
    """Where a lot came from, where it is and who got it; of customers those whom the reader may see.

    Source: the ledger, which is never changed. Six queries, whatever the number of moves.
    """
    moves = list(Move.objects.filter(lot=lot).order_by("pk")[:MOST_MOVES])
    left = [move for move in moves if move.kind == Move.Kind.SHIPMENT]
    deliveries, hidden = _deliveries(actor, left)
    gone = {Move.Kind.ISSUE, Move.Kind.ADJUSTMENT, Move.Kind.CONSUMPTION}
    came = {Move.Kind.RECEIPT, Move.Kind.OPENING, Move.Kind.PRODUCTION}
    used = -sum((m.quantity for m in moves if m.kind in gone), ZERO)
    return Trace(
        lot=lot,
        origins=_origins([m for m in moves if m.kind in came and m.quantity > 0]),
        balances=list(
            Balance.objects.filter(lot=lot, on_hand__gt=0)
            .select_related("warehouse", "location")
            .order_by("warehouse__code", "location__code")
        ),
        in_transit=list(
            Transfer.objects.filter(lot=lot, received_at__isnull=True).select_related(
                "from_warehouse", "to_warehouse"
            )
        ),
        deliveries=deliveries,
        used=used,
        hidden_deliveries=hidden,
    )


def _origins(moves: list[Move]) -> list[Origin]:
    orders = {m.source_id or 0 for m in moves if m.source_kind == "purchase_order"}
    receipts = {m.source_id or 0 for m in moves if m.source_kind == "receipt"}
    suppliers = {
        ("purchase_order", row.pk): row.supplier
        for row in PurchaseOrder.objects.filter(pk__in=orders).select_related("supplier")
    } | {
        ("receipt", row.pk): row.supplier
        for row in Receipt.objects.filter(pk__in=receipts).select_related("supplier")
    }
    found = []
    for move in moves:
        supplier = suppliers.get((move.source_kind, move.source_id or 0))
        ref = None
        if move.source_kind and move.source_id:
            ref = DocumentRef(move.source_kind, move.source_id, move.source_number)
        found.append(
            Origin(
                move.at,
                move.kind,
                move.quantity,
                ref,
                supplier.code if supplier else "",
                supplier.name if supplier else "",
            )
        )
    return found


def _deliveries(actor: Actor, moves: list[Move]) -> tuple[list[Delivery], int]:
    """Per shipment what left; the shipments of customers out of the reader's scope are only counted."""
    by_shipment: dict[int, list[Move]] = {}
    for move in moves:
        by_shipment.setdefault(move.source_id or 0, []).append(move)
    rows = Shipment.objects.filter(pk__in=by_shipment).select_related("customer", "warehouse")
    if not actor.has("inventory.pick_shipment"):
        rows = rows.filter(customer_scope_q(actor, "customer__"))
    found = [
        Delivery(
            row,
            -sum((move.quantity for move in by_shipment[row.pk]), ZERO),
            min(move.at for move in by_shipment[row.pk]),
        )
        for row in rows.order_by(F("customer__name").asc(nulls_last=True), "pk")
    ]
    return found, len(by_shipment) - len(found)
