"""Purchase orders over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from erp.core.http.filters import ChoicesFilter, CreatedFilters, RefFilter
from erp.core.http.views import Call, ReasonBody, Resource, changes, creates, verb
from erp.masterdata.selectors.company import business_day
from inventory.api.purchase_order_shapes import (
    ChangeBody,
    ConfirmBody,
    LessAnswerBody,
    LessBody,
    LessLineBody,
    LinkBody,
    LinkOut,
    MailBody,
    PurchaseMailOut,
    PurchaseOrderBody,
    PurchaseOrderOut,
    ReceiptBody,
    RescheduleBody,
)
from inventory.models import PurchaseMail, PurchaseOrder
from inventory.selectors.purchases import endangering, purchase_orders_in_full
from inventory.services.purchase import (
    PurchaseLineInput,
    close_purchase_order,
    create_purchase_order,
    send_purchase_order,
)
from inventory.services.purchase_changes import reschedule_purchase_order
from inventory.services.purchase_drafts import LineChange, edit_purchase_order
from inventory.services.purchase_mails import mail_purchase_order
from inventory.services.purchase_reductions import (
    ask_reduction,
    note_reduction_answer,
    withdraw_reduction,
)
from inventory.services.receipts import ReceiptInput, receive_purchase_order
from inventory.services.supplier_answers import accept_proposal, confirm_purchase_order, decline_proposal
from inventory.services.supplier_links import make_supplier_link


def _arrived(line: dict[str, Any]) -> ReceiptInput:
    return ReceiptInput(
        line_no=line["line"],
        quantity=line["quantity"],
        lot=line.get("lot") or "",
        expires_on=line.get("expires_date"),
        serials=tuple(line.get("serials") or ()),
        damaged=line.get("damaged") or Decimal(0),
        damage_reason=line.get("damage_reason") or "",
        close_rest=line["close_rest"],
        unit=line.get("unit"),
    )


class PurchaseOrderFilters(CreatedFilters):
    """Filters of the list of purchase orders."""

    state = ChoicesFilter(choices=PurchaseOrder.State.choices, field_name="state")
    confirmation = ChoicesFilter(choices=PurchaseOrder.Confirmation.choices, field_name="confirmation")
    supplier = RefFilter("supplier", field_name="supplier")
    warehouse = RefFilter("warehouse", field_name="warehouse")
    product = RefFilter("product", field_name="lines__item", distinct=True)
    endangers_orders = django_filters.BooleanFilter(method="with_endangered")

    def with_endangered(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Orders that come too late for a promise that leans on them, or the others."""
        condition = endangering(business_day(timezone.now()))
        return rows.filter(condition) if value else rows.exclude(condition)


class PurchaseOrders(Resource):
    """Goods ordered from suppliers."""

    kind = "purchase_order"
    out = PurchaseOrderOut
    filters = PurchaseOrderFilters
    orderings = {"number": "number", "created_at": "created_at", "expected_date": "expected_on"}
    search_fields = ["number", "supplier__name"]

    def rows(self) -> QuerySet[Any]:
        """Purchase orders with their lines."""
        return purchase_orders_in_full(super().rows())

    @creates(PurchaseOrderBody)
    def create(self, call: Call) -> Any:
        """Write a draft."""
        lines = [
            PurchaseLineInput(
                item=line["product"],
                quantity=line["quantity"],
                unit_price=line.get("unit_price"),
                expected_on=line.get("expected_date"),
                unit=line.get("unit"),
            )
            for line in call.body["lines"]
        ]
        return create_purchase_order(
            supplier=call.body["supplier"],
            warehouse=call.body["warehouse"],
            expected_on=call.body["expected_date"],
            currency=currency.code if (currency := call.body.get("currency")) else "",
            note=call.body.get("note", ""),
            lines=lines,
            actor=call.actor,
            at=call.at,
        )

    @changes(ChangeBody)
    def partial_update(self, call: Call) -> Any:
        """Change a draft: lines by number change, those without one are added, others stay."""
        lines = [
            LineChange(
                line_no=line.get("line"),
                item=line.get("product"),
                quantity=line.get("quantity"),
                unit_price=line.get("unit_price"),
                expected_on=line.get("expected_date"),
                unit=line.get("unit"),
            )
            for line in call.body.get("lines", ())
        ]
        return edit_purchase_order(**_common(call), lines=lines, note=call.body.get("note"))

    @verb(ConfirmBody)
    def confirm(self, call: Call) -> Any:
        """Note that the supplier has confirmed it as it is."""
        return confirm_purchase_order(**_common(call), reference=call.body.get("reference", ""))

    @verb(path="accept-proposal")
    def accept_proposal(self, call: Call) -> Any:
        """Agree to the quantities and days that the supplier proposes."""
        return accept_proposal(**_common(call))

    @verb(ReasonBody, path="decline-proposal")
    def decline_proposal(self, call: Call) -> Any:
        """Insist on the order as it is."""
        return decline_proposal(**_common(call), reason=call.body["reason"])

    @verb(RescheduleBody)
    def reschedule(self, call: Call) -> Any:
        """Expect lines on other days; promises that lean on them are looked at again."""
        dates = {line["line"]: line["expected_date"] for line in call.body["lines"]}
        return reschedule_purchase_order(**_common(call), dates=dates, reason=call.body["reason"])

    @verb(LessBody, path="ask-reduction")
    def ask_reduction(self, call: Call) -> Any:
        """Ask the supplier for less of a line, in the product's base unit; all that is to come cancels it."""
        body = call.body
        ask_reduction(**_common(call), line_no=body["line"], quantity=body["quantity"], reason=body["reason"])
        return call.id

    @verb(LessAnswerBody, path="answer-reduction")
    def answer_reduction(self, call: Call) -> Any:
        """Note what the supplier said to it."""
        return note_reduction_answer(
            **_common(call), line_no=call.body["line"], is_agreed=call.body["agreed"], note=call.body["note"]
        )

    @verb(LessLineBody, path="withdraw-reduction")
    def withdraw_reduction(self, call: Call) -> Any:
        """Take the request back."""
        return withdraw_reduction(**_common(call), line_no=call.body["line"])

    @verb(LinkBody, path="supplier-link", out=LinkOut, show=lambda self, url: {"url": self.address_of(url)})
    def supplier_link(self, call: Call) -> Any:
        """The address at which the supplier confirms it without an account, good for thirty days."""
        return make_supplier_link(purchase_order_id=call.id, is_new=call.body["new"], actor=call.actor)

    def address_of(self, path: str) -> str:
        """A path of ours as a whole address."""
        return str(self.request.build_absolute_uri(path))

    @verb(
        MailBody,
        path="mail",
        status=202,
        out=PurchaseMailOut,
        show=lambda self, row: PurchaseMailOut(row).data,
    )
    def mail(self, call: Call) -> Any:
        """Have it e-mailed to the supplier with its paper and the link to confirm it."""
        return mail_purchase_order(
            **_common(call),
            site=self.address_of("/"),
            to=call.body.get("to", ""),
            language=call.body.get("language", ""),
        )

    @extend_schema(responses=PurchaseMailOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def mails(self, request: Any, id: str | None = None) -> Response:
        """Its last e-mails, the newest first."""
        rows = PurchaseMail.objects.filter(purchase_order_id=self.found_id())[:50]
        return Response(PurchaseMailOut(rows, many=True).data)

    @verb()
    def send(self, call: Call) -> Any:
        """Order from the supplier: its lines are supply from now on."""
        return send_purchase_order(**_common(call))

    @verb(ReceiptBody)
    def receive(self, call: Call) -> Any:
        """Take in what has arrived: makes a receipt, the last of `receipts`, which says what comes next."""
        return receive_purchase_order(
            **_common(call),
            lines=[_arrived(line) for line in call.body["lines"]],
            delivery_note=call.body.get("delivery_note") or "",
            inspect_all=call.body["inspect"],
        )

    @verb()
    def close(self, call: Call) -> Any:
        """Expect nothing more of it."""
        return close_purchase_order(**_common(call))


def _common(call: Call) -> dict[str, Any]:
    return {
        "purchase_order_id": call.id,
        "actor": call.actor,
        "expected_version": call.expected_version,
        "at": call.at,
    }
