"""Purchase requisitions over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, creates, verb
from erp.masterdata.selectors.company import business_day
from inventory.models import PurchaseRequisition
from inventory.selectors.requisitions import requisitions_in_full
from inventory.services.conversion import convert_requisitions
from inventory.services.requisitions import (
    approve_requisition,
    create_requisition,
    reject_requisition,
    submit_requisition,
)


class RequisitionNeedOut(serializers.Serializer[Any]):
    """Whom a requisition is for."""

    kind = serializers.CharField(source="document_kind")
    number = serializers.CharField(source="document_number")
    quantity = QuantityField()


class RequisitionOut(serializers.Serializer[Any]):
    """A requisition; what it costs only for those who may see costs."""

    id = IdField("purchase_requisition")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=PurchaseRequisition.State.choices)
    product = RefField("product", source="item")
    quantity = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    warehouse = RefField("warehouse")
    needed_date = DateField(source="needed_on")
    reason = serializers.CharField()
    origin = serializers.CharField(source="origin_kind")
    needs = RequisitionNeedOut(many=True)
    supplier = RefField("supplier", allow_null=True)
    source_reason = serializers.CharField()
    unit_cost = MoneyField(required=False)
    purchase_order = serializers.CharField(source="purchase_line.purchase_order.number", default=None)
    requested_by = serializers.CharField(source="requested_label")
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, instance: PurchaseRequisition) -> dict[str, Any]:
        """The requisition; costs are left out for those who may not see them."""
        shown = super().to_representation(instance)
        if not self.context["actor"].has("inventory.view_cost"):
            shown.pop("unit_cost")
            shown.pop("source_reason")
        return shown


class RequisitionBody(Body):
    """What to buy, how much, for where; until when is the product's lead time from today if left out."""

    product = RefField("product")
    quantity = QuantityField()
    warehouse = RefField("warehouse")
    needed_date = DateField(required=False, allow_null=True)
    reason = TextField(max_length=500, required=False, allow_blank=True)
    submit = serializers.BooleanField(required=False, default=False)


class ConvertBody(Body):
    """From whom to buy; left out, it is the best source. Another than the best needs a reason."""

    supplier = RefField("supplier", required=False, allow_null=True)
    reason = TextField(max_length=500, required=False, allow_blank=True)


class RequisitionFilters(CreatedFilters):
    """Filters of the list of requisitions; `order` are those that an order needs."""

    state = ChoicesFilter(choices=PurchaseRequisition.State.choices, field_name="state")
    product = RefFilter("product", field_name="item")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    supplier = RefFilter("supplier", field_name="supplier")
    order = DocumentFilter("order", prefix="needs__document")


class PurchaseRequisitions(Resource):
    """What people, orders and low stock ask the buyer to buy."""

    kind = "purchase_requisition"
    out = RequisitionOut
    filters = RequisitionFilters
    orderings = {"number": "number", "created_at": "created_at", "needed_date": "needed_on"}
    search_fields = ["number", "item__sku", "item__name"]

    def rows(self) -> QuerySet[Any]:
        """Requisitions with what they name."""
        return requisitions_in_full(super().rows())

    @creates(RequisitionBody)
    def create(self, call: Call) -> Any:
        """Write a draft, or with `submit` ask for approval at once."""
        item = call.body["product"]
        row = create_requisition(
            item=item,
            warehouse=call.body["warehouse"],
            quantity=call.body["quantity"],
            needed_on=call.body.get("needed_date")
            or business_day(call.at) + timedelta(days=item.lead_time_days),
            reason=call.body.get("reason", ""),
            actor=call.actor,
            at=call.at,
        )
        if call.body["submit"]:
            submit_requisition(requisition_id=row.pk, actor=call.actor, at=call.at)
        return row

    @verb()
    def submit(self, call: Call) -> Any:
        """Ask for approval."""
        return submit_requisition(**_common(call))

    @verb()
    def approve(self, call: Call) -> Any:
        """Let it be bought."""
        return approve_requisition(**_common(call))

    @verb(ReasonBody)
    def reject(self, call: Call) -> Any:
        """Refuse it, with the reason."""
        return reject_requisition(**_common(call), reason=call.body["reason"])

    @verb(ConvertBody)
    def convert(self, call: Call) -> Any:
        """Write the draft of a purchase order for it."""
        return convert_requisitions(
            requisition_ids=[call.id],
            supplier=call.body.get("supplier"),
            reason=call.body.get("reason", ""),
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )


def _common(call: Call) -> dict[str, Any]:
    return {
        "requisition_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
