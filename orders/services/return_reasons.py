"""Why customers send goods back: the company's own list."""

from __future__ import annotations

from typing import TypedDict

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.locks import row_for_update
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup
from orders.models import ReturnReason

RIGHT = ("masterdata.edit_setup", "Change the company's set-up")


class ReasonValues(TypedDict, total=False):
    """A reason; `is_our_fault` tells whether the company could have avoided it."""

    code: str
    name: str
    is_our_fault: bool
    is_active: bool


@command(*RIGHT)
def create_return_reason(*, values: ReasonValues, actor: Actor) -> ReturnReason:
    """Take up a reason.

    Raises: Invalid.
    """
    return create_setup(ReturnReason(), values=values, table="return_reason", actor=actor)


@command(*RIGHT)
def edit_return_reason(*, reason_id: int, values: ReasonValues, actor: Actor) -> ReturnReason:
    """Change a reason; one that came with the product and is renamed is no longer translated.

    Locks:  the reason.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(ReturnReason, reason_id, "return_reason")
    if "name" in values and values["name"] != row.name:
        row.is_shipped = False
    return edit_setup(row, values=values, table="return_reason", actor=actor)


@command(*RIGHT)
def delete_return_reason(*, reason_id: int, actor: Actor) -> None:
    """Delete a reason that no return names.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(ReturnReason, reason_id, table="return_reason", actor=actor)
