"""Customers' orders over the API: entry, lists, the whole life, and their story."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Conflict, Invalid
from erp.core.http.fields import CustomField, DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.messages import beside
from erp.core.http.refs import Body, RefField
from erp.core.http.views import Call, ReasonBody, Resource, changes, creates, verb
from erp.core.records import Problems
from erp.masterdata.models import Company
from orders.api.production import OrderProductionOut
from orders.api.shapes import OrderOut, OrderRowOut, PromiseHistoryOut, TimelineEntryOut
from orders.models import Order
from orders.selectors.orders import orders_in_full, orders_in_list, searched_orders, whole_order
from orders.selectors.promise_history import promise_history
from orders.selectors.timeline import order_timeline
from orders.services.amend import KEEP, HeaderChange, LineChange, amend_order, field_in_the_way
from orders.services.approvals import approve_order, decline_order
from orders.services.billing import bill_order
from orders.services.entry import MAX_LINES, create_order
from orders.services.holds import use_holds
from orders.services.incoming import (
    OrderBody,
    ShipToBody,
    discount_field,
    line_input,
    order_input,
    own_fields,
)
from orders.services.orders import (
    allocate_order,
    cancel_order,
    close_order,
    hold_order,
    release_order,
    submit_order,
)
from production.selectors.work_orders import Production, production_of


class OrderPatch(Body):
    """New terms of an order; what is left out stays."""

    priority = serializers.ChoiceField(choices=Order.Priority.choices, required=False)
    requested_date = DateField(required=False, allow_null=True, help_text="null takes it away.")
    ship_complete = serializers.BooleanField(required=False)
    reservation_policy = serializers.ChoiceField(
        choices=Company.ReservationPolicy.choices, required=False, allow_blank=True
    )
    carrier = RefField("carrier", required=False)
    customer_po = TextField(max_length=120, required=False, allow_blank=True)
    note = TextField(max_length=5000, required=False, allow_blank=True, lines=True)
    ship_to = ShipToBody(required=False)
    custom = CustomField()


class LineChangeBody(Body):
    """A line to change, by its id, or to add, without one; quantity zero takes a line off."""

    id = RefField("order_line", required=False)
    product = RefField("product", required=False)
    quantity = QuantityField(required=False, minimum=0)
    unit_price = MoneyField(required=False, allow_null=True)
    unit = RefField("unit", required=False, allow_null=True)
    discount_rate = discount_field()
    requested_date = DateField(required=False, allow_null=True)
    description = TextField(max_length=200, required=False, allow_blank=True)
    custom = CustomField()


class AmendBody(OrderPatch):
    """Lines by id change, lines without id are added, lines not named stay."""

    lines = LineChangeBody(many=True, required=False, max_length=MAX_LINES)


class HoldsBody(Body):
    """Soft holds that an order takes over, by number or id."""

    holds = serializers.ListField(child=RefField("hold"), allow_empty=False, max_length=50)


class ApproveBody(Body):
    """An approval, with or without words."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class OrderFilters(CreatedFilters):
    """Filters of the list of orders."""

    state = ChoicesFilter(choices=Order.State.choices, field_name="state")
    fulfillment_state = ChoicesFilter(choices=Order.Fulfillment.choices, field_name="fulfillment_state")
    billing_state = ChoicesFilter(choices=Order.Billing.choices, field_name="billing_state")
    priority = ChoicesFilter(choices=Order.Priority.choices, field_name="priority")
    customer = RefFilter("customer", field_name="customer")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    salesperson = RefFilter("user", field_name="salesperson")
    channel = django_filters.CharFilter(field_name="channel")
    external_id = django_filters.CharFilter(field_name="external_id")
    customer_po = django_filters.CharFilter(field_name="customer_po")
    number = django_filters.CharFilter(field_name="number")
    at_risk = django_filters.BooleanFilter(method="with_slips")
    promised_before = django_filters.DateFilter(field_name="promised_on", lookup_expr="lte")
    promised_after = django_filters.DateFilter(field_name="promised_on", lookup_expr="gte")
    requested_before = django_filters.DateFilter(field_name="requested_on", lookup_expr="lte")
    requested_after = django_filters.DateFilter(field_name="requested_on", lookup_expr="gte")

    def with_slips(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Orders with a promise that no longer holds, or without."""
        return rows.filter(open_slips__gt=0) if value else rows.filter(open_slips=0)


class Orders(Resource):
    """Customers' orders."""

    kind = "order"
    out = OrderOut
    list_out = OrderRowOut
    whole = staticmethod(whole_order)
    filters = OrderFilters
    orderings = {
        "number": "number",
        "created_at": "created_at",
        "promised_date": "promised_on",
        "requested_date": "requested_on",
        "total": "total",
    }
    search_fields = ["number", "customer", "customer_po", "external_id"]

    def rows(self) -> QuerySet[Order]:
        """Orders with what the answer shows of them."""
        rows = super().rows()
        return orders_in_list(rows) if self.action == "list" else orders_in_full(rows)

    def searched(self, rows: QuerySet[Order], text: str) -> QuerySet[Order]:
        """By number, customer, the customer's order number or the id outside."""
        return searched_orders(rows, text)

    @creates(OrderBody)
    def create(self, call: Call) -> Any:
        """Enter an order; with `submit` it is submitted in the same transaction."""
        order = create_order(order=order_input(call.body), actor=call.actor, at=call.at)
        if call.body["submit"]:
            submit_order(order_id=order.pk, actor=call.actor, at=call.at)
        return order

    @changes(OrderPatch)
    def partial_update(self, call: Call) -> Any:
        """Change an order's terms."""
        return self._amend(call, [])

    @verb(AmendBody)
    def amend(self, call: Call) -> Any:
        """Change lines and terms; a confirmed order is promised, reserved and credit-checked anew."""
        return self._amend(call, call.body.get("lines", []))

    def _amend(self, call: Call, lines: list[dict[str, Any]]) -> Order:
        changed = [position for position, line in enumerate(lines) if "id" in line]
        added = [position for position, line in enumerate(lines) if "id" not in line]
        _check_lines(lines)
        try:
            return amend_order(
                order_id=call.id,
                actor=call.actor,
                changes=[_line_change(lines[position], position) for position in changed],
                added=[line_input(lines[position]) for position in added],
                header=_header(call),
                expected_version=call.expected_version,
                at=call.at,
            )
        except Conflict as refusal:
            number, field = refusal.facts.get("line"), field_in_the_way(refusal)
            paths = [f"lines[{n}].{field}" for n in changed if lines[n]["id"].line_no == number]
            raise (beside(refusal, paths[0]) if paths else refusal) from None
        except Invalid as refusal:
            names = {f"lines[{n}]": f"lines[{position}]" for n, position in enumerate(changed)}
            names |= {f"added[{n}]": f"lines[{position}]" for n, position in enumerate(added)}
            errors = {_renamed(path, names): texts for path, texts in refusal.errors.items()}
            raise Invalid(refusal.code, errors=errors, **refusal.facts) from None

    @verb()
    def submit(self, call: Call) -> Any:
        """Ask for the order to be taken; routine orders confirm themselves."""
        return submit_order(
            order_id=call.id, actor=call.actor, expected_version=call.expected_version, at=call.at
        )

    @verb(ApproveBody)
    def approve(self, call: Call) -> Any:
        """Approve the open task about the order."""
        return approve_order(
            order_id=call.id,
            actor=call.actor,
            reason=call.body.get("reason", ""),
            expected_version=call.expected_version,
            at=call.at,
        )

    @verb(ReasonBody)
    def reject(self, call: Call) -> Any:
        """Reject the open task about the order, and with it the order."""
        return decline_order(**_with_reason(call))

    @verb(ReasonBody)
    def hold(self, call: Call) -> Any:
        """Stop work on the order."""
        return hold_order(**_with_reason(call))

    @verb()
    def release(self, call: Call) -> Any:
        """Let work on the order go on."""
        return release_order(
            order_id=call.id, actor=call.actor, expected_version=call.expected_version, at=call.at
        )

    @verb(ReasonBody)
    def cancel(self, call: Call) -> Any:
        """Cancel what was not shipped."""
        return cancel_order(**_with_reason(call))

    @verb()
    def allocate(self, call: Call) -> Any:
        """Reserve what has become free."""
        return allocate_order(
            order_id=call.id, actor=call.actor, expected_version=call.expected_version, at=call.at
        )

    @verb(HoldsBody, path="use-holds")
    def use_holds(self, call: Call) -> Any:
        """Take over soft holds: at once when the order is confirmed, else when it will be."""
        return use_holds(
            order_id=call.id,
            hold_ids=[hold.pk for hold in call.body["holds"]],
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )

    @verb()
    def bill(self, call: Call) -> Any:
        """Bill what was shipped and no invoice bills any more, after one was voided."""
        return bill_order(
            order_id=call.id, actor=call.actor, expected_version=call.expected_version, at=call.at
        )

    @verb()
    def close(self, call: Call) -> Any:
        """Close an order of which everything was shipped or cancelled."""
        return close_order(
            order_id=call.id, actor=call.actor, expected_version=call.expected_version, at=call.at
        )

    @extend_schema(responses=TimelineEntryOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def timeline(self, request: Request, **kwargs: Any) -> Response:
        """What happened to the order, oldest first."""
        entries = order_timeline(self.found_id(), self.actor)
        return Response(TimelineEntryOut(entries, many=True).data)

    @extend_schema(responses=PromiseHistoryOut(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, url_path="promise-history")
    def promise_history(self, request: Request, **kwargs: Any) -> Response:
        """Requested, promised, shipped and delivered dates per line, with every change of the promise."""
        found = promise_history(Order.objects.get(pk=self.found_id()))
        return Response(PromiseHistoryOut(found, many=True).data)

    @extend_schema(responses=OrderProductionOut, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def production(self, request: Request, **kwargs: Any) -> Response:
        """Where what is made for the order stands: scheduled, in production or made, and how far."""
        self.actor.require("production.view_work_order")
        found = production_of("order", self.found_id()) or Production("none", 0, [])
        return Response(OrderProductionOut(found, context={"actor": self.actor}).data)


def _with_reason(call: Call) -> dict[str, Any]:
    return {
        "order_id": call.id,
        "reason": call.body["reason"],
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


def _header(call: Call) -> HeaderChange:
    body, problems = call.body, Problems()
    custom = None
    if "custom" in body:
        stored = Order.objects.values_list("custom", flat=True).get(pk=call.id)
        custom = own_fields("order", body["custom"], problems, stored)
    problems.refuse()
    ship_to = body.get("ship_to")
    return HeaderChange(
        requested_on=body.get("requested_date", KEEP),
        priority=body.get("priority"),
        ship_complete=body.get("ship_complete"),
        reservation_policy=body.get("reservation_policy"),
        carrier_id=carrier.pk if (carrier := body.get("carrier")) else None,
        customer_po=body.get("customer_po"),
        note=body.get("note"),
        ship_to=None if ship_to is None else {name: text for name, text in ship_to.items() if text},
        custom=custom,
    )


def _line_change(line: dict[str, Any], position: int) -> LineChange:
    custom, problems = None, Problems(f"lines[{position}].")
    if "custom" in line:
        custom = own_fields("order_line", line["custom"], problems, line["id"].custom)
    problems.refuse()
    return LineChange(
        line_id=line["id"].pk,
        quantity=line.get("quantity"),
        unit_price=line.get("unit_price"),
        discount_rate=line.get("discount_rate"),
        requested_on=line.get("requested_date", KEEP),
        description=line.get("description"),
        custom=custom,
    )


def _check_lines(lines: list[dict[str, Any]]) -> None:
    """Refuse new lines without product or quantity, and lines named twice."""
    from django.utils.translation import gettext as _

    problems, seen = Problems(), set()
    for position, line in enumerate(lines):
        known = line.get("id")
        if known is None:
            for name in ("product", "quantity"):
                if line.get(name) is None:
                    problems.add(f"lines[{position}].{name}", _("This field is required."))
        elif known.pk in seen:
            problems.add(f"lines[{position}].id", _("This line is named twice."))
        elif line.get("product") is not None and line["product"].pk != known.item_id:
            problems.add(f"lines[{position}].product", _("The product of a line can't change; add a line."))
        elif line.get("unit") is not None and line["unit"].pk != known.unit_id:
            problems.add(f"lines[{position}].unit", _("The unit of a line can't change; add a line."))
        if known is not None:
            seen.add(known.pk)
    problems.refuse()


def _renamed(path: str, names: dict[str, str]) -> str:
    head, bracket, rest = path.partition("]")
    return names.get(head + bracket, head + bracket) + rest
