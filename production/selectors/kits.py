"""What a kit consists of: the stocked items in its box, through kits inside kits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from erp.core.quantity import QUANTITY_MAX, QUANTUM, to_base
from inventory.models import Item
from production.calc.explosion import Bill
from production.selectors.bills import bills_in_force

_MAX_LEVELS = 20
_LARGEST = 10**9
_EMPTY = Bill(Decimal(1), ())


@dataclass(frozen=True)
class KitPart:
    """A component of a kit: `quantity` of the item goes into `per` kits.

    Units: base units of the item; the two are a fraction, so that a third of a piece stays exact.
    """

    item: Item
    quantity: Decimal
    per: Decimal

    def needed(self, kits: Decimal) -> Decimal:
        """How much of the item that many kits take, rounded once where it has no six-decimal value."""
        share = Fraction(self.quantity) / Fraction(self.per)
        return to_base(kits, share.numerator, share.denominator)

    def kits_from(self, quantity: Decimal) -> Decimal:
        """How many complete kits a quantity of the item makes."""
        exact = (Fraction(quantity) + Fraction(QUANTUM) / 2) * Fraction(self.per) / Fraction(self.quantity)
        return Decimal(exact.numerator // exact.denominator)


def kit_contents(kit_ids: Collection[int], on: date) -> dict[int, list[KitPart]]:
    """The stocked components of kits by the bills in force on a day; kits without a bill are missing.

    Kits and phantoms inside kits are opened; made items are parts as they are; services need no goods and
    are left out. Scrap is not added: the box holds what the bill says. One query and one more a level,
    whatever the number of kits.
    """
    known = bills_in_force(kit_ids, on)
    bills: dict[int, list[tuple[int, Fraction]]] = {}
    items: dict[int, Item] = {}
    wanted = set(kit_ids)
    for _level in range(_MAX_LEVELS):
        if not wanted:
            break
        for pk in wanted:
            bill = known.get(pk, _EMPTY)
            bills[pk] = [
                (part.item_id, Fraction(part.quantity) / Fraction(bill.output_quantity))
                for part in bill.components
            ]
        below = {item_id for pk in wanted for item_id, _share in bills[pk]}
        unknown = below - items.keys()
        if unknown:
            items |= Item.objects.select_related("unit").in_bulk(unknown)
        phantoms = {pk for pk in below if pk in known and known[pk].is_phantom}
        wanted = {pk for pk in below if items[pk].kind == Item.Kind.KIT or pk in phantoms} - bills.keys()
    return {pk: parts for pk in kit_ids if (parts := _flat(pk, bills, items))}


def _flat(
    kit_id: int, bills: Mapping[int, Sequence[tuple[int, Fraction]]], items: Mapping[int, Item]
) -> list[KitPart]:
    """The leaves below a kit with their shares added up, in the order of the bill."""
    shares: dict[int, Fraction] = {}
    stack = [(kit_id, Fraction(1), 0)]
    while stack:
        pk, share, level = stack.pop()
        if pk in bills and level <= _MAX_LEVELS:
            stack.extend((part, share * each, level + 1) for part, each in reversed(bills[pk]))
        elif items[pk].kind == Item.Kind.STOCKED:
            shares[pk] = shares.get(pk, Fraction(0)) + share
    return [KitPart(items[pk], *_two_numbers(share)) for pk, share in shares.items()]


def _two_numbers(share: Fraction) -> tuple[Decimal, Decimal]:
    """A fraction as two numbers that columns hold."""
    if share.numerator > QUANTITY_MAX or share.denominator > QUANTITY_MAX:
        share = share.limit_denominator(_LARGEST)
    return Decimal(share.numerator), Decimal(share.denominator)


def complete_kits(parts: Sequence[KitPart], quantities: Mapping[int, Decimal]) -> Decimal:
    """How many complete kits the quantities of the components make: the least of them."""
    return min(
        (part.kits_from(quantities.get(part.item.pk, Decimal(0))) for part in parts), default=Decimal(0)
    )


def kit_cost(contents: Sequence[KitPart]) -> Decimal:
    """What a kit's components cost at standard, per kit. Units: base currency, four decimals."""
    cost = sum((part.item.standard_cost * part.quantity / part.per for part in contents), Decimal(0))
    return round(cost, 4)
