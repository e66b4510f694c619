"""Where what is made for an order stands, as the API answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from erp.core.http.fields import DateField, QuantityField
from erp.core.http.refs import RefField

STATES = [(name, name) for name in ("none", "scheduled", "in_production", "made")]


class OrderMakingOut(serializers.Serializer[Any]):
    """A work order for an order."""

    number = serializers.CharField(source="work_order.number")
    state = serializers.CharField(source="work_order.state")
    product = RefField("product", source="work_order.item")
    quantity = QuantityField(source="work_order.quantity")
    good = QuantityField(source="work_order.good")
    due_date = DateField(source="work_order.due_on")
    percent = serializers.IntegerField()


class OrderProductionOut(serializers.Serializer[Any]):
    """Scheduled (排产中), in production (生产中) or made (已完工), in whole percent weighed by cost."""

    state = serializers.ChoiceField(choices=STATES)
    percent = serializers.IntegerField()
    work_orders = OrderMakingOut(many=True, source="parts")
