"""Taking a soft hold over for an order, from the hold's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.core import outbox
from erp.core.errors import Invalid
from erp.core.views import typed
from erp.core.views.page import page
from inventory.selectors.holds import visible_holds
from orders.models import Order
from orders.selectors.orders import visible_orders
from orders.services.holds import use_holds


@page("orders.amend_order", methods=("POST",))
def order_use_hold(request: Any) -> HttpResponse:
    """Let the order whose number was typed take the hold over: now, or when it is confirmed."""
    hold = typed.chosen(visible_holds(request.actor), request.POST.get("hold"))
    if hold is None:
        raise Invalid.field("holds", _("There is no such hold."))
    number = request.POST.get("order", "").replace("\x00", "").strip()[:60]
    order = visible_orders(request.actor).filter(number__iexact=number).first()
    if order is None:
        raise Invalid.field("order", _("There is no such order."))
    with outbox.watch() as streams:
        order = use_holds(order_id=order.pk, hold_ids=[hold.pk], actor=request.actor)
    outbox.drain(*streams)
    facts = {"hold": hold.number, "order": order.number}
    if order.state == Order.State.CONFIRMED:
        messages.success(request, _("%(order)s has taken over what %(hold)s held.") % facts)
    else:
        messages.success(request, _("%(order)s takes over what %(hold)s holds when it is confirmed.") % facts)
    return redirect(reverse("order-detail", args=[order.number]))
