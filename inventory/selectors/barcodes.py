"""What a code names: a product, a pack of one, a bin, or a lot; one code should name one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from erp.core.errors import Conflict
from inventory.models import Item, ItemUnit, Location, Lot

MOST = 10


@dataclass(frozen=True)
class Named:
    """A thing that a code names: `kind` is product, unit, location or lot; `row` its record."""

    kind: str
    row: Any

    @property
    def item(self) -> Item | None:
        """The product behind it, where there is one."""
        if self.kind == "product":
            found: Item = self.row
            return found
        return self.row.item if self.kind in {"unit", "lot"} else None

    @property
    def label(self) -> str:
        """What it is in the reader's words."""
        if self.kind == "product":
            return _("product %(sku)s") % {"sku": self.row.sku}
        if self.kind == "unit":
            return _("%(unit)s of %(sku)s") % {"unit": self.row.unit.code, "sku": self.row.item.sku}
        if self.kind == "lot":
            return _("lot %(lot)s of %(sku)s") % {"lot": self.row.code, "sku": self.row.item.sku}
        return _("bin %(bin)s") % {"bin": self.row.path}


def barcode_owners(code: str) -> list[Named]:
    """The products, packs and bins that carry a code as their barcode or SKU; three queries."""
    code = code.strip()
    if not code:
        return []
    items = Item.objects.select_related("unit").filter(Q(barcode=code) | Q(sku=code))
    packs = ItemUnit.objects.select_related("item__unit", "unit").filter(barcode=code)
    places = Location.objects.select_related("warehouse").filter(barcode=code)
    return [
        *(Named("product", row) for row in items.order_by("pk")[:MOST]),
        *(Named("unit", row) for row in packs.order_by("pk")[:MOST]),
        *(Named("location", row) for row in places.order_by("pk")[:MOST]),
    ]


def named_by(code: str) -> list[Named]:
    """Everything that a scanned code can stand for, bins by their path and lots by their code as well.

    A lot's code counts only where nothing else carries the code.
    """
    code = code.strip()[:120]
    found = barcode_owners(code)
    if "/" in code:
        warehouse, _slash, place = code.partition("/")
        rows = Location.objects.select_related("warehouse").filter(warehouse__code=warehouse, code=place)
        found += [Named("location", row) for row in rows if not any(n.row == row for n in found)]
    if found or not code:
        return found
    lots = Lot.objects.select_related("item__unit").filter(code=code)
    return [Named("lot", row) for row in lots.order_by("pk")[:MOST]]


def the_one_named(code: str) -> Named | None:
    """What a scanned code stands for; None for an unknown one.

    Raises: Conflict `ambiguous_barcode` with what it could stand for.
    """
    found = named_by(code)
    items = {one.item.pk if one.item else -one.row.pk for one in found}
    if len(found) > 1 and len(items) > 1:
        raise Conflict("ambiguous_barcode", barcode=code, names=", ".join(one.label for one in found))
    return found[0] if found else None


def taken_barcodes(codes: Iterable[str]) -> set[str]:
    """Which of many codes some product, pack or bin carries already; three queries."""
    wanted = {code.strip() for code in codes} - {""}
    if not wanted:
        return set()
    found: set[str] = set()
    for sku, barcode in Item.objects.filter(Q(barcode__in=wanted) | Q(sku__in=wanted)).values_list(
        "sku", "barcode"
    ):
        found |= {sku, barcode} & wanted
    found |= set(ItemUnit.objects.filter(barcode__in=wanted).values_list("barcode", flat=True))
    found |= set(Location.objects.filter(barcode__in=wanted).values_list("barcode", flat=True))
    return found
