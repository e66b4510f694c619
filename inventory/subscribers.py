"""What the stock does with its own news after the commit."""

from erp.core.actor import system_actor
from erp.core.events import deferred
from erp.core.outbox import StoredEvent
from inventory.services.pegs import drop_dead_pegs
from inventory.services.reservations import fill_backorders


@deferred("stock.received", subscriber="inventory.fill_backorders")
def fill_backorders_on_receipt(*, event: StoredEvent) -> None:
    """Give stock that has become free to those who wait for it."""
    fill_backorders(warehouse_id=event.facts["warehouse_id"], item_ids=event.facts["item_ids"])


@deferred("supply.closed", subscriber="inventory.drop_dead_pegs")
def drop_pegs_of_closed_supply(*, event: StoredEvent) -> None:
    """Promises that leaned on a supply that will not come lose their pegs."""
    drop_dead_pegs(
        warehouse_id=event.facts["warehouse_id"],
        item_ids=event.facts["item_ids"],
        actor=system_actor("pegs"),
    )
