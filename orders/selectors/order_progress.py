"""How far an order has come, in words: parts are shipped, invoiced and paid before the whole is."""

from __future__ import annotations

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from erp.core.formats import money_text, quantity_text
from inventory.models import Demand
from orders.models import Order


def order_progress(order_id: int) -> list[tuple[str, str]]:
    """What is shipped, invoiced and paid of what was ordered, label and text; two queries.

    Quantities by unit, each kit as one; what was cancelled is not waited for.
    """
    order = Order.objects.only("total", "billed", "paid", "currency_id").get(pk=order_id)
    demands = Demand.objects.filter(document_kind="order", document_id=order_id, kit=None)
    sums = demands.values_list("item__unit__code").annotate(
        shipped=Sum("shipped"), wanted=Sum(F("quantity") - F("cancelled"))
    )
    shipped = [
        _("%(done)s of %(all)s") % {"done": quantity_text(done), "all": quantity_text(wanted, unit)}
        for unit, done, wanted in sums.order_by("item__unit__code")
    ]
    total = money_text(order.total, order.currency_id)
    money = [(_("Invoiced"), order.billed), (_("Paid"), order.paid)]
    found = [(_("Shipped"), ", ".join(shipped))] if shipped else []
    return found + [
        (label, _("%(done)s of %(all)s") % {"done": money_text(amount, order.currency_id), "all": total})
        for label, amount in money
    ]
