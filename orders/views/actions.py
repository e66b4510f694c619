"""What people do with orders, one or many at a time; every button calls the service of its name."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.actor import Actor
from erp.core.errors import DomainError, StaleVersion
from erp.core.http.messages import refusal_text
from erp.core.states import state_label
from erp.core.views import typed
from erp.core.views.page import back_to, page
from inventory.services.releases import ShippingTerms, release_shipments
from orders.models import Order
from orders.selectors.orders import VIEW_RIGHT, visible_orders
from orders.services.approvals import approve_order, decline_order
from orders.services.billing import bill_order
from orders.services.orders import (
    allocate_order,
    cancel_order,
    close_order,
    hold_order,
    release_order,
    submit_order,
)
from orders.views.entered import draft_or_order
from orders.views.listing import ids_of

Act = Callable[..., Any]
DRAINED_SECONDS = 2.0


def release_to_warehouse(*, order_id: int, actor: Actor, **_more: Any) -> None:
    """Make shipments of what is reserved for an order, ready to pick."""
    order = Order.objects.only("pk", "number", "ship_to", "carrier").get(pk=order_id)
    release_shipments(
        document=order.ref,
        terms=ShippingTerms(ship_to=order.ship_to, carrier_id=order.carrier_id),
        actor=actor,
    )


ACTS: dict[str, Act] = {
    "submit": submit_order,
    "approve": approve_order,
    "reject": decline_order,
    "hold": hold_order,
    "release": release_order,
    "cancel": cancel_order,
    "allocate": allocate_order,
    "pick": release_to_warehouse,
    "bill": bill_order,
    "close": close_order,
}
WITH_REASON = {"reject", "hold", "cancel"}


def done_text(verb: str) -> str:
    """What is said when it worked."""
    texts = {
        "submit": _("%(number)s is submitted."),
        "approve": _("%(number)s is approved."),
        "reject": _("%(number)s is rejected."),
        "hold": _("%(number)s is on hold."),
        "release": _("%(number)s is released."),
        "cancel": _("%(number)s is cancelled."),
        "allocate": _("%(number)s: what was free is reserved."),
        "pick": _("%(number)s is released to the warehouse."),
        "bill": _("%(number)s: what was shipped is billed."),
        "close": _("%(number)s is closed."),
    }
    return texts[verb]


def changed_text(number: str) -> str:
    """What is said when someone else was faster."""
    text = _("%(number)s was changed by someone else meanwhile. This is how it stands; decide again.")
    return text % {"number": number}


def _run(
    verb: str,
    order_id: int,
    actor: Actor,
    *,
    reason: str,
    version: int | None = None,
    until: float | None = None,
) -> None:
    """Do it, and what follows from it as far as that is done by `until` (the clock's seconds)."""
    arguments: dict[str, Any] = {"order_id": order_id, "actor": actor}
    if verb in WITH_REASON:
        arguments["reason"] = reason
    if version is not None:
        arguments["expected_version"] = version
    with outbox.watch() as streams:
        ACTS[verb](**arguments)
    left = DRAINED_SECONDS if until is None else until - time.monotonic()
    if left > 0:
        outbox.drain(*streams, seconds=left)


@page(VIEW_RIGHT, methods=("POST",))
def act(request: Any, number: str, verb: str) -> HttpResponse:
    """One action on one order; a change in the meantime is told, and nothing is done."""
    if verb not in ACTS:
        raise Http404
    order = draft_or_order(request.actor, number)
    try:
        version = typed.key(request.POST.get("version"))
        _run(verb, order.pk, request.actor, reason=request.POST.get("reason", ""), version=version)
    except StaleVersion:
        messages.warning(
            request,
            changed_text(number),
        )
    else:
        messages.success(request, done_text(verb) % {"number": number})
    return redirect(back_to(request, reverse("order-detail", args=[number])))


@page(VIEW_RIGHT, methods=("POST",))
def bulk(request: Any, verb: str) -> HttpResponse:
    """One action on every ticked order; those that refuse are listed with the reason."""
    if verb not in ACTS:
        raise Http404
    rows = list(visible_orders(request.actor).filter(pk__in=ids_of(request)).order_by("pk"))
    done, refused = [], []
    until = time.monotonic() + DRAINED_SECONDS  # for all of them; the worker does the rest
    for order in rows:
        try:
            _run(verb, order.pk, request.actor, reason=request.POST.get("reason", ""), until=until)
            done.append(order)
        except DomainError as refusal:
            told = {"number": order.number, "customer": order.customer, "why": refusal_text(refusal)}
            refused.append(told | {"state": state_label("order", order.state)})
    if not refused:
        messages.success(request, _("Done with %(count)s orders.") % {"count": len(done)})
        return redirect(back_to(request, reverse("order-list")))
    back = back_to(request, reverse("order-list"))
    return render(request, "orders/bulk.html", {"done": done, "refused": refused, "back": back})
