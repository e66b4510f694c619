"""Invoices over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from erp.core.http.fields import DateField, MoneyField, QuantityField, StrictDecimalField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import IdField, RefField
from erp.core.http.renderers import PdfRenderer
from erp.core.http.views import Call, ReasonBody, Resource, verb
from erp.masterdata.selectors.company import business_day
from finance.models import Invoice, InvoiceLine
from finance.selectors.invoices import invoices_in_full
from finance.services.invoices import issue_invoice, void_invoice


class InvoiceLineOut(serializers.Serializer[Any]):
    """One thing billed."""

    line = serializers.IntegerField(source="line_no")
    product = serializers.SerializerMethodField()
    description = serializers.CharField()
    quantity = QuantityField(signed=True)
    unit = serializers.CharField(source="unit_code")
    unit_price = MoneyField()
    discount_rate = StrictDecimalField()
    net = MoneyField(signed=True)
    tax_rate = StrictDecimalField()
    tax = MoneyField(signed=True)

    def get_product(self, row: InvoiceLine) -> str | None:
        """The product's SKU."""
        return row.item.sku if row.item else None


class InvoicePaymentOut(serializers.Serializer[Any]):
    """A part of a payment that paid a part of the invoice; negative when it was taken back."""

    payment = serializers.CharField(source="payment.number")
    amount = MoneyField(signed=True)
    at = serializers.DateTimeField()


class InvoiceRowOut(serializers.Serializer[Any]):
    """An invoice as lists show it."""

    id = IdField("invoice")
    number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=Invoice.State.choices)
    is_overdue = serializers.SerializerMethodField()
    customer = RefField("customer")
    customer_name = serializers.CharField(source="customer.name")
    order = serializers.CharField(source="document_number")
    shipment = serializers.CharField(source="shipment_number")
    currency = serializers.CharField(source="currency_id")
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    open_amount = MoneyField()
    issued_date = DateField(source="issued_on", allow_null=True)
    due_date = DateField(source="due_on", allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def get_is_overdue(self, row: Invoice) -> bool:
        """Whether it should have been paid by now."""
        is_open = row.state in {Invoice.State.ISSUED, Invoice.State.PARTIALLY_PAID}
        return is_open and row.due_on is not None and row.due_on < _today()


class InvoiceOut(InvoiceRowOut):
    """An invoice with its lines and what paid it."""

    buyer = serializers.DictField()
    lines = InvoiceLineOut(many=True)
    payments = InvoicePaymentOut(many=True, source="allocations")


class InvoiceFilters(CreatedFilters):
    """Filters of the list of invoices."""

    state = ChoicesFilter(choices=Invoice.State.choices, field_name="state")
    customer = RefFilter("customer", field_name="customer")
    order = DocumentFilter("order")
    number = django_filters.CharFilter(field_name="number")
    overdue = django_filters.BooleanFilter(method="only_overdue")
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")
    issued_after = django_filters.DateFilter(field_name="issued_on", lookup_expr="gte")
    issued_before = django_filters.DateFilter(field_name="issued_on", lookup_expr="lte")

    def only_overdue(self, rows: QuerySet[Invoice], name: str, value: bool) -> QuerySet[Invoice]:
        """Open invoices past their due date, or all others."""
        late = {"state__in": ["issued", "partially_paid"], "due_on__lt": _today()}
        return rows.filter(**late) if value else rows.exclude(**late)


class Invoices(Resource):
    """What customers owe for goods shipped."""

    kind = "invoice"
    out = InvoiceOut
    list_out = InvoiceRowOut
    filters = InvoiceFilters
    orderings = {"number": "number", "issued_date": "issued_on", "due_date": "due_on"}

    def rows(self) -> QuerySet[Any]:
        """Invoices with what the answer shows."""
        rows = super().rows()
        return rows if self.action == "list" else invoices_in_full(rows)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By the number of the invoice, order or shipment."""
        wanted = text.upper()
        return (
            rows.filter(number__startswith=wanted)
            | rows.filter(document_number=wanted)
            | rows.filter(shipment_number=wanted)
        )

    search_fields = ["number", "order", "shipment"]

    @verb()
    def issue(self, call: Call) -> Any:
        """The customer owes it from now on."""
        return issue_invoice(
            invoice_id=call.id, actor=call.actor, expected_version=call.expected_version, at=call.at
        )

    @verb(ReasonBody)
    def void(self, call: Call) -> Any:
        """It was a mistake: what it billed can be billed again."""
        return void_invoice(
            invoice_id=call.id,
            reason=call.body["reason"],
            actor=call.actor,
            expected_version=call.expected_version,
            at=call.at,
        )

    @extend_schema(
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("language", str, enum=["en", "zh-hans"])],
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None, renderer_classes=[PdfRenderer, JSONRenderer])
    def pdf(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The invoice as a PDF, in the language asked for or the reader's."""
        from finance.services.documents import invoice_pdf

        pk = self.found_id()
        asked = request.query_params.get("language", "") or self.actor.language
        language = "zh-hans" if asked.lower().startswith("zh") else "en"
        response = HttpResponse(invoice_pdf(invoice_id=pk, language=language), content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="invoice-{pk}.pdf"'
        return response


def _today() -> date:
    return business_day(timezone.now())
