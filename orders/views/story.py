"""The timeline of an order as its page tells it: sentences, tones and icons, without the noise of drafts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.formats import day_text, dwell_text, money_text, quantity_text
from erp.core.states import state_label
from erp.core.stored_words import actor_text
from erp.core.views import typed
from erp.identity.selectors.roles import role_names
from erp.masterdata.models import Company
from erp.processes.selectors.definitions import step_title
from orders.models import Order

_HIDDEN = {"order.rush_confirmed", "order.billing_moved", "order.fulfillment_moved"}
_OWN = ("order.", "task.", "sla.", "case.")  # told of the order itself: its number says nothing new
LOOKS = {
    "order.created": ("neutral", "edit"),
    "order.submitted": ("info", "send"),
    "order.confirmed": ("active", "check"),
    "order.allocated": ("info", "lock"),
    "order.amended": ("neutral", "pencil"),
    "order.held": ("wait", "player-pause"),
    "order.released": ("info", "player-play"),
    "order.rejected": ("bad", "thumb-down"),
    "order.cancelled": ("off", "circle-x"),
    "order.closed": ("done", "circle-check"),
    "order.price_approved": ("wait", "discount"),
    "quotation.created": ("neutral", "edit"),
    "quotation.amended": ("neutral", "pencil"),
    "quotation.submitted": ("info", "send"),
    "quotation.approved": ("active", "thumb-up"),
    "quotation.endorsed": ("active", "thumb-up"),
    "quotation.rejected": ("bad", "thumb-down"),
    "quotation.revised": ("neutral", "pencil"),
    "quotation.sent": ("info", "mail"),
    "quotation.mail_asked": ("neutral", "mail"),
    "quotation.stock_held": ("info", "lock"),
    "quotation.converted": ("good", "star"),
    "quotation.accepted": ("good", "check"),
    "quotation.declined": ("bad", "thumb-down"),
    "quotation.not_taken": ("bad", "alert-triangle"),
    "quotation.lost": ("off", "circle-x"),
    "quotation.expired": ("wait", "hourglass"),
    "return.requested": ("wait", "truck-return"),
    "return.approved": ("info", "truck-return"),
    "return.received": ("active", "package-import"),
    "return.inspected": ("active", "checkbox"),
    "return.settled": ("done", "circle-check"),
    "return.rejected": ("bad", "thumb-down"),
    "credit_note.issued": ("wait", "receipt-refund"),
    "order.promised": ("info", "calendar-event"),
    "order.rush_accepted": ("wait", "rocket"),
    "promise.slipped": ("bad", "alert-triangle"),
    "promise.held": ("good", "circle-check"),
    "promise.remedied": ("info", "bulb"),
    "stock.reserved": ("info", "lock"),
    "stock.freed": ("wait", "lock-open"),
    "stock.moved_away": ("wait", "lock-open"),
    "stock.moved_here": ("info", "lock"),
    "hold.converted": ("info", "lock"),
    "shipment.released": ("active", "packages"),
    "shipment.picked": ("active", "barcode"),
    "shipment.packed": ("active", "package"),
    "shipment.shipped": ("good", "truck"),
    "shipment.delivered": ("done", "truck-delivery"),
    "shipment.cancelled": ("off", "circle-x"),
    "invoice.issued": ("active", "file-invoice"),
    "invoice.partially_paid": ("wait", "cash"),
    "invoice.paid": ("done", "cash"),
    "invoice.voided": ("off", "file-invoice"),
    "sla.reminded": ("wait", "bell"),
    "sla.escalated": ("bad", "alert-triangle"),
    "sla.reassigned": ("wait", "users"),
    "sla.auto_approved": ("info", "clock"),
    "sla.auto_rejected": ("bad", "clock"),
    "sla.refused": ("bad", "clock"),
    "sla.exception_marked": ("bad", "alert-triangle"),
    "case.started": ("neutral", "player-play"),
    "case.moved": ("neutral", "route"),
    "case.ended": ("done", "flag"),
    "task.opened": ("wait", "hourglass"),
    "task.decided": ("info", "checkbox"),
    "task.cancelled": ("off", "checkbox"),
}
_PAGES = {
    "shipment": "shipment-detail",
    "invoice": "invoice-detail",
    "return": "return-detail",
    "credit_note": "credit-note-detail",
}


def story(order: Order, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest event first; amendments of a draft are told once, dwell times count what is shown."""
    shown: list[dict[str, Any]] = []
    for event in events:
        if event["event"] in _HIDDEN or (event["event"] == "case.moved" and not _reached(event)):
            continue
        if shown and event["event"] == "order.amended" == shown[-1]["event"] and _is_draft(order, event):
            shown[-1] = event
            continue
        shown.append(event)
    told: list[dict[str, Any]] = []
    before: datetime | None = None
    for event in shown:
        dwell: float | None = None if before is None else (event["at"] - before).total_seconds()
        before = event["at"]
        tone, icon = LOOKS.get(event["event"], ("neutral", "circle-dot"))
        told.append(
            {
                "at": event["at"],
                "label": event["label"],
                "actor": event["actor"],
                "detail": detail_text(event, order.currency_id),
                "dwell_seconds": dwell if dwell and dwell >= 60 else None,
                "tone": tone,
                "icon": icon,
                "url": _url(event),
            }
        )
    told.reverse()
    return told


def _reached(event: dict[str, Any]) -> list[str]:
    """The steps at which a process came to stand; what it went through in the same moment is no news."""
    facts, language = event["detail"], (get_language() or "").lower()
    left = {(one["token"], one["node"], one["visit"]) for one in facts.get("left", ())}
    stood = [one for one in facts.get("entered", ()) if (one["token"], one["node"], one["visit"]) not in left]
    return [step_title(facts["version"], one["node"], language) for one in stood]


def _is_draft(order: Order, event: dict[str, Any]) -> bool:
    return order.submitted_at is None or event["at"] < order.submitted_at


def _url(event: dict[str, Any]) -> str:
    name = _PAGES.get(event["event"].partition(".")[0])
    return page_of(name, event["document"]) if name and event["document"] else ""


def page_of(name: str, *arguments: Any) -> str:
    """The address of a page of another app, empty while there is none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def detail_text(event: dict[str, Any], currency: str) -> str:
    """What an event adds to its name: the document, reason, date, quantities, changes."""
    facts = event["detail"]
    parts = [event["document"] if not event["event"].startswith(_OWN) else ""]
    if event["event"] == "case.moved":
        parts += _reached(event)
    if event["event"].startswith("sla."):
        parts += _time_out(facts)
    if facts.get("reason"):
        parts.append(f"“{facts['reason']}”")
    if facts.get("promised_on"):
        parts.append(_("promised for %(day)s") % {"day": _day(facts["promised_on"])})
    if event["event"] == "order.allocated":
        whole = facts.get("is_complete")
        parts.append(_("all of it") if whole else _("a part of it"))
    if event["event"] in {"stock.moved_away", "stock.moved_here"}:
        parts = [_moved(event["event"], facts)]
    if facts.get("tracking_number"):
        parts.append(str(facts["tracking_number"]))
    if facts.get("decision"):
        parts.append(
            {"approved": _("approved"), "rejected": _("rejected")}.get(facts["decision"], facts["decision"])
        )
    parts.append("" if event["event"].startswith(("sla.", "case.")) else _node(facts.get("node")))
    if isinstance(facts.get("sheet"), dict):
        parts.append(_sheet(facts["sheet"]))
    parts += [_slip(row) for row in facts.get("slips") or [] if isinstance(row, dict)][:8]
    parts += [_line_change(line) for line in _lines(facts)]
    parts += _changes(facts.get("changes") or {})
    if (
        event["event"] in {"order.created", "invoice.issued", "credit_note.issued"}
        and facts.get("total") is not None
    ):
        parts.append(money_text(_number(facts["total"]), currency))
    return " · ".join(part for part in parts if part)


def _time_out(facts: dict[str, Any]) -> list[str]:
    """By which rule a clock acted, after how long, whom it told, and whether it came late or in vain."""
    after = int(facts.get("after_seconds") or 0)
    span = dwell_text(after)
    parts = [
        _("by the system, %(rule)s, after %(span)s") % {"rule": actor_text(facts.get("rule")), "span": span},
        _("to %(people)s") % {"people": _people(facts["to"])} if facts.get("to") else "",
    ]
    if facts.get("nobody_above"):
        parts.append(_("nobody is above"))
    if facts.get("is_late"):
        late = int(facts.get("late_seconds") or 0) // 60
        parts.append(_("caught up %(minutes)s min late") % {"minutes": late})
    if facts.get("outcome") == "refused":
        parts.append(_("refused"))
    return parts


def _people(labels: Any) -> str:
    """People by name, roles in the reader's words."""
    known = role_names()
    return ", ".join(known.get(str(one), str(one)) for one in labels)


def _sheet(sheet: dict[str, Any]) -> str:
    """The sheet that was seen when a rush was accepted, in one sentence."""
    facts = {
        "count": sheet.get("orders", 0),
        "days": sheet.get("days", 0),
        "penalty": money_text(_number(sheet.get("penalty")), str(sheet.get("currency", ""))),
    }
    return _("%(count)s orders slip, %(days)s days in all, penalty %(penalty)s") % facts


def _slip(row: dict[str, Any]) -> str:
    """One line whose promise slips: which, from when to when, because of what."""
    parts = [f"{_('Line')} {row.get('line')}: {_day(row.get('from'))} → {_day(row.get('to'))}"]
    return " ".join([*parts, str(row["document"])] if row.get("document") else parts)


def _moved(name: str, facts: dict[str, Any]) -> str:
    """What went to or came from another order, and what serves the later one instead."""
    said = {
        "quantity": quantity_text(_number(facts.get("quantity"))),
        "product": facts.get("product", ""),
        "other": facts.get("to") or facts.get("came_from", ""),
        "supply": facts.get("covered_by", ""),
        "day": _day(facts.get("covered_on")),
    }
    if name == "stock.moved_here":
        return _("%(quantity)s of %(product)s, reserved for %(other)s before") % said
    return (
        _("%(quantity)s of %(product)s serve %(other)s now; %(supply)s covers this order by %(day)s") % said
    )


def _lines(facts: dict[str, Any]) -> list[dict[str, Any]]:
    lines = facts.get("lines")
    return [line for line in lines[:8] if isinstance(line, dict)] if isinstance(lines, list) else []


def _line_change(line: dict[str, Any]) -> str:
    parts = []
    for name, label in (("quantity", _("quantity")), ("unit_price", _("price"))):
        if isinstance(line.get(name), list):
            old, new = (quantity_text(_number(value)) for value in line[name])
            parts.append(f"{label} {old} → {new}")
    return f"{_('Line')} {line.get('line')}: {', '.join(parts)}" if parts else ""


def _changes(changes: dict[str, Any]) -> list[str]:
    """Header changes in words; states are told by the event itself."""
    labels = {
        "requested_on": _("requested date"),
        "priority": _("priority"),
        "customer": _("customer"),
        "customer_po": _("customer's order number"),
        "is_ship_complete": _("ship complete"),
        "reservation_policy": _("when goods are reserved"),
        "note": _("note"),
        "ship_to": _("ship to"),
    }
    told = []
    for name, pair in changes.items():
        if name not in labels or not isinstance(pair, list) or len(pair) != 2:
            continue
        if name in {"note", "ship_to", "is_ship_complete"}:
            told.append(labels[name])
        else:
            told.append(f"{labels[name]} {_value(name, pair[0])} → {_value(name, pair[1])}")
    return told


def _value(name: str, value: Any) -> str:
    if name == "requested_on":
        return _day(value)
    if name == "priority":
        return state_label("priority", value)
    if name == "reservation_policy":
        return str(dict(Company.ReservationPolicy.choices).get(value, _("as the company does")))
    return str(value or "–")


def _day(value: Any) -> str:
    try:
        return day_text(typed.day(value))
    except ValueError:
        return "–"


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _node(node: Any) -> str:
    return _("Finance review") if node == "finance_review" else str(node or "").replace("_", " ")
