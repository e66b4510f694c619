"""What can be done with an order now: one primary action, the rest in a menu, only what is legal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.actor import Actor
from orders.models import Order

ZERO = Decimal(0)
GONE = {Order.Fulfillment.PARTIALLY_SHIPPED, Order.Fulfillment.SHIPPED, Order.Fulfillment.DELIVERED}
State = Order.State


@dataclass(frozen=True)
class Standing:
    """What the choice of actions depends on beside the order itself."""

    may_decide: bool = False
    reserved: Decimal = ZERO
    backordered: Decimal = ZERO
    in_shipments: int = 0
    is_all_in_shipments: bool = False
    shipment_url: str = ""
    is_all_shipped: bool = False
    is_all_billed: bool = False


def _button(verb: str, label: str, icon: str, **more: Any) -> dict[str, Any]:
    return {"verb": verb, "label": label, "icon": icon, **more}


def next_actions(
    order: Order, actor: Actor, now: Standing
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Buttons of the header (the primary one last) and entries of the menu."""
    buttons: list[dict[str, Any]] = []
    menu: list[dict[str, Any]] = []
    for action in _legal(order, now):
        if action.get("right") and not actor.has(action["right"]):
            continue
        (buttons if action.get("is_main") else menu).append(action)
    for action in buttons:
        action["is_primary"] = False
    if buttons:
        buttons[-1]["is_primary"] = True
    return buttons, menu


def _legal(order: Order, now: Standing) -> list[dict[str, Any]]:
    by_state = {
        State.DRAFT: _of_draft,
        State.SUBMITTED: _of_submitted,
        State.CONFIRMED: _of_confirmed,
        State.ON_HOLD: _of_held,
    }
    found = by_state.get(order.state, lambda *_: [])(order, now)
    if order.fulfillment_state in GONE:
        back = f"{reverse('return-new')}?order={order.number}"
        found.append(_button("", _("Return goods"), "truck-return", url=back, right="orders.create_return"))
    copy = f"{reverse('order-new')}?copy={order.number}"
    found.append(_button("", _("Copy"), "copy", url=copy, right="orders.create_order"))
    found.append(_button("", _("Print"), "printer", url=reverse("order-print", args=[order.number])))
    may_end = order.state in {State.DRAFT, State.SUBMITTED, State.CONFIRMED, State.ON_HOLD}
    if may_end and order.fulfillment_state not in {Order.Fulfillment.SHIPPED, Order.Fulfillment.DELIVERED}:
        found.append(_cancel(order, now))
    return found


def _of_draft(order: Order, now: Standing) -> list[dict[str, Any]]:
    edit = reverse("order-edit", args=[order.number])
    return [
        _button(
            "", _("Go on entering"), "pencil", url=edit, right="orders.edit_order", is_main=True, key="e"
        ),
        _button("submit", _("Submit order"), "check", right="orders.submit_order", is_main=True, key="s"),
    ]


def _change(order: Order) -> dict[str, Any]:
    url = reverse("order-edit", args=[order.number])
    return _button("", _("Change"), "pencil", url=url, right="orders.amend_order", is_main=True, key="e")


def _of_submitted(order: Order, now: Standing) -> list[dict[str, Any]]:
    found = [_change(order)]
    if now.may_decide:
        found += [
            _button("reject", _("Reject"), "thumb-down", is_main=True, reason=True, danger=True, key="r"),
            _button("approve", _("Approve"), "thumb-up", is_main=True, key="a"),
        ]
    found.append(_hold())
    return found


def _hold() -> dict[str, Any]:
    text = _("Nothing of it is reserved, picked or shipped until it is released. Its clocks pause.")
    return _button("hold", _("Hold"), "player-pause", right="orders.hold_order", reason=True, confirm=text)


def _of_confirmed(order: Order, now: Standing) -> list[dict[str, Any]]:
    found = []
    if not now.is_all_shipped:
        found.append(_change(order))
    if now.backordered > 0:
        reserve = _button("allocate", _("Reserve what is free"), "lock", right="orders.allocate_order")
        found.append(reserve | {"is_main": now.reserved == 0})
    if now.is_all_in_shipments and now.shipment_url:
        found.append(_button("", _("Open shipment"), "truck", url=now.shipment_url, is_main=True, key="w"))
    elif now.reserved > 0:
        found.append(
            _button(
                "pick",
                _("Release to warehouse"),
                "packages",
                right="inventory.release_shipment",
                is_main=True,
                key="w",
            )
        )
    if now.is_all_shipped and not now.is_all_billed:
        label = _("Bill what was shipped")
        found.append(_button("bill", label, "file-invoice", right="orders.bill_order", is_main=True))
    if now.is_all_shipped and now.is_all_billed:
        found.append(_button("close", _("Close"), "circle-check", right="orders.close_order", is_main=True))
    if not now.is_all_shipped:
        found.append(_hold())
    return found


def _of_held(order: Order, now: Standing) -> list[dict[str, Any]]:
    return [
        _button(
            "release", _("Release hold"), "player-play", right="orders.release_order", is_main=True, key="w"
        )
    ]


def _cancel(order: Order, now: Standing) -> dict[str, Any]:
    parts = []
    if now.reserved > 0:
        parts.append(_("What is reserved becomes free for other orders."))
    if now.in_shipments:
        text = ngettext(
            "%(count)s shipment is cancelled.", "%(count)s shipments are cancelled.", now.in_shipments
        )
        parts.append(text % {"count": now.in_shipments})
    parts.append(_("What has been shipped stays shipped and billed. This can't be undone."))
    return _button(
        "cancel",
        _("Cancel order"),
        "circle-x",
        right="orders.cancel_order",
        reason=True,
        danger=True,
        confirm=" ".join(parts),
    )
