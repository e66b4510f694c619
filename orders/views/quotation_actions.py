"""What can be done with a quotation now: one primary action, the rest in a menu, only what is legal."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from orders.models import Quotation

State = Quotation.State


def _button(verb: str, label: str, icon: str, right: str, **more: Any) -> dict[str, Any]:
    return {"verb": verb, "label": label, "icon": icon, "right": f"orders.{right}_quotation", **more}


def next_actions(
    row: Quotation, actor: Actor, decides: bool, *, is_over: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Buttons of the header (the primary one last) and entries of the menu."""
    buttons: list[dict[str, Any]] = []
    menu: list[dict[str, Any]] = []
    for action in _legal(row, decides, is_over):
        if actor.has(action["right"]):
            (buttons if action.get("is_main") else menu).append(action)
    if buttons:
        buttons[-1]["is_primary"] = True
    return buttons, menu


def _legal(row: Quotation, decides: bool, is_over: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if row.state == State.DRAFT:
        edit = reverse("quotation-edit", args=[row.number])
        found.append(_button("", _("Go on writing"), "pencil", "edit", url=edit, is_main=True, key="e"))
        found.append(_button("submit", _("Submit quotation"), "check", "submit", is_main=True, key="s"))
    if row.state == State.SUBMITTED and decides:
        found.append(
            _button("reject", _("Send back"), "thumb-down", "approve", is_main=True, reason=True, danger=True)
        )
        if not is_over:
            found.append(_button("approve", _("Approve"), "thumb-up", "approve", is_main=True, key="a"))
    if row.state == State.APPROVED and not is_over:
        if row.is_self_approved:
            found.append(_button("approve", _("Sign the approval"), "check", "approve"))
        told = _("The customer agrees: the order is entered with these lines and prices, and submitted.")
        found.append(
            _button("convert", _("Turn into order"), "check", "convert", is_main=True, confirm=told, key="o")
        )
    if row.state in {State.SUBMITTED, State.APPROVED}:
        told = _("A new revision is written; the approval and what is kept back are given up.")
        found.append(_button("revise", _("Revise"), "pencil", "edit", confirm=told))
    found.append(_button("copy", _("Copy"), "copy", "create"))
    if row.state in {State.DRAFT, State.SUBMITTED, State.APPROVED}:
        found.append(_button("lose", _("Lost"), "circle-x", "lose", reason=True, danger=True))
    if row.state in {State.SUBMITTED, State.APPROVED}:
        told = _("The customer can no longer take it; what is kept back is free again.")
        found.append(_button("expire", _("Take back"), "hourglass", "expire", confirm=told, danger=True))
    return found
