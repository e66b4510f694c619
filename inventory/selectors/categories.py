"""What categories say about their items, read often and changed hardly ever."""

from __future__ import annotations

from decimal import Decimal

from erp.core.fresh import kept_for
from inventory.models import ItemCategory

MOST_CHOICES = 500


def category_choices() -> list[tuple[str, str]]:
    """Codes and names of categories, for a rule to choose from; at most 500."""
    return list(ItemCategory.objects.order_by("code").values_list("code", "name")[:MOST_CHOICES])


@kept_for(seconds=10.0)
def margin_floors() -> dict[int, Decimal]:
    """The margin floor in percent by category: its own, else that of the nearest one it is part of.

    Categories without one, up to the top, are missing. At most ten seconds old.
    """
    if not ItemCategory.objects.filter(margin_floor_percent__isnull=False).exists():
        return {}
    rows = ItemCategory.objects.values_list("pk", "parent_id", "margin_floor_percent")
    parents = {pk: parent_id for pk, parent_id, _floor in rows}
    own = {pk: floor for pk, _parent, floor in rows if floor is not None}
    found = {}
    for pk in parents:
        above: int | None = pk
        seen: set[int] = set()
        while above is not None and above not in own and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above in own:
            found[pk] = own[above]
    return found


def forget_margin_floors() -> None:
    """Read the floors anew next time; called when a category was edited."""
    margin_floors.forget()
