"""One item of the demo company, and all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class DemoItem:
    """One item; `components` are (SKU, quantity, scrap percent), `appeal` how well it sells."""

    sku: str
    name: str
    category: str
    unit: str = "pcs"
    tier: str = "part"  # finished, goods (sold as bought), sub, part
    cost: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    kilograms: Decimal = Decimal(0)
    lead_days: int = 14
    is_lot_tracked: bool = False
    shelf_life_days: int | None = None
    pack: int = 1
    appeal: float = 0.0
    components: tuple[tuple[str, Decimal, Decimal], ...] = ()
    barcode: str = ""
    supplier_kind: str = ""

    @property
    def is_made(self) -> bool:
        """Whether the company makes it."""
        return bool(self.components)

    @property
    def is_sold(self) -> bool:
        """Whether customers can order it."""
        return self.tier in {"finished", "goods"}


@dataclass
class Catalog:
    """All items by SKU, components before what they go into."""

    items: dict[str, DemoItem] = field(default_factory=dict)

    def sold(self) -> list[DemoItem]:
        """What customers can order."""
        return [item for item in self.items.values() if item.is_sold]
