"""What the stock does with its own news after the commit."""

from datetime import datetime

from erp.core.actor import Actor, system_actor
from erp.core.errors import Conflict
from erp.core.events import Event, deferred, inline
from erp.core.outbox import StoredEvent
from erp.masterdata.events import SupplierChanged, SupplierCreated
from inventory.events import ExemptionChanged, PurchaseMailAsked, ShipmentShort
from inventory.services.backorders import fill_backorders
from inventory.services.count_proposals import propose_spot_count
from inventory.services.exemption_supply import follow_exemptions
from inventory.services.exemptions import follow_mark
from inventory.services.lots import free_blocked_lot
from inventory.services.moving import move_reservations
from inventory.services.pegs import drop_dead_pegs
from inventory.services.purchase_mails import send_waiting_mail


@deferred("stock.wanted", subscriber="inventory.move_reservations")
def move_reservations_later(*, event: StoredEvent) -> None:
    """Somebody worked on the later order when the earlier one was confirmed: move its stock now."""
    move_reservations(document=event.document, actor=system_actor("reservations"))


@deferred("stock.received", subscriber="inventory.fill_backorders")
def fill_backorders_on_receipt(*, event: StoredEvent) -> None:
    """Give stock that has become free to those who wait for it."""
    fill_backorders(warehouse_id=event.facts["warehouse_id"], item_ids=event.facts["item_ids"])


@deferred("lot.blocked", subscriber="inventory.free_blocked_lot")
def free_documents_of_blocked_lot(*, event: StoredEvent) -> None:
    """Documents that hold a blocked lot get other stock."""
    free_blocked_lot(lot_id=event.document.id)


@deferred("supply.closed", subscriber="inventory.drop_dead_pegs")
def drop_pegs_of_closed_supply(*, event: StoredEvent) -> None:
    """Promises that leaned on a supply that will not come lose their pegs."""
    drop_dead_pegs(
        warehouse_id=event.facts["warehouse_id"],
        item_ids=event.facts["item_ids"],
        actor=system_actor("pegs"),
    )


@deferred(PurchaseMailAsked.name, subscriber="inventory.mail_purchase_order", prompt=False)
def mail_purchase_order_later(*, event: StoredEvent) -> None:
    """The worker sends the e-mail that somebody asked for."""
    send_waiting_mail(mail_id=event.facts["mail_id"], actor=system_actor("mail"))


@inline(SupplierCreated.name, SupplierChanged.name)
def follow_suppliers_mark(event: Event, actor: Actor, at: datetime) -> None:
    """The exemption for all items follows the supplier's own mark."""
    follow_mark(supplier_id=event.document.id, actor=actor, at=at)


@deferred(ExemptionChanged.name, subscriber="inventory.expect_inspection")
def expect_inspection_of_open_orders(*, event: StoredEvent) -> None:
    """Goods on the way that go past inspection now are usable earlier, or later again."""
    follow_exemptions(supplier_id=event.about.id, actor=system_actor("receiving"))


@deferred(ShipmentShort.name, subscriber="inventory.count_short_places")
def count_short_places(*, event: StoredEvent) -> None:
    """Where a picker found less than the books say, somebody counts."""
    rows = event.facts["lines"]
    try:
        propose_spot_count(
            warehouse_id=event.facts["warehouse_id"],
            places=[(row["item_id"], row["location_id"], row["lot_id"]) for row in rows],
            note=f"{event.document.number}: {event.facts['reason']}",
            actor=system_actor("counting"),
        )
    except Conflict:
        return  # another count took the places in that very moment
