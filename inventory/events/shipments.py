"""What happens on the way out: shipments, waves, manifests."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ShipmentCreated(Event):
    """A shipment was gathered in a wave and waits for the wave's release."""

    name: ClassVar[str] = "shipment.created"
    wave: str


@dataclass(frozen=True, kw_only=True)
class ShipmentReleased(Event):
    """A shipment can be picked."""

    name: ClassVar[str] = "shipment.released"
    warehouse: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class ShipmentPickedInPart(Event):
    """Some of a shipment was picked."""

    name: ClassVar[str] = "shipment.picking"


@dataclass(frozen=True, kw_only=True)
class ShipmentPicked(Event):
    """A shipment was picked; what was not found is named."""

    name: ClassVar[str] = "shipment.picked"
    quantity: Decimal
    short: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ShipmentShort(Event):
    """Less lay at a place than the books say; `lines` name item, place, lot and what is missing."""

    name: ClassVar[str] = "shipment.short"
    warehouse_id: int
    reason: str
    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ShipmentPacked(Event):
    """A shipment was verified and packed."""

    name: ClassVar[str] = "shipment.packed"
    packages: int


@dataclass(frozen=True, kw_only=True)
class ShipmentShipped(Event):
    """The goods have left; `lines` tell per demand what left and at which cost."""

    name: ClassVar[str] = "shipment.shipped"
    carrier: str
    tracking_number: str
    lines: list[dict[str, Any]]
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(Event):
    """The customer has the goods."""

    name: ClassVar[str] = "shipment.delivered"
    delivered_to: str = ""


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(Event):
    """A shipment will not leave."""

    name: ClassVar[str] = "shipment.cancelled"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WaveReleased(Event):
    """Shipments were released to picking together."""

    name: ClassVar[str] = "wave.released"
    shipments: list[str]


@dataclass(frozen=True, kw_only=True)
class WaveStarted(Event):
    """The first piece of a wave was picked."""

    name: ClassVar[str] = "wave.started"


@dataclass(frozen=True, kw_only=True)
class WaveDone(Event):
    """Nothing of a wave is left to pick."""

    name: ClassVar[str] = "wave.done"


@dataclass(frozen=True, kw_only=True)
class WaveCancelled(Event):
    """A wave was given up; its shipments go on by themselves."""

    name: ClassVar[str] = "wave.cancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class WaveChanged(Event):
    """Shipments came into a wave or left it."""

    name: ClassVar[str] = "wave.changed"
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class ManifestClosed(Event):
    """What a carrier took on a day was signed for."""

    name: ClassVar[str] = "manifest.closed"
    carrier: str
    shipments: list[str]
