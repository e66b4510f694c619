"""Bins as people walk past them: where they are, what lies in them, how full they are."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from erp.core.actor import Actor
from inventory.models import Balance, Location
from inventory.selectors.warehouses import location_rows

ZERO = Decimal(0)


def bins_in_list(actor: Actor) -> QuerySet[Location]:
    """Bins with how many products and how much lies in each, in one query."""
    held = Balance.objects.filter(location=OuterRef("pk"), on_hand__gt=0).order_by().values("location")
    return (
        location_rows(actor)
        .select_related("warehouse", "category")
        .annotate(
            held=Coalesce(Subquery(held.annotate(q=Sum("on_hand")).values("q")), ZERO),
            weight=Coalesce(
                Subquery(held.annotate(q=Sum(F("on_hand") * F("item__weight_kg"))).values("q")), ZERO
            ),
            products=Coalesce(Subquery(held.annotate(q=Count("item", distinct=True)).values("q")), 0),
        )
    )


def bin_contents(location: Location) -> list[Balance]:
    """What lies in a bin, by product and lot."""
    rows = Balance.objects.filter(location=location).filter(Q(on_hand__gt=0))
    return list(rows.select_related("item__unit", "lot").order_by("item__sku", "lot__expires_on", "pk")[:500])


def fill_rate(location: Location) -> Decimal | None:
    """How full a bin of `bins_in_list` is, by what limits it more; None without a limit."""
    rates = []
    if location.capacity_quantity:
        rates.append(location.held / location.capacity_quantity)  # type: ignore[attr-defined]  # computed for this row, not a column
    if location.capacity_weight_kg:
        rates.append(location.weight / location.capacity_weight_kg)  # type: ignore[attr-defined]  # computed for this row, not a column
    return max(rates) if rates else None
