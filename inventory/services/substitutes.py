"""Substitutes: which item may be given instead of another, and how many of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Problems
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from inventory.models import Item, ItemSubstitute
from inventory.services.items import RIGHT

TABLE = "item_substitute"


class SubstituteValues(TypedDict, total=False):
    """One item instead of another; `ratio` of it replace one, the lowest preference is asked first."""

    item_id: int
    substitute_id: int
    ratio: Decimal
    preference: int
    note: str
    is_active: bool


def _check(row: ItemSubstitute, problems: Problems) -> None:
    if row.item_id == row.substitute_id:
        problems.add("substitute", _("An item can't replace itself."))
    if row.ratio <= 0 or row.ratio > QUANTITY_MAX:
        problems.add("ratio", _("Must be greater than zero."))
    kinds = dict(Item.objects.filter(pk__in=[row.item_id, row.substitute_id]).values_list("pk", "kind"))
    for pk, path in ((row.item_id, "product"), (row.substitute_id, "substitute")):
        if kinds.get(pk) != Item.Kind.STOCKED:
            problems.add(path, _("Only stocked items can be replaced."))
    others = ItemSubstitute.objects.filter(item_id=row.item_id, substitute_id=row.substitute_id)
    if others.exclude(pk=row.pk or 0).exists():
        problems.add("substitute", _("This substitute is there already."))


@command(*RIGHT)
def create_substitute(*, values: SubstituteValues, actor: Actor) -> ItemSubstitute:
    """Let an item be given instead of another.

    Raises: Invalid.
    """
    problems = Problems()
    for name, path in (("item_id", "product"), ("substitute_id", "substitute")):
        if not values.get(name):
            problems.add(path, _("This field is required."))
    problems.refuse()
    return create_setup(
        ItemSubstitute(), values=values, table=TABLE, key="substitute", actor=actor, check=_check
    )


@command(*RIGHT)
def edit_substitute(*, substitute_id: int, values: SubstituteValues, actor: Actor) -> ItemSubstitute:
    """Change a substitute.

    Locks:  the row.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(ItemSubstitute, substitute_id, TABLE)
    return edit_setup(row, values=values, table=TABLE, key="substitute", actor=actor, check=_check)


@command(*RIGHT)
def delete_substitute(*, substitute_id: int, actor: Actor) -> None:
    """Take a substitute out.

    Raises: NotFound.
    """
    delete_setup(ItemSubstitute, substitute_id, table=TABLE, actor=actor)
