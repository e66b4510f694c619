"""Promises at risk in the admin: looked at, and answered by their command."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.administration.columns import record_column, state_column, state_filter
from erp.core.administration.documents import DocumentAdmin, Verb
from orders.models import PromiseSlip
from orders.selectors.orders import VIEW_RIGHT
from orders.selectors.slips import slips_in_list, visible_slips
from orders.services.slip_answers import accept_slip


def _in_list(actor: Actor) -> QuerySet[PromiseSlip]:
    """The slips that the reader may see, with what the list shows."""
    return slips_in_list(visible_slips(actor))


@admin.register(PromiseSlip)
class PromiseSlipAdmin(DocumentAdmin):
    """Promises that no longer hold."""

    view_right = VIEW_RIGHT
    visible = staticmethod(_in_list)
    list_display = [
        record_column("order", _("order")),
        record_column("line.item", _("product")),
        state_column("state", "promise_slip"),
        "old_promised_on",
        "new_promised_on",
        "cause",
        "cause_number",
        "opened_at",
    ]
    list_display_links = ["old_promised_on"]
    list_filter = [state_filter("state", "promise_slip")]
    search_fields = ["order__number", "cause_number", "line__item__sku"]
    ordering = ["-id"]
    verbs = (
        Verb(
            name="accept",
            title=_("Promise the new date"),
            command=accept_slip,
            row_id="slip_id",
            states=("open",),
        ),
    )
