"""Suppliers' invoices over the API: enter, match, approve, pay; their ages and what is not billed yet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.pages import CursorPage, PageQuery
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, Endpoint, ReasonBody, Resource, creates, verb
from erp.masterdata.selectors.company import base_currency, business_day
from finance.api.receivables import AgeingQuery, AmountsOut
from finance.models import Payable, PayableLine
from finance.selectors.payables import payable_totals, payables_by_supplier, payables_in_full, unbilled_lines
from finance.services.billed_lines import MAX_LINES
from finance.services.payables import BilledLine, approve_payable, record_payable, void_payable
from finance.services.supplier_payments import pay_payable
from inventory.models import PurchaseOrderLine


class PayableLineOut(serializers.Serializer[Any]):
    """What is billed of one receipt's line (none where nothing arrived), and whether it agrees."""

    line = serializers.IntegerField(source="line_no")
    purchase_order = serializers.CharField(source="order_line.purchase_order.number")
    order_line = serializers.IntegerField(source="order_line.line_no")
    receipt = serializers.CharField(source="receipt_line.receipt.number", default=None, allow_null=True)
    product = RefField("product", source="item")
    quantity = QuantityField()
    unit_price = MoneyField()
    order_price = MoneyField()
    net = MoneyField()
    outcome = serializers.ChoiceField(choices=PayableLine.Outcome.choices)


class PayableOut(serializers.Serializer[Any]):
    """A supplier's invoice."""

    id = IdField("payable")
    number = serializers.CharField()
    supplier = RefField("supplier")
    supplier_number = serializers.CharField()
    state = serializers.ChoiceField(choices=Payable.State.choices)
    currency = serializers.CharField(source="currency_id")
    invoice_date = DateField(source="invoiced_on")
    due_date = DateField(source="due_on")
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    open_amount = MoneyField()
    approved_by = serializers.CharField()
    reason = serializers.CharField()
    lines = PayableLineOut(many=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class BilledLineBody(Body):
    """What is billed of an order's line, by its number, at a price in the order's currency."""

    purchase_order = RefField("purchase_order")
    line = serializers.IntegerField(min_value=1, max_value=100_000)
    quantity = QuantityField()
    unit_price = MoneyField()


class PayableBody(Body):
    """A supplier's invoice; without a due date it is due after the company's days to pay."""

    supplier = RefField("supplier")
    supplier_number = TextField(max_length=60)
    invoice_date = DateField()
    due_date = DateField(required=False, allow_null=True)
    tax = MoneyField(required=False)
    lines = BilledLineBody(many=True, allow_empty=False, max_length=MAX_LINES)


class PayBody(Body):
    """How much was paid; without an amount all that is open."""

    amount = MoneyField(above=0, required=False, allow_null=True)
    paid_date = DateField(required=False, allow_null=True)
    reference = TextField(max_length=120, required=False, allow_blank=True)


class PayableFilters(CreatedFilters):
    """Filters of the list of suppliers' invoices."""

    state = ChoicesFilter(choices=Payable.State.choices, field_name="state")
    supplier = RefFilter("supplier", field_name="supplier")
    purchase_order = RefFilter(
        "purchase_order", field_name="lines__order_line__purchase_order", distinct=True
    )


class Payables(Resource):
    """Suppliers' invoices, matched with orders and receipts."""

    kind = "payable"
    out = PayableOut
    filters = PayableFilters
    orderings = {"number": "number", "created_at": "created_at", "due_date": "due_on", "total": "total"}
    search_fields = ["number", "supplier_number", "supplier__name"]

    def rows(self) -> QuerySet[Any]:
        """Invoices with their lines."""
        return payables_in_full(super().rows())

    @creates(PayableBody)
    def create(self, call: Call) -> Any:
        """Enter an invoice; what agrees with order and receipts is owed at once."""
        body = call.body
        return record_payable(
            supplier_id=body["supplier"].pk,
            supplier_number=body["supplier_number"],
            invoiced_on=body["invoice_date"],
            due_on=body.get("due_date"),
            tax=body.get("tax") or Decimal(0),
            lines=_lines(body["lines"]),
            actor=call.actor,
            at=call.at,
        )

    @verb(ReasonBody)
    def approve(self, call: Call) -> Any:
        """Accept that it differs; it is owed."""
        return approve_payable(**_common(call), reason=call.body["reason"])

    @verb(ReasonBody)
    def void(self, call: Call) -> Any:
        """Take it back; what it billed can be billed anew."""
        return void_payable(**_common(call), reason=call.body["reason"])

    @verb(PayBody)
    def pay(self, call: Call) -> Any:
        """Record that it was paid."""
        return pay_payable(
            **_common(call),
            amount=call.body.get("amount"),
            paid_on=call.body.get("paid_date"),
            reference=call.body.get("reference") or "",
        )


def _common(call: Call) -> dict[str, Any]:
    return {
        "payable_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


def _lines(lines: list[dict[str, Any]]) -> list[BilledLine]:
    orders = {line["purchase_order"].pk for line in lines}
    rows = PurchaseOrderLine.objects.select_related("purchase_order").filter(purchase_order_id__in=orders)
    known = {(row.purchase_order_id, row.line_no): row for row in rows}
    found, errors = [], {}
    for position, line in enumerate(lines):
        row = known.get((line["purchase_order"].pk, line["line"]))
        if row is None:
            errors[f"lines[{position}].line"] = [_("This order has no such line.")]
        else:
            found.append(BilledLine(row, line["quantity"], line["unit_price"]))
    if errors:
        raise Invalid(errors=errors)
    return found


class PayablesAgeingRowOut(AmountsOut):
    """What is owed to one supplier."""

    supplier = serializers.CharField(source="code")
    supplier_name = serializers.CharField(source="name")


class PayablesAgeingOut(serializers.Serializer[Any]):
    """A page of suppliers we owe something, and the sums over all of them."""

    as_of = DateField()
    currency = serializers.CharField()
    totals = AmountsOut()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = PayablesAgeingRowOut(many=True)


class PayablesAgeing(Endpoint):
    """How old payables are."""

    @extend_schema(operation_id="payables_ageing", parameters=[AgeingQuery], responses=PayablesAgeingOut)
    def get(self, request: Request) -> Response:
        """Open amounts per supplier by days overdue."""
        as_of = self.query(AgeingQuery).get("as_of") or business_day(timezone.now())
        page = CursorPage(request, {"supplier": "code", "open_total": "open_total"}, "supplier")
        found = page.take(payables_by_supplier(self.actor, as_of=as_of))
        head = {"as_of": as_of.isoformat(), "currency": base_currency()}
        totals = AmountsOut(payable_totals(self.actor, as_of=as_of)).data
        rows = [*PayablesAgeingRowOut(found, many=True).data]
        return Response(head | {"totals": totals} | page.answer(rows))


class UnbilledOut(serializers.Serializer[Any]):
    """A line of a receipt that no invoice bills yet; its value is by the order, in the base currency."""

    receipt = serializers.CharField(source="receipt.number")
    line = serializers.IntegerField(source="line_no")
    purchase_order = serializers.CharField(source="receipt.purchase_order.number")
    order_line = serializers.IntegerField(source="order_line.line_no")
    supplier = serializers.CharField(source="receipt.supplier.code")
    product = serializers.CharField(source="item.sku")
    arrived_date = DateField(source="receipt.arrived_on")
    quantity = serializers.SerializerMethodField()
    unit = serializers.CharField(source="order_line.unit_code")
    unit_price = MoneyField(source="order_line.unit_price")
    value = MoneyField(source="open_value")

    @extend_schema_field(QuantityField())
    def get_quantity(self, line: Any) -> Any:
        """What may be billed, in the unit that the order's line is in."""
        return QuantityField().to_representation(line.order_line.in_unit(line.billable))


class UnbilledPageOut(serializers.Serializer[Any]):
    """A page of what arrived and is not billed."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = UnbilledOut(many=True)


class UnbilledQuery(PageQuery):
    """Of one supplier, or of all."""

    supplier = RefField("supplier", required=False)


class Unbilled(Endpoint):
    """What arrived and is not billed."""

    @extend_schema(operation_id="payables_unbilled", parameters=[UnbilledQuery], responses=UnbilledPageOut)
    def get(self, request: Request) -> Response:
        """Lines of receipts that suppliers may still bill, the oldest first."""
        supplier = self.query(UnbilledQuery).get("supplier")
        rows = unbilled_lines(self.actor, supplier_id=supplier.pk if supplier else None)
        page = CursorPage(request, {"id": "pk"}, "id")
        return Response(page.answer([*UnbilledOut(page.take(rows), many=True).data]))
