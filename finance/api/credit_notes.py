"""Credit notes over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from erp.core.errors import Invalid
from erp.core.http.fields import DateField, MoneyField, QuantityField, TextField
from erp.core.http.filters import CreatedFilters, DocumentFilter, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.renderers import PdfRenderer
from erp.core.http.views import Call, Resource, creates
from finance.models import InvoiceLine
from finance.selectors.credit_notes import credit_notes_in_full
from finance.services.credit_notes import Credit, issue_credit_note

MOST_LINES = 1000


class CreditNoteLineOut(serializers.Serializer[Any]):
    """A part of an invoice line that is not owed after all."""

    line = serializers.IntegerField(source="line_no")
    invoice_line = serializers.IntegerField(source="invoice_line.line_no")
    product = RefField("product", source="item", allow_null=True)
    description = serializers.CharField()
    quantity = QuantityField()
    unit = serializers.CharField(source="unit_code")
    unit_price = serializers.DecimalField(max_digits=22, decimal_places=6)
    net = MoneyField()
    tax_rate = serializers.DecimalField(max_digits=7, decimal_places=6)
    tax = MoneyField()


class CreditNoteRowOut(serializers.Serializer[Any]):
    """A credit note as lists show it; `unapplied` is the customer's credit that is left of it."""

    id = IdField("credit_note")
    number = serializers.CharField()
    customer = RefField("customer")
    invoice = serializers.CharField(source="invoice.number")
    order = serializers.CharField(source="document_number")
    return_number = serializers.CharField(source="source_number")
    reason = serializers.CharField()
    currency = serializers.CharField(source="currency_id")
    subtotal = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    unapplied = MoneyField(source="payment.unapplied")
    refunded = MoneyField(source="payment.refunded")
    issued_date = DateField(source="issued_on")


class CreditNoteOut(CreditNoteRowOut):
    """A credit note with its lines."""

    lines = CreditNoteLineOut(many=True)


class CreditBody(Body):
    """How much of an invoice line is not owed; `line` is its number on the invoice."""

    line = serializers.IntegerField(min_value=1)
    quantity = QuantityField()


class CreditNoteBody(Body):
    """What of an invoice to credit; without lines all that is not credited yet."""

    invoice = RefField("invoice")
    reason = TextField(max_length=200)
    lines = CreditBody(many=True, required=False, max_length=MOST_LINES)


class CreditNoteFilters(CreatedFilters):
    """Filters of the list of credit notes."""

    customer = RefFilter("customer", field_name="customer")
    invoice = RefFilter("invoice", field_name="invoice")
    order = DocumentFilter("order")


class CreditNotes(Resource):
    """What customers do not owe after all."""

    kind = "credit_note"
    out = CreditNoteOut
    list_out = CreditNoteRowOut
    filters = CreditNoteFilters
    orderings = {"number": "number", "issued_date": "issued_on", "created_at": "created_at"}
    search_fields = ["number", "document_number", "source_number"]

    def rows(self) -> QuerySet[Any]:
        """Credit notes with what the answer shows."""
        rows = super().rows()
        return rows if self.action == "list" else credit_notes_in_full(rows)

    @creates(CreditNoteBody)
    def create(self, call: Call) -> Any:
        """Credit parts of an invoice; they pay what is open on it, the rest is the customer's credit."""
        invoice = call.body["invoice"]
        known = {line.line_no: line for line in InvoiceLine.objects.filter(invoice=invoice)}
        credits = []
        for n, row in enumerate(call.body.get("lines") or _rest(invoice.pk)):
            if row["line"] not in known:
                raise Invalid.field(f"lines[{n}].line", _("The invoice has no such line."), "unknown")
            credits.append(Credit(known[row["line"]].pk, row["quantity"]))
        return issue_credit_note(
            invoice_id=invoice.pk, credits=credits, reason=call.body["reason"], actor=call.actor, at=call.at
        )

    @extend_schema(
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("language", str, enum=["en", "zh-hans"])],
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None, renderer_classes=[PdfRenderer, JSONRenderer])
    def pdf(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The credit note as a PDF, in the language asked for or the reader's."""
        from finance.services.credit_papers import credit_note_pdf

        pk = self.found_id()
        asked = request.query_params.get("language", "") or self.actor.language
        language = "zh-hans" if asked.lower().startswith("zh") else "en"
        body = credit_note_pdf(credit_note_id=pk, language=language)
        response = HttpResponse(body, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="credit-note-{pk}.pdf"'
        return response


def _rest(invoice_id: int) -> list[dict[str, Any]]:
    from finance.selectors.credit_notes import uncredited

    return [{"line": line.line_no, "quantity": left} for line, left in uncredited(invoice_id) if left > 0]
