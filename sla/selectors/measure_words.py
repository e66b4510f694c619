"""How measures, their parts, steps and parties read: one place for pages, files and packs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from erp.core.formats import number_text, percent_text
from erp.core.http.messages import register_messages
from erp.notifications.selectors.wording import register_alerts
from sla.calc.metrics import DAYS, MINUTES, SHARE, Metric

NAMES: dict[str, Any] = {
    "confirmation_time": gettext_lazy("Order confirmation time"),
    "allocation_time": gettext_lazy("Allocation time"),
    "picking_accuracy": gettext_lazy("Picking accuracy"),
    "on_time_shipping": gettext_lazy("On-time shipping"),
    "on_time_delivery": gettext_lazy("On-time delivery"),
    "in_full": gettext_lazy("Delivered in full"),
    "perfect_order": gettext_lazy("Perfect order rate"),
    "fulfillment_rate": gettext_lazy("Order fulfillment rate"),
    "completion_rate": gettext_lazy("Completion rate"),
    "cycle_time": gettext_lazy("Order cycle time"),
    "first_pass_rate": gettext_lazy("First-pass rate"),
    "stock_turnover": gettext_lazy("Stock turnover"),
}
HOW: dict[str, Any] = {
    "confirmation_time": gettext_lazy(
        "Business time from submitting an order until its review approved it, without the time its "
        "clock was paused. The figure is the mean; an order over target that still waits counts with "
        "its time so far. Counts in the period of its submission."
    ),
    "allocation_time": gettext_lazy(
        "Business time from confirming an order until all of it is reserved. The figure is the mean; "
        "an order over target that still waits counts with its time so far. Counts in the period of "
        "its confirmation."
    ),
    "picking_accuracy": gettext_lazy(
        "Right scans ÷ all judged scans at the shelf and at packing, as on the picking-accuracy page."
        " An order counts when it was picked."
    ),
    "on_time_shipping": gettext_lazy(
        "Orders of which all that is due left on or before the day it had to leave to keep its "
        "promise ÷ orders whose promised day decided. The promise is the first one given; only the "
        "customer's own changes move it."
    ),
    "on_time_delivery": gettext_lazy(
        "Orders of which all that is due arrived on or before the promised day ÷ orders whose "
        "promised day decided. The promise is the first one given; only the customer's own changes "
        "move it."
    ),
    "in_full": gettext_lazy(
        "Orders of which all that is due left on the first day that anything left ÷ orders that left "
        "or were due. Partial deliveries are misses; what an amendment took off is not due."
    ),
    "perfect_order": gettext_lazy(
        "Orders with no failed part ÷ orders that arrived or should have: right items, full quantity,"
        " in time, right place, right documents, nothing sent back within 30 days. Each part shows "
        "its evidence; a part without evidence is not a failure and is shown as such."
    ),
    "fulfillment_rate": gettext_lazy(
        "Orders delivered completely by the as-of day, late or not ÷ orders promised in the period. "
        "Cancelled before their day: not counted; after it: misses."
    ),
    "completion_rate": gettext_lazy(
        "Orders that have run to their end (closed, or delivered completely) ÷ orders taken in the "
        "period. It grows until the period's orders have run; cancelled orders stay misses."
    ),
    "cycle_time": gettext_lazy(
        "Days around the clock from submitting an order until the last of it arrived; the mean of the"
        " orders that arrived completely in the period. Its stages add up to it."
    ),
    "first_pass_rate": gettext_lazy(
        "Orders that went straight through ÷ orders delivered in the period: never held, sent back, "
        "amended, picked short or re-promised."
    ),
    "stock_turnover": gettext_lazy(
        "Cost of the goods shipped in the twelve months up to the period's end ÷ mean of the stock "
        "values at their month ends, for a year. Only for those who see all stock; behind it stand "
        "the orders that took the goods."
    ),
}
PART_NAMES: dict[str, Any] = {
    "items": pgettext_lazy("perfect order", "Right items"),
    "quantity": pgettext_lazy("perfect order", "Full quantity"),
    "time": pgettext_lazy("perfect order", "In time"),
    "place": pgettext_lazy("perfect order", "Right place"),
    "documents": pgettext_lazy("perfect order", "Documents"),
    "no_return": pgettext_lazy("perfect order", "Nothing back in 30 days"),
}
PARTY_NAMES: dict[str, Any] = {
    "us": pgettext_lazy("party", "Us"),
    "supplier": pgettext_lazy("party", "Supplier"),
    "carrier": pgettext_lazy("party", "Carrier"),
    "customer": pgettext_lazy("party", "Customer"),
}
STEP_NAMES: dict[str, Any] = {
    "promise": pgettext_lazy("step", "Promise too early"),
    "confirmation": pgettext_lazy("step", "Confirmation"),
    "allocation": pgettext_lazy("step", "Waiting for goods"),
    "supply": pgettext_lazy("step", "Late purchase"),
    "picking": pgettext_lazy("step", "Waiting and picking"),
    "packing": pgettext_lazy("step", "Packing"),
    "dispatch": pgettext_lazy("step", "Dispatch"),
    "transport": pgettext_lazy("step", "Transport"),
    "pause": pgettext_lazy("step", "On hold or waiting for an answer"),
    "customer": pgettext_lazy("step", "Waiting for the customer"),
}
BENEFIT_NAMES: dict[str, Any] = {
    "retention": gettext_lazy("Customers kept by punctual delivery"),
    "capital": gettext_lazy("Capital freed by quicker turnover"),
    "labor": gettext_lazy("Work saved on set-backs"),
    "errors": gettext_lazy("Errors avoided"),
}


def metric_name(code: str) -> str:
    """A measure's name."""
    return str(NAMES.get(code, code))


def step_name(step: str) -> str:
    """A step's name; a process's node shows its own."""
    return str(STEP_NAMES.get(step, step))


def party_name(party: str) -> str:
    """A party's name."""
    return str(PARTY_NAMES.get(party, party))


def value_text(metric: Metric, value: Decimal | None, *, beside: Decimal | None = None) -> str:
    """A measure's value with its unit; a dash for none.

    Where it would read like the target that it stands `beside` but is another, it gets more digits: 98.0 %
    that misses 98.0 % is nobody's friend.
    """
    if value is None:
        return "–"
    digits = 2 if metric.code == "picking_accuracy" else 1
    text = _with_digits(metric, value, digits)
    while beside is not None and value != beside and text == _with_digits(metric, beside, digits):
        if digits == _MOST_DIGITS:
            break
        digits += 1
        text = _with_digits(metric, value, digits)
    return text


_MOST_DIGITS = 4


def _with_digits(metric: Metric, value: Decimal, digits: int) -> str:
    if metric.unit == SHARE:
        return percent_text(value, digits)
    if metric.unit == MINUTES:
        return _("%(count)s min") % {"count": number_text(value, digits)}
    if metric.unit == DAYS:
        return _("%(count)s days") % {"count": number_text(value, digits)}
    return pgettext("turnover", "%(count)s × a year") % {"count": number_text(value, digits)}


def target_sign(metric: Metric) -> str:
    """How a target reads before its value."""
    return "≥" if metric.is_higher_better else "≤"


def target_text(metric: Metric, target: Decimal) -> str:
    """A target with its direction and unit."""
    return f"{target_sign(metric)} {value_text(metric, target)}"


def unit_name(unit: str) -> str:
    """A unit in words."""
    return {
        "share": _("share"),
        "minutes": _("minutes"),
        "days": _("days"),
        "times": _("times a year"),
    }[unit]


def duration_text(seconds: int) -> str:
    """A lateness in days and hours, or hours and minutes."""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    if days:
        first = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
        further = _("%(count)s h") % {"count": hours}
        return f"{first} {further}" if hours else first
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(count)s min") % {"count": minutes}


_FORMULAS: dict[str, Promise] = {
    "retention": gettext_lazy(
        "(after − before) in points × revenue kept per point of on-time delivery × yearly revenue"
        " × contribution"
    ),
    "capital": gettext_lazy("stock value × (1 − before ÷ after) × cost of capital"),
    "labor": gettext_lazy(
        "(after − before) × orders a year × minutes of work per set-back ÷ 60 × cost of an hour's work"
    ),
    "errors": gettext_lazy("(after − before) × orders a year × cost of an order that is not perfect"),
}


def formula_text(code: str) -> str:
    """By which formula a benefit is reckoned, in words: the same as `sla.calc.roi.FORMULAS`."""
    return str(_FORMULAS[code])


def register_review_words() -> None:
    """Say what the alerts and refusals of measures and reviews are called."""
    register_alerts(
        {
            "review_action_overdue": (
                gettext_lazy("An action of yours is overdue"),
                gettext_lazy("%(action)s was due on %(due_on)s (%(review)s)."),
            )
        }
    )
    register_messages(
        {
            "no_step_to_decide": (
                gettext_lazy("Nothing to decide"),
                gettext_lazy(
                    "This clock runs between steps: no step waits that could be approved or rejected."
                ),
            ),
            "target_exists": (
                gettext_lazy("There is a target already"),
                gettext_lazy("This measure has a target from that day on: delete it first."),
            ),
            "baseline_exists": (
                gettext_lazy("There is a baseline of this name already"),
                gettext_lazy("Baselines are never changed: choose another name."),
            ),
            "review_exists": (
                gettext_lazy("This period has its review already"),
                gettext_lazy("Open the review of that period."),
            ),
        }
    )
