"""Work orders over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.documents import parse_id
from erp.core.errors import Invalid
from erp.core.http.fields import DateField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import Body, RefField
from erp.core.http.views import Call, NoBody, ReasonBody, Resource, changes, creates, verb
from inventory.models import Warehouse
from inventory.selectors.warehouses import default_warehouse
from production.api.quality import InspectionBody, findings_of
from production.api.work_order_shapes import PRIORITIES, WorkOrderOut, WorkOrderRowOut
from production.models import Operation, WorkOrder
from production.selectors.work_orders import in_full, in_list, unneeded
from production.services.inspecting import inspect_work
from production.services.issuing import IssueLine, issue_components, return_components
from production.services.making import WorkOrderInput, create_work_order
from production.services.merging import merge_work_orders
from production.services.reporting import report_work
from production.services.splitting import split_work_order
from production.services.work_orders import (
    cancel_work_order,
    change_work_order,
    close_work_order,
    complete_work_order,
    hold_work_order,
    release_work_order,
    reserve_work_order,
    resume_work_order,
    start_work_order,
)

ZERO = Decimal(0)
MOST_NAME = 30
_CODES = {name: value for value, name in PRIORITIES.items()}
PRIORITY_NAMES = list(_CODES)


class WorkOrderBody(Body):
    """What is to be made; without a warehouse in the default one."""

    product = RefField("product")
    quantity = QuantityField()
    due_date = DateField()
    warehouse = RefField("warehouse", required=False, allow_null=True)
    release_date = DateField(required=False, allow_null=True)
    priority = serializers.ChoiceField(choices=PRIORITY_NAMES, required=False)
    release = serializers.BooleanField(required=False, default=False)


class WorkOrderChangeBody(Body):
    """What changes of an open work order."""

    quantity = QuantityField(required=False)
    due_date = DateField(required=False)
    release_date = DateField(required=False)
    priority = serializers.ChoiceField(choices=PRIORITY_NAMES, required=False)


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string"}]})
class OperationNameField(serializers.Field[Any, Any, str, Any]):
    """An operation of a work order by its number, as number or text, or by its id."""

    def to_internal_value(self, data: Any) -> str:
        """The text of it."""
        if isinstance(data, bool) or not isinstance(data, int | str) or len(str(data)) > MOST_NAME:
            raise serializers.ValidationError([_("Name an operation by its number or its id.")])
        return str(data)

    def to_representation(self, value: Any) -> str:
        """The text of it."""
        return str(value)


class WorkReportBody(Body):
    """Pieces since the last report. `operation` by number or id; without it, pieces went through all."""

    operation = OperationNameField(required=False, allow_null=True)
    good = QuantityField(minimum=0, required=False)
    scrap = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False, help_text="Not good; to be decided.")
    reason = TextField(max_length=200, required=False, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_blank=True, allow_null=True)


class IssueLineBody(Body):
    """A component by its line; without a quantity all that is still needed."""

    line = serializers.IntegerField(min_value=1)
    quantity = QuantityField(required=False, allow_null=True)


class IssueBody(Body):
    """What goes to the floor; without lines all that is still needed."""

    lines = IssueLineBody(many=True, required=False, max_length=2000)


class ComponentReturnBody(Body):
    """What comes back from the floor."""

    lines = IssueLineBody(many=True, allow_empty=False, max_length=2000)


class MergeBody(Body):
    """Which work order is made along with it."""

    other = RefField("work_order")


class WorkInspectionBody(InspectionBody):
    """What an inspection has found, at which operation."""

    operation = OperationNameField()


class SplitBody(Body):
    """How much of it becomes a work order of its own."""

    quantity = QuantityField()


class WorkOrderFilters(CreatedFilters):
    """Filters of the list of work orders."""

    state = ChoicesFilter(choices=WorkOrder.State.choices, field_name="state")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    order = DocumentFilter("order", prefix="document")
    unneeded = django_filters.BooleanFilter(method="only_unneeded", label="unneeded")

    def only_unneeded(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Those of which nobody needs all any more."""
        return unneeded(rows) if value else rows


class WorkOrders(Resource):
    """What is to be made, is being made and was made."""

    kind = "work_order"
    out = WorkOrderOut
    list_out = WorkOrderRowOut
    filters = WorkOrderFilters
    orderings = {
        "number": "number",
        "created_at": "created_at",
        "due_date": "due_on",
        "release_date": "release_on",
    }
    search_fields = ["number", "document_number", "item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Work orders with what the answer shows."""
        rows = super().rows()
        return in_list(rows) if self.action == "list" else in_full(rows)

    @creates(WorkOrderBody)
    def create(self, call: Call) -> Any:
        """Plan to make something; with `release` the shop floor may begin at once."""
        body = call.body
        values = WorkOrderInput(
            item=body["product"],
            quantity=body["quantity"],
            due_on=body["due_date"],
            release_on=body.get("release_date"),
            warehouse=_warehouse(body.get("warehouse")),
            priority=_CODES[body.get("priority") or "normal"],
        )
        row = create_work_order(values=values, actor=call.actor, at=call.at)
        if body["release"]:
            release_work_order(work_order_id=row.pk, actor=call.actor, at=call.at)
        return row

    @changes(WorkOrderChangeBody)
    def partial_update(self, call: Call) -> Any:
        """Change quantity, days or priority of an open work order."""
        body = call.body
        return change_work_order(
            work_order_id=call.id,
            quantity=body.get("quantity"),
            due_on=body.get("due_date"),
            release_on=body.get("release_date"),
            priority=_CODES.get(body.get("priority", "")),
            expected_version=call.expected_version,
            actor=call.actor,
            at=call.at,
        )

    @verb(NoBody)
    def release(self, call: Call) -> Any:
        """Let the shop floor begin; components are reserved."""
        return release_work_order(**_about(call))

    @verb(NoBody)
    def reserve(self, call: Call) -> Any:
        """Reserve components that have become free."""
        return reserve_work_order(**_about(call))

    @verb(NoBody)
    def start(self, call: Call) -> Any:
        """Say that work has begun."""
        return start_work_order(**_about(call))

    @verb(ReasonBody)
    def hold(self, call: Call) -> Any:
        """Stop work."""
        return hold_work_order(reason=call.body["reason"], **_about(call))

    @verb(NoBody)
    def resume(self, call: Call) -> Any:
        """Let work go on."""
        return resume_work_order(**_about(call))

    @verb(WorkReportBody)
    def report(self, call: Call) -> Any:
        """Report good and spoiled pieces of an operation."""
        body = call.body
        return report_work(
            operation=operation_number(body.get("operation"), call.id),
            good=body.get("good") or ZERO,
            scrap=body.get("scrap") or ZERO,
            rejected=body.get("rejected") or ZERO,
            reason=body.get("reason") or "",
            lot=body.get("lot") or "",
            **_about(call),
        )

    @verb(IssueBody)
    def issue(self, call: Call) -> Any:
        """Bring components to the shop floor."""
        lines = call.body.get("lines")
        return issue_components(lines=None if lines is None else _lines(lines), **_about(call))

    @verb(ComponentReturnBody, path="return-components")
    def return_components(self, call: Call) -> Any:
        """Take components back that were not used."""
        return return_components(lines=_lines(call.body["lines"]), **_about(call))

    @verb(SplitBody)
    def split(self, call: Call) -> Any:
        """Make a part of it a work order of its own."""
        return split_work_order(quantity=call.body["quantity"], **_about(call))

    @verb(MergeBody)
    def merge(self, call: Call) -> Any:
        """Make another one along with it; that one is cancelled."""
        return merge_work_orders(other_id=call.body["other"].pk, **_about(call))

    @verb(WorkInspectionBody)
    def inspect(self, call: Call) -> Any:
        """Say what an inspection of finished pieces has found."""
        number = operation_number(call.body["operation"], call.id) or 0
        return inspect_work(operation=number, findings=findings_of(call.body), **_about(call))

    @verb(NoBody)
    def complete(self, call: Call) -> Any:
        """Nothing more comes of it."""
        return complete_work_order(**_about(call))

    @verb(NoBody)
    def close(self, call: Call) -> Any:
        """Settle its costs."""
        return close_work_order(**_about(call))

    @verb(ReasonBody)
    def cancel(self, call: Call) -> Any:
        """Do not make it; components go back."""
        return cancel_work_order(reason=call.body["reason"], **_about(call))


def _warehouse(named: Warehouse | None) -> Warehouse:
    """The warehouse named, else the default one.

    Raises: Invalid where there is none.
    """
    found = named or default_warehouse()
    if found is None:
        raise Invalid.field("warehouse", _("This field is required."), "required")
    return found


def _about(call: Call) -> dict[str, Any]:
    return {
        "work_order_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


def _lines(lines: Any) -> list[IssueLine]:
    return [IssueLine(row["line"], row.get("quantity")) for row in lines]


def operation_number(value: str | None, work_order_id: int) -> int | None:
    """The number of an operation named by its number or its id; None where none is named.

    Raises: Invalid.
    """
    text = (value or "").strip()
    if not text:
        return None
    if text.isdecimal() and len(text) < 9:
        return int(text)
    pk = parse_id("opn", text)
    row = Operation.objects.filter(pk=pk, work_order_id=work_order_id).first() if pk else None
    if row is None:
        raise Invalid.field("operation", _("This work order has no such operation."), "unknown_operation")
    return row.number
