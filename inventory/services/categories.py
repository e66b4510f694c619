"""Groups of items."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.records import Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import ItemCategory
from inventory.services.items import RIGHT

MOST_MARGIN = 100


class CategoryValues(TypedDict, total=False):
    """A group of items, the group it is part of, and the margin below which its prices need approval."""

    code: str
    name: str
    parent_id: int | None
    margin_floor_percent: Decimal | None


def _check(category: ItemCategory, problems: Problems) -> None:
    floor = category.margin_floor_percent
    if floor is not None and not -MOST_MARGIN <= floor < MOST_MARGIN:
        problems.add(
            "margin_floor_percent", _("This must be between %(low)s and %(top)s.") % {"low": -100, "top": 99}
        )
    seen, parent_id = {category.pk}, category.parent_id
    parents = dict(ItemCategory.objects.values_list("pk", "parent_id"))
    while parent_id is not None:
        if parent_id in seen:
            problems.add("parent", _("A category can't be part of itself."))
            return
        seen.add(parent_id)
        parent_id = parents.get(parent_id)


@command(*RIGHT)
def create_category(*, values: CategoryValues, actor: Actor) -> ItemCategory:
    """Take up a group of items.

    Raises: Invalid.
    """
    return create_setup(ItemCategory(), values=values, table="category", actor=actor, check=_check)


@command(*RIGHT)
def edit_category(*, category_id: int, values: CategoryValues, actor: Actor) -> ItemCategory:
    """Change a group's name or place.

    Locks:  the category.
    Raises: NotFound; Invalid when it would become part of itself.
    """
    row = row_for_update(ItemCategory, category_id, "category")
    return edit_setup(row, values=values, table="category", actor=actor, check=_check)


@command(*RIGHT)
def delete_category(*, category_id: int, actor: Actor) -> None:
    """Delete a group that nothing is in.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(ItemCategory, category_id, table="category", actor=actor)
