"""Work orders as the API answers with them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField
from erp.core.http.refs import IdField, RefField
from production.models import BomOutput, Operation, WorkOrder, WorkOrderComponent
from production.selectors.work_orders import percent_of, surplus_of

PRIORITIES = {10: "low", 20: "normal", 30: "high", 40: "rush"}


class WorkOrderComponentOut(serializers.Serializer[Any]):
    """A component: needed, reserved, issued. Quantities in the product's base unit."""

    line = serializers.IntegerField(source="line_no")
    product = RefField("product", source="item")
    name = serializers.CharField(source="item.name")
    unit = serializers.CharField(source="item.unit.code")
    quantity = QuantityField()
    reserved = serializers.SerializerMethodField()
    issued = QuantityField()
    short = serializers.SerializerMethodField(help_text="Neither issued nor reserved.")

    def get_reserved(self, row: WorkOrderComponent) -> str:
        """What is reserved for it."""
        return str(QuantityField().to_representation(row.demand.reserved if row.demand else 0))

    def get_short(self, row: WorkOrderComponent) -> str:
        """What is neither issued nor reserved."""
        return str(QuantityField().to_representation(max(row.demand.backordered, 0) if row.demand else 0))


class WorkOrderOperationOut(serializers.Serializer[Any]):
    """An operation of a work order."""

    id = IdField("operation")
    operation = serializers.IntegerField(source="number")
    name = serializers.CharField()
    work_center = serializers.CharField(source="work_center.code", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=Operation.State.choices)
    good = QuantityField()
    scrap = QuantityField(source="scrapped")
    to_inspect = QuantityField(source="unchecked")
    to_decide = QuantityField(source="rejected")
    reworked = QuantityField()
    inspection_percent = serializers.DecimalField(max_digits=6, decimal_places=3, allow_null=True)
    setup_minutes = serializers.DecimalField(max_digits=14, decimal_places=4)
    run_minutes = serializers.DecimalField(max_digits=14, decimal_places=4)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class WorkOrderRowOut(serializers.Serializer[Any]):
    """A work order as lists show it."""

    id = IdField("work_order")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=WorkOrder.State.choices)
    product = RefField("product", source="item")
    quantity = QuantityField()
    unit = serializers.CharField(source="item.unit.code")
    good = QuantityField()
    scrap = QuantityField(source="scrapped")
    reworked = QuantityField(help_text="Went on as rework orders.")
    progress = serializers.SerializerMethodField(help_text="Whole percent.")
    warehouse = RefField("warehouse")
    priority = serializers.SerializerMethodField()
    release_date = DateField(source="release_on")
    due_date = DateField(source="due_on")
    document_kind = serializers.CharField(help_text='Whom it is for: "order", "work_order" or nobody.')
    document = serializers.CharField(source="document_number")
    unneeded = serializers.SerializerMethodField(help_text="What nobody waits for any more.")
    lot = serializers.CharField(source="lot.code", default=None, allow_null=True)
    rework = serializers.BooleanField(source="is_rework")
    rework_of = serializers.CharField(source="rework_of.number", default=None, allow_null=True)
    merged_into = serializers.CharField(source="merged_into.number", default=None, allow_null=True)
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def get_progress(self, row: WorkOrder) -> int:
        """How far it has come."""
        return percent_of(row)

    def get_priority(self, row: WorkOrder) -> str:
        """low, normal, high or rush."""
        return PRIORITIES.get(row.priority, "normal")

    def get_unneeded(self, row: WorkOrder) -> str:
        """What nobody waits for any more."""
        return str(QuantityField().to_representation(surplus_of(row)))


class WorkOrderOutputOut(serializers.Serializer[Any]):
    """A co-product or by-product: what has come into stock with the good pieces, and what is still to."""

    product = RefField("product", source="item")
    kind = serializers.ChoiceField(choices=BomOutput.Kind.choices)
    quantity_per = serializers.DecimalField(max_digits=24, decimal_places=10)
    cost_share_percent = serializers.DecimalField(max_digits=6, decimal_places=3)
    received = QuantityField()
    coming = QuantityField()


class WorkOrderOut(WorkOrderRowOut):
    """A work order with its components, operations and further outputs."""

    components = WorkOrderComponentOut(many=True)
    outputs = WorkOrderOutputOut(many=True)
    operations = WorkOrderOperationOut(many=True)
