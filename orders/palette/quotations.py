"""What quotations lend to the no-code engines: actions and facts by name."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.known_facts import facts_of_row, lend_known_facts
from erp.core.palette import Fact, Input, declare_facts, lend_action, lend_facts
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.processes.models import Task
from finance.models import CreditAccount
from orders.models import PriceException, Quotation, QuotationLine
from orders.palette.shared import CUSTOMER_FACTS, LINE_FACTS, credit_available, exceeds_credit
from orders.selectors.quotations import margin_of
from orders.services.quotation_approvals import approve_quotation, reject_quotation
from orders.services.quotation_ends import expire_quotation, lose_quotation

_REASON = Input("reason", _("Reason"), required=True)


@lend_action("orders.approve_quotation", _("Approve the quotation"), subjects=["quotation"], is_critical=True)
def approve_offer(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Quotation:
    """Let the offer go out; a price below its floor by the word of who may allow it alone."""
    row = Quotation.objects.get(pk=subject.id)
    if row.state == Quotation.State.APPROVED:
        return row  # somebody was quicker
    return approve_quotation(quotation_id=subject.id, actor=actor, at=at)


@lend_action(
    "orders.reject_quotation", _("Send the quotation back"), subjects=["quotation"], inputs=[_REASON]
)
def reject_offer(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Quotation:
    """Send it back to sales, with the reason that whoever decided gave, else the one drawn."""
    task = Task.objects.filter(subject_kind="quotation", subject_id=subject.id, decision="rejected").last()
    reason = (task.reason if task is not None else "") or str(values.get("reason", ""))
    return reject_quotation(quotation_id=subject.id, reason=reason, actor=actor, at=at)


@lend_action("orders.expire_quotation", _("Take the quotation back"), subjects=["quotation"])
def expire_offer(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Quotation:
    """End it before its day."""
    return expire_quotation(quotation_id=subject.id, actor=actor, at=at)


@lend_action(
    "orders.lose_quotation", _("Close the quotation as lost"), subjects=["quotation"], inputs=[_REASON]
)
def lose_offer(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Quotation:
    """Close it with the reason given."""
    reason = str(values.get("reason", ""))
    return lose_quotation(quotation_id=subject.id, reason=reason, actor=actor, at=at)


@lend_facts("quotation")
def quotation_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about a quotation; money in currency units."""
    rows = Quotation.objects.select_related("customer__terms", "customer__region", "salesperson")
    row = rows.get(pk=subject.id)
    account = CreditAccount.objects.filter(customer_id=row.customer_id).first()
    terms = getattr(row.customer, "terms", None)
    in_base = row.total * row.rate
    return {
        **facts_of_row("quotation", row),
        "quotation.salesperson": row.salesperson.username if row.salesperson else "",
        "quotation.is_below_auto_limit": in_base < company().approve_quotations_below,
        "quotation.margin_percent": round(float(margin_of(row) / row.subtotal * 100), 2)
        if row.subtotal
        else 0.0,
        "customer.code": row.customer.code,
        "customer.name": row.customer.name,
        "customer.tier": terms.tier if terms else "",
        "customer.region": row.customer.region.code if row.customer.region else "",
        "customer.tags": list(row.customer.tags),
        "customer.credit_grade": account.grade if account else "B",
        "customer.credit_available": credit_available(account),
        "customer.exceeds_credit": exceeds_credit(account, in_base),
    }


@lend_facts("quotation", part="lines")
def quotation_line_facts(subject: DocumentRef) -> dict[str, Any]:
    """What is offered, line by line; read only where a condition asks for it."""
    rows = QuotationLine.objects.filter(quotation_id=subject.id).order_by("line_no")
    names = ("item__sku", "item__category__code", "item__kind", "price_flag")
    return {
        "lines": [
            {
                "product": sku,
                "category": category or "",
                "kind": kind,
                "is_below_floor": bool(flag),
                "quantity": float(quantity),
                "net": float(net),
                "unit_price": float(price),
            }
            for sku, category, kind, flag, quantity, net, price in rows.values_list(
                *names, "base_quantity", "net", "unit_price"
            )
        ]
    }


declare_facts(
    "quotation",
    [
        Fact("quotation.total", _("Quotation: total"), "number"),
        Fact("quotation.total_in_base", _("Quotation: total in the company's currency"), "number"),
        Fact(
            "quotation.is_below_auto_limit",
            _("Quotation: below the amount that approves itself"),
            "boolean",
        ),
        Fact("quotation.margin_percent", _("Quotation: margin in percent"), "number"),
        Fact(
            "quotation.has_price_exception",
            _("Quotation: a price below its floor is not approved"),
            "boolean",
        ),
        Fact("quotation.state", _("Quotation: state"), "text", Quotation.State.choices),
        Fact("quotation.currency", _("Quotation: currency"), "text"),
        Fact("quotation.holds_stock", _("Quotation: keeps the goods back"), "boolean"),
        Fact("quotation.revision", _("Quotation: revision"), "number"),
        Fact("quotation.valid_until", _("Quotation: valid until"), "date"),
        Fact("quotation.salesperson", _("Quotation: salesperson"), "text"),
        Fact("quotation.number", _("Quotation: number"), "text"),
        *CUSTOMER_FACTS,
        *LINE_FACTS,
        Fact("lines[].is_below_floor", _("Line: price below its floor"), "boolean"),
    ],
)


lend_known_facts(
    "quotation",
    {
        "quotation.number": lambda row: row.number,
        "quotation.state": lambda row: row.state,
        "quotation.total": lambda row: float(row.total),
        "quotation.total_in_base": lambda row: float(row.total * row.rate),
        "quotation.currency": lambda row: row.currency_id,
        "quotation.revision": lambda row: row.revision,
        "quotation.holds_stock": lambda row: row.holds_stock,
        "quotation.has_price_exception": lambda row: row.price_exception == PriceException.OPEN,
        "quotation.valid_until": lambda row: row.valid_until.isoformat(),
        "customer.id": lambda row: row.customer_id,
    },
)
