"""Measures in the admin: targets behind their command; baselines and reviews to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from erp.core.administration.documents import LinesInline
from erp.core.administration.masters import MasterAdmin
from erp.core.administration.rights import RightsAdmin, actor_of
from sla.models import MetricBaseline, MetricTarget, ReviewAction, ReviewPack
from sla.selectors.metrics import VIEW_METRICS, visible_targets
from sla.selectors.returns_on_investment import visible_baselines
from sla.selectors.reviews import visible_reviews
from sla.services.measures import delete_target, set_target


@admin.register(MetricTarget)
class MetricTargetAdmin(MasterAdmin):
    """What measures are to reach from which day on, and who answers for them."""

    view_right = VIEW_METRICS
    visible = staticmethod(visible_targets)
    create, edit, delete = staticmethod(set_target), staticmethod(set_target), staticmethod(delete_target)
    row_id = "target_id"
    list_display = ["metric", "from_on", "target", "baseline", "department"]
    list_filter = ["metric", "department"]
    fields = ["metric", "from_on", "target", "baseline", "department"]
    ordering = ["metric", "-from_on"]

    def write(self, request: HttpRequest, form: Any, rows: dict[str, Any], pk: Any) -> Any:
        """One command sets and changes targets."""
        return set_target(values=self.values_of(form), target_id=pk, actor=actor_of(request))  # type: ignore[arg-type]  # the form's fields are the command's


@admin.register(MetricBaseline)
class BaselineAdmin(RightsAdmin):
    """Frozen figures; nobody changes them."""

    view_right = VIEW_METRICS
    visible = staticmethod(visible_baselines)
    list_display = ["name", "starts_on", "ends_on", "as_of", "frozen_at", "frozen_by"]
    search_fields = ["name"]
    fields = [*list_display, "figures"]


class ActionsInline(LinesInline):
    """What a review agreed."""

    model = ReviewAction
    fields = ["title", "metric", "owner", "due_on", "state", "result"]
    readonly_fields = fields


@admin.register(ReviewPack)
class ReviewAdmin(RightsAdmin):
    """Review packs; they are worked on on their own page."""

    view_right = VIEW_METRICS
    visible = staticmethod(visible_reviews)
    list_display = ["number", "state", "starts_on", "ends_on", "as_of", "held_at"]
    list_filter = ["state"]
    search_fields = ["number", "conclusion"]
    inlines = [ActionsInline]
    fields = [*list_display, "conclusion", "figures", "causes"]
