"""Soft holds and proofs, to be looked at."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter

from erp.core.administration.columns import quantity_column, record_column, state_column, state_filter
from erp.core.administration.rights import RightsAdmin
from inventory.models import Hold, Proof
from inventory.selectors.holds import visible_holds
from inventory.selectors.proof import visible_proofs
from inventory.selectors.stock import VIEW_STOCK


@admin.register(Hold)
class HoldAdmin(RightsAdmin):
    """Stock kept back without an order."""

    view_right = VIEW_STOCK
    visible = staticmethod(visible_holds)
    list_display = [
        "number",
        state_column("state", "hold"),
        record_column("item", _("item")),
        quantity_column("quantity", _("quantity")),
        "warehouse",
        "customer",
        "expires_at",
        "made_by",
        "taken_by_number",
    ]
    list_filter = [state_filter("state", "hold"), ("expires_at", RangeDateTimeFilter)]
    list_filter_submit = True
    list_select_related = ["item__unit", "warehouse", "customer"]
    search_fields = ["number", "item__sku", "reference"]
    ordering = ["-id"]
    fields = ["number", "warehouse", "customer", "expires_at", "reference", "note", "made_by",
              "taken_by_number", "created_at", "ended_at"]  # fmt: skip


@admin.register(Proof)
class ProofAdmin(RightsAdmin):
    """When the books were proven, and what came of it."""

    view_right = VIEW_STOCK
    visible = staticmethod(visible_proofs)
    list_display = ["at", "kind", "is_green", "seconds", "actor_label", "overridden_by", "override_reason"]
    list_filter = [("kind", ChoicesDropdownFilter), "is_green"]
    ordering = ["-id"]
    fields = ["at", "kind", "is_green", "seconds", "actor_label", "overridden_at", "overridden_by",
              "override_reason"]  # fmt: skip
