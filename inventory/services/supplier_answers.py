"""What suppliers say to purchase orders: confirmed as they are, or with other quantities and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.records import MOST_REASON, Problems, need_reason
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory.models import PurchaseOrder, PurchaseOrderLine
from inventory.services.purchase import tell_purchase
from inventory.services.purchase_changes import CONFIRM, agree_on, check_day, coming_order

PROPOSAL = "purchase_proposal"
UNCONFIRMED = "purchase_unconfirmed"


@dataclass(frozen=True)
class LineAnswer:
    """What the supplier can give of a line, and when."""

    line_no: int
    quantity: Decimal
    expected_on: date


@command(CONFIRM)
def confirm_purchase_order(
    *,
    purchase_order_id: int,
    reference: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Note that the supplier has confirmed the order as it is, by telephone or letter.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict.
    """
    order = coming_order(purchase_order_id, expected_version)
    _settle(order, "confirmed", reference, actor=actor, at=at or timezone.now())
    return order


def _settle(order: PurchaseOrder, verb: str, reference: str, *, actor: Actor, at: datetime) -> None:
    """The order is confirmed as it stands now."""
    before = order.confirmation
    order.confirmation = PurchaseOrder.Confirmation.CONFIRMED
    order.confirmed_at = at
    order.supplier_reference = reference.strip()[:60] or order.supplier_reference
    order.version += 1
    order.save(update_fields=["confirmation", "confirmed_at", "supplier_reference", "version"])
    order.lines.update(proposed_quantity=None, proposed_on=None)
    for code in (PROPOSAL, UNCONFIRMED):
        settle_alerts(code=code, subjects=[order.ref], actor=actor, at=at)
    tell_purchase(order, verb, {"confirmation": [before, order.confirmation]}, actor=actor, at=at)


@command()
def answer_purchase_order(
    *,
    purchase_order_id: int,
    answers: Sequence[LineAnswer],
    reference: str = "",
    note: str = "",
    actor: Actor,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Take the supplier's own answer: all lines as ordered confirm it, anything else is a proposal.

    A proposal changes nothing until the buyer accepts it. Whoever calls this has proven to be the
    supplier (the web link).

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; Conflict when nothing is open, or a proposal is being looked at; Invalid.
    """
    at = at or timezone.now()
    order = coming_order(purchase_order_id, None)
    if order.confirmation == PurchaseOrder.Confirmation.CONFIRMED:
        raise Conflict("purchase_order_confirmed", document=order.number)
    rows = {row.line_no: row for row in order.lines.all()}
    _check_answers(rows, answers, note, today=business_day(at))
    order.supplier_note = note.strip()
    given = {answer.line_no: (answer.quantity, answer.expected_on) for answer in answers}
    other = [row for number, row in rows.items() if given[number] != (row.quantity, row.expected_on)]
    if not other:
        order.save(update_fields=["supplier_note"])
        _settle(order, "confirmed", reference, actor=actor, at=at)
        return order
    for row in rows.values():
        row.proposed_quantity, row.proposed_on = given[row.line_no]
        row.save(update_fields=["proposed_quantity", "proposed_on"])
    before, order.confirmation = order.confirmation, PurchaseOrder.Confirmation.PROPOSED
    order.confirmed_at, order.supplier_reference = at, reference.strip()[:60]
    order.version += 1
    names = ["confirmation", "confirmed_at", "supplier_reference", "supplier_note", "version"]
    order.save(update_fields=names)
    facts = {"supplier": order.supplier.name, "lines": len(other)}
    alert = NewAlert(code=PROPOSAL, subject=order.ref, role="buyer", facts=facts)
    raise_alert(alert=alert, actor=actor, at=at)
    changes = {"confirmation": [before, order.confirmation]}
    tell_purchase(order, "proposed", changes, actor=actor, at=at, reason=order.supplier_note)
    return order


def _check_answers(
    rows: Mapping[int, PurchaseOrderLine], answers: Sequence[LineAnswer], note: str, *, today: date
) -> None:
    problems = Problems()
    named = [answer.line_no for answer in answers]
    if sorted(named) != sorted(rows):
        problems.add("lines", _("Answer every line once."))
    if len(note) > MOST_REASON:
        problems.add("note", _("Has more than 500 characters."))
    for answer in answers:
        row = rows.get(answer.line_no)
        if row is None:
            continue
        if answer.expected_on != row.expected_on:
            check_day(problems, f"date-{answer.line_no}", answer.expected_on, today)
        if not 0 < answer.quantity <= row.quantity:
            problems.add(f"quantity-{answer.line_no}", _("Between 1 and what was ordered."))
        elif answer.quantity < row.received:
            problems.add(f"quantity-{answer.line_no}", _("More than this has arrived already."))
    problems.refuse()


@command(CONFIRM)
def accept_proposal(
    *, purchase_order_id: int, actor: Actor, expected_version: int | None = None, at: datetime | None = None
) -> PurchaseOrder:
    """Agree to what the supplier proposes: quantities, days and with them what is expected.

    Locks:  the purchase order, its supplies.
    Emits:  SupplyChanged, PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict when there is no proposal; Invalid.
    """
    at = at or timezone.now()
    order, rows = _proposed(purchase_order_id, expected_version)
    wanted: dict[int, tuple[Decimal, date]] = {}
    for number, row in rows.items():
        quantity = max(row.proposed_quantity or row.quantity, row.received)
        wanted[number] = (quantity, row.proposed_on or row.expected_on)
    agree_on(order, rows, wanted, cause="supplier", actor=actor, at=at)
    _settle(order, "accepted", "", actor=actor, at=at)
    return order


@command(CONFIRM)
def decline_proposal(
    *,
    purchase_order_id: int,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseOrder:
    """Insist on the order as it is; the supplier is asked again.

    Locks:  the purchase order.
    Emits:  PurchaseOrderChanged.
    Raises: NotFound; StaleVersion; Conflict when there is no proposal; Invalid without a reason.
    """
    at = at or timezone.now()
    need_reason(reason)
    order, _rows = _proposed(purchase_order_id, expected_version)
    before, order.confirmation = order.confirmation, PurchaseOrder.Confirmation.NONE
    order.version += 1
    order.save(update_fields=["confirmation", "version"])
    order.lines.update(proposed_quantity=None, proposed_on=None)
    settle_alerts(code=PROPOSAL, subjects=[order.ref], actor=actor, at=at)
    changes: dict[str, Any] = {"confirmation": [before, order.confirmation]}
    tell_purchase(order, "declined", changes, actor=actor, at=at, reason=reason.strip())
    return order


def _proposed(
    purchase_order_id: int, expected_version: int | None
) -> tuple[PurchaseOrder, dict[int, PurchaseOrderLine]]:
    order = coming_order(purchase_order_id, expected_version)
    if order.confirmation != PurchaseOrder.Confirmation.PROPOSED:
        raise Conflict("no_proposal", document=order.number)
    return order, {row.line_no: row for row in order.lines.all()}
