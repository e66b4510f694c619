"""Returns over the API: asked for, approved, received, inspected, settled; reasons and return rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from erp.core.documents import known_document, parse_id
from erp.core.errors import Invalid
from erp.core.http.fields import QuantityField, TextField
from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.refs import Body, IdField, RefField
from erp.core.http.views import Call, ReasonBody, Resource, creates, verb
from erp.core.records import Problems
from finance.selectors.credit_notes import credit_notes_of
from inventory.models import Location
from orders.models import OrderLine, ReturnLine, ReturnRequest
from orders.selectors.returns import returns_in_full
from orders.services.return_goods import Arrived, Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import (
    MOST_LINES,
    ReturnInput,
    ReturnLineInput,
    approve_return,
    create_return,
    reject_return,
)

ZERO = Decimal(0)


class ReturnLineOut(serializers.Serializer[Any]):
    """Goods of one order line that come back. Quantities in the order line's unit."""

    line = serializers.IntegerField(source="line_no")
    order_line = RefField("order_line")
    order_line_no = serializers.IntegerField(source="order_line.line_no")
    product = RefField("product", source="order_line.item")
    name = serializers.CharField(source="order_line.description")
    unit = serializers.CharField(source="order_line.unit.code")
    lot = serializers.SerializerMethodField()
    quantity = QuantityField()
    received = serializers.SerializerMethodField()
    accepted = serializers.SerializerMethodField()
    rejected = serializers.SerializerMethodField()
    disposition = serializers.CharField()

    def get_lot(self, row: ReturnLine) -> str | None:
        """The lot's code."""
        return row.lot.code if row.lot else None

    def get_received(self, row: ReturnLine) -> str:
        """What came."""
        return _shown(row, row.received)

    def get_accepted(self, row: ReturnLine) -> str:
        """What was accepted at the inspection."""
        return _shown(row, row.accepted)

    def get_rejected(self, row: ReturnLine) -> str:
        """What was not accepted and went back to the customer."""
        return _shown(row, row.rejected)


def _shown(row: ReturnLine, base: Decimal) -> str:
    return str(QuantityField().to_representation(row.shown(base)))


class ReturnRowOut(serializers.Serializer[Any]):
    """A return as lists show it."""

    id = IdField("return")
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=ReturnRequest.State.choices)
    order = serializers.CharField(source="order.number")
    customer = RefField("customer")
    customer_name = serializers.CharField(source="customer.name")
    warehouse = RefField("warehouse")
    reason = serializers.CharField(source="reason.code")
    note = serializers.CharField()
    rejection = serializers.CharField()
    resolution = serializers.CharField()
    replacement = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    inspected_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def get_replacement(self, row: ReturnRequest) -> str | None:
        """The number of the order that replaces the goods."""
        return row.replacement.number if row.replacement else None


class ReturnOut(ReturnRowOut):
    """A return with its lines and credit notes."""

    lines = ReturnLineOut(many=True)
    credit_notes = serializers.SerializerMethodField()

    def get_credit_notes(self, row: ReturnRequest) -> list[str]:
        """The numbers of the credit notes that settled it."""
        return [note.number for note in credit_notes_of("return", row.pk)]


@extend_schema_field({"oneOf": [{"type": "string", "maxLength": 40}, {"type": "integer", "minimum": 1}]})
class LineKeyField(TextField):
    """A line's id or number; the number may be sent as a number, as other addresses have it."""

    def __init__(self, **kwargs: Any) -> None:
        """As short as a key is."""
        super().__init__(max_length=40, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text of it."""
        is_number = isinstance(data, int) and not isinstance(data, bool)
        return super().to_internal_value(str(data)[:41] if is_number else data)


class ReturnLineBody(Body):
    """What of an order line comes back: the line's id or its number on the order."""

    order_line = LineKeyField()
    quantity = QuantityField()
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)


class ReturnBody(Body):
    """A customer wants to send goods back."""

    order = RefField("order")
    reason = RefField("return_reason")
    lines = ReturnLineBody(many=True, allow_empty=False, max_length=MOST_LINES)
    note = TextField(max_length=500, required=False, allow_blank=True)


class ReturnArrivedBody(Body):
    """What has come of a line, by its number on the return."""

    line = serializers.IntegerField(min_value=1)
    quantity = QuantityField(minimum=0)
    lot = TextField(max_length=60, required=False, allow_null=True, allow_blank=True)


class ReturnReceiveBody(Body):
    """What has come; without lines everything that was announced."""

    lines = ReturnArrivedBody(many=True, required=False, max_length=MOST_LINES)
    location = RefField("location", required=False, allow_null=True)


class ReturnVerdictBody(Body):
    """What is accepted of a line and where that goes."""

    line = serializers.IntegerField(min_value=1)
    accepted = QuantityField(minimum=0)
    rejected = QuantityField(minimum=0, required=False)
    disposition = serializers.ChoiceField(choices=ReturnLine.Disposition.choices, required=False)


class ReturnInspectBody(Body):
    """The inspection: for a return of one line as one verdict, otherwise by line."""

    accepted = QuantityField(minimum=0, required=False)
    rejected = QuantityField(minimum=0, required=False)
    disposition = serializers.ChoiceField(choices=ReturnLine.Disposition.choices, required=False)
    lines = ReturnVerdictBody(many=True, required=False, max_length=MOST_LINES)
    location = RefField("location", required=False, allow_null=True)


class SettleBody(Body):
    """How it is made good; a credit note when nothing is said."""

    resolution = serializers.ChoiceField(choices=ReturnRequest.Resolution.choices, required=False)


class ReturnFilters(CreatedFilters):
    """Filters of the list of returns."""

    state = ChoicesFilter(choices=ReturnRequest.State.choices, field_name="state")
    order = RefFilter("order", field_name="order")
    customer = RefFilter("customer", field_name="customer")
    reason = RefFilter("return_reason", field_name="reason")
    warehouse = RefFilter("warehouse", field_name="warehouse")


class Returns(Resource):
    """Goods that customers send back."""

    kind = "return"
    out = ReturnOut
    list_out = ReturnRowOut
    filters = ReturnFilters
    orderings = {"number": "number", "created_at": "created_at"}
    search_fields = ["number", "order__number", "customer__name"]

    def rows(self) -> QuerySet[Any]:
        """Returns with what the answer shows."""
        rows = super().rows()
        return rows if self.action == "list" else returns_in_full(rows)

    @creates(ReturnBody)
    def create(self, call: Call) -> Any:
        """Ask for a return of what an order has shipped."""
        body = call.body
        known = {line.line_no: line.pk for line in OrderLine.objects.filter(order=body["order"])}
        lines = [
            ReturnLineInput(
                order_line_id=_order_line(row["order_line"], known, f"lines[{n}].order_line"),
                quantity=row["quantity"],
                lot=row.get("lot") or "",
            )
            for n, row in enumerate(body["lines"])
        ]
        request = ReturnInput(body["order"].pk, body["reason"], lines, body.get("note", ""))
        return create_return(request=request, actor=call.actor, at=call.at)

    @verb()
    def approve(self, call: Call) -> Any:
        """Let the customer send the goods."""
        return approve_return(**_common(call))

    @verb(ReasonBody)
    def reject(self, call: Call) -> Any:
        """Say no before the goods are here."""
        return reject_return(**_common(call), reason=call.body["reason"])

    @verb(ReturnReceiveBody)
    def receive(self, call: Call) -> Any:
        """Take the goods in, blocked until they are inspected."""
        given = call.body.get("lines")
        arrived = None
        if given is not None:
            _check_numbers(call.id, given)
            arrived = {row["line"]: Arrived(row["quantity"], row.get("lot") or "") for row in given}
        with _named_as_sent(given):
            return receive_return(**_common(call), arrived=arrived, location=call.body.get("location"))

    @verb(ReturnInspectBody)
    def inspect(self, call: Call) -> Any:
        """Say what is accepted and where it goes; what is not accepted goes back to the customer."""
        place: Location | None = call.body.get("location")
        lines = list(ReturnLine.objects.select_related("order_line").filter(request_id=call.id))
        given = call.body.get("lines")
        if given is not None:
            _check_numbers(call.id, given)
        verdicts = _verdicts(call.body, lines)
        with _named_as_sent(given):
            return inspect_return(**_common(call), verdicts=verdicts, to_location=place)

    @verb(SettleBody)
    def settle(self, call: Call) -> Any:
        """Make it good: credit note, refund or replacement."""
        return settle_return(**_common(call), resolution=call.body.get("resolution", "credit_note"))


def _common(call: Call) -> dict[str, Any]:
    return {
        "return_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }


def _check_numbers(return_id: int, given: list[dict[str, Any]]) -> None:
    """Refuse numbers that the return does not have, and those that are there twice.

    Raises: Invalid on `lines[n].line`.
    """
    known = set(ReturnLine.objects.filter(request_id=return_id).values_list("line_no", flat=True))
    problems, seen = Problems(), set()
    for place, row in enumerate(given):
        if row["line"] not in known:
            problems.add(f"lines[{place}].line", _("The return has no such line."))
        elif row["line"] in seen:
            problems.add(f"lines[{place}].line", _("This line is named twice."))
        seen.add(row["line"])
    problems.refuse()


@contextmanager
def _named_as_sent(given: list[dict[str, Any]] | None) -> Iterator[None]:
    """Refusals name lines by their place in the body, or the body's own fields where it has no lines."""
    try:
        yield
    except Invalid as refusal:
        names = {f"lines[{row['line']}]": f"lines[{place}]" for place, row in enumerate(given or [])}
        errors = {}
        for path, texts in refusal.errors.items():
            head, bracket, rest = path.partition("]")
            whole = head + bracket
            is_own = given is None and bracket and rest
            errors[rest.removeprefix(".") if is_own else names.get(whole, whole) + rest] = texts
        raise Invalid(refusal.code, errors=errors, **refusal.facts) from None


def _order_line(text: str, known: Mapping[int, int], path: str) -> int:
    """A line of the order by its id or number.

    Raises: Invalid.
    """
    pk = parse_id(known_document("order_line").prefix, text)
    if pk is None and text.isascii() and text.isdigit() and len(text) < 10:
        pk = known.get(int(text))
    if pk is None or pk not in known.values():
        raise Invalid.field(path, _("The order has no such line."), "unknown")
    return pk


def _verdicts(body: Mapping[str, Any], lines: list[ReturnLine]) -> dict[int, Verdict]:
    """The verdicts by line; one verdict for all is taken where it can mean one thing only.

    Raises: Invalid.
    """
    if body.get("lines") is not None:
        return {row["line"]: _verdict(row) for row in body["lines"]}
    came = [line for line in lines if line.received > 0]
    if "accepted" not in body and "rejected" not in body:
        raise Invalid.field("accepted", _("This field is required."), "required")
    if len(came) == 1:
        return {came[0].line_no: _verdict(body)}
    accepted, rejected = body.get("accepted", ZERO), body.get("rejected", ZERO)
    total = sum((line.shown(line.received) for line in came), ZERO)
    if accepted + rejected != total or (accepted and rejected):
        raise Invalid.field("lines", _("Say it line by line."), "required")
    disposition = body.get("disposition", "restock")
    return {
        line.line_no: Verdict(
            line.shown(line.received) if accepted else ZERO,
            ZERO if accepted else line.shown(line.received),
            disposition,
        )
        for line in came
    }


def _verdict(row: Mapping[str, Any]) -> Verdict:
    return Verdict(row.get("accepted", ZERO), row.get("rejected", ZERO), row.get("disposition", "restock"))
