"""How conditions, triggers and rules read: in the reader's language, as sentences people say aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from erp.core.event_words import event_word
from erp.core.palette import action_of, dwell_of, facts_of, subject_set
from erp.identity.selectors.roles import role_names
from erp.rules.calc.cells import OPERATORS, RANGES, WITHOUT
from erp.rules.calc.coverage import OTHER, Remark

Label = str | Promise

OPERATOR_WORDS: dict[str, Label] = {
    "eq": pgettext_lazy("comparison", "is"),
    "ne": pgettext_lazy("comparison", "is not"),
    "lt": pgettext_lazy("comparison", "is less than"),
    "le": pgettext_lazy("comparison", "is at most"),
    "gt": pgettext_lazy("comparison", "is more than"),
    "ge": pgettext_lazy("comparison", "is at least"),
    "between": pgettext_lazy("comparison", "is between"),
    "from_below": pgettext_lazy("comparison", "is from … to below …"),
    "one_of": pgettext_lazy("comparison", "is one of"),
    "not_one_of": pgettext_lazy("comparison", "is none of"),
    "starts_with": pgettext_lazy("comparison", "starts with"),
    "contains": pgettext_lazy("comparison", "contains"),
    "empty": pgettext_lazy("comparison", "is empty"),
    "filled": pgettext_lazy("comparison", "is filled in"),
    "has_any": pgettext_lazy("comparison", "has any of"),
    "has_none": pgettext_lazy("comparison", "has none of"),
}
TYPE_WORDS: dict[str, Label] = {
    "number": pgettext_lazy("type", "Number"),
    "text": gettext_lazy("Text"),
    "boolean": gettext_lazy("Yes or no"),
    "date": gettext_lazy("Date"),
    "list": gettext_lazy("List"),
}
KIND_WORDS: dict[str, Label] = {
    "order": gettext_lazy("Order"),
    "customer": gettext_lazy("Customer"),
    "supplier": gettext_lazy("Supplier"),
    "product": gettext_lazy("Product"),
    "invoice": gettext_lazy("Invoice"),
    "purchase_requisition": gettext_lazy("Requisition"),
    "quotation": gettext_lazy("Quotation"),
    "return": gettext_lazy("Return"),
    "count": gettext_lazy("Count"),
    "shipment": gettext_lazy("Shipment"),
}
TRIGGER_WORDS: dict[str, Label] = {
    "event": gettext_lazy("when something happens"),
    "threshold": gettext_lazy("as soon as something holds"),
    "schedule": gettext_lazy("at fixed times"),
    "dwell": gettext_lazy("when something waits too long"),
}
EVERY_WORDS: dict[str, Label] = {
    "hour": gettext_lazy("Every hour"),
    "day": gettext_lazy("Every day"),
    "week": gettext_lazy("Every week"),
    "month": gettext_lazy("Every month"),
}
WEEKDAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip


def operators() -> dict[str, list[dict[str, str]]]:
    """The comparisons of every type, for drop-downs."""
    return {
        kind: [{"value": one, "label": str(OPERATOR_WORDS[one])} for one in known]
        for kind, known in OPERATORS.items()
    }


def kind_word(kind: str) -> str:
    """What a kind of document is called."""
    return str(KIND_WORDS.get(kind, kind.replace("_", " ").capitalize()))


def name_of(row: Any) -> str:
    """A definition's name in the reader's language."""
    return str(row.name_in((get_language() or "en").lower()))


def description_of(row: Any) -> str:
    """A definition's description; what came with the product reads in the reader's language."""
    return _(row.description) if row.is_shipped and row.description else str(row.description)


@lru_cache(maxsize=64)
def _labels(kind: str, language: str) -> dict[str, tuple[str, dict[str, str]]]:
    return {fact.key: (str(fact.label), dict(fact.options())) for fact in facts_of(kind)}


def fact_label(kind: str, key: str) -> str:
    """What a fact is called."""
    return _labels(kind, get_language() or "").get(key, (key, {}))[0]


def fact_rows(kind: str) -> list[dict[str, Any]]:
    """The facts of a kind for choosing: key, label, type, choices."""
    return [
        {"key": fact.key, "label": str(fact.label), "type": fact.type, "choices": fact.options()}
        for fact in facts_of(kind)
    ]


# --- sentences ------------------------------------------------------------------------------------------
def _value(kind: str, fact: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(kind, fact, one) for one in value)
    options = _labels(kind, get_language() or "").get(fact, ("", {}))[1]
    if isinstance(value, int | float):
        return f"{value:,}"
    return options.get(str(value), str(value))


def condition_text(kind: str, test: Mapping[str, Any]) -> str:
    """One condition as people say it."""
    if "expression" in test:
        return expression_text(kind, str(test["expression"]))
    fact, op = str(test["fact"]), str(test["op"])
    said = f"{fact_label(kind, fact)} {OPERATOR_WORDS[op]}"
    if "other" in test:
        return f"{said} {fact_label(kind, str(test['other']))}"
    if op in WITHOUT:
        return said
    if op in RANGES:
        low, high = (_value(kind, fact, one) for one in test["value"])
        words = {"fact": fact_label(kind, fact), "low": low, "high": high}
        if op == "between":
            return _("%(fact)s is between %(low)s and %(high)s") % words
        return _("%(fact)s is at least %(low)s and below %(high)s") % words
    return f"{said} {_value(kind, fact, test['value'])}"


def expression_text(kind: str, text: str) -> str:
    """An expression with its facts by their names; what is between quotation marks stays as it is."""
    known = _labels(kind, get_language() or "")
    return re.sub(
        r'"[^"]*"|[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+',
        lambda found: f"“{known[found[0]][0]}”" if found[0] in known else found[0],
        text,
    )


def trigger_text(content: Mapping[str, Any]) -> str:
    """When a rule is asked, as people say it."""
    trigger = content.get("trigger") or {}
    kind = trigger.get("type")
    if kind == "event":
        return _("When this happens: %(events)s") % {"events": ", ".join(map(event_word, trigger["events"]))}
    if kind == "dwell":
        way = dwell_of(trigger["dwell"])
        states = [str(dict(way.states).get(one, one)) if way else one for one in trigger["states"]]
        words = {"kind": kind_word(str(content.get("subject"))), "hours": f"{trigger['hours']:g}"}
        words["states"] = ", ".join(states)
        return _("When an %(kind)s has been %(states)s for more than %(hours)s hours") % words
    found = subject_set(str(trigger.get("set")))
    label = str(found.label) if found else str(trigger.get("set"))
    if kind == "threshold":
        words = {"set": label, "often": _how_often(int(trigger["every_minutes"]))}
        return _("As soon as it holds for one of: %(set)s (looked at %(often)s)") % words
    return _("%(when)s, for each of: %(set)s") % {"when": _when(trigger), "set": label}


def _how_often(minutes: int) -> str:
    """A length of minutes in the largest unit that it fills."""
    if minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("every day", "every %(count)s days", days) % {"count": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("every hour", "every %(count)s hours", hours) % {"count": hours}
    return ngettext("every minute", "every %(count)s minutes", minutes) % {"count": minutes}


def _when(trigger: Mapping[str, Any]) -> str:
    hour = f"{trigger.get('hour', 0):02d}:00"
    every = trigger.get("every")
    if every == "hour":
        return _("Every hour")
    if every == "week":
        day = WEEKDAYS[trigger["weekday"] - 1]
        return _("Every week on %(day)s at %(hour)s") % {"day": day, "hour": hour}
    if every == "month":
        return _("Every month on day %(day)s at %(hour)s") % {"day": trigger["day"], "hour": hour}
    return _("Every day at %(hour)s") % {"hour": hour}


def conditions_text(content: Mapping[str, Any]) -> str:
    """All conditions in one sentence."""
    kind, raw = str(content.get("subject")), content.get("conditions") or {}
    parts = [condition_text(kind, test) for test in raw.get("tests", [])]
    joined = (_(" and ") if raw.get("match", "all") == "all" else _(" or ")).join(parts)
    if raw.get("expression"):
        joined = f"{joined}{_(' and ') if joined else ''}[{expression_text(kind, raw['expression'])}]"
    return _("If %(conditions)s") % {"conditions": joined} if joined else _("In any case")


def actions_text(content: Mapping[str, Any]) -> str:
    """What is done, in one sentence."""
    kind = str(content.get("subject"))
    return "; ".join(action_text(kind, one) for one in content.get("actions", []))


def action_text(kind: str, one: Mapping[str, Any]) -> str:
    """One action with those it goes to."""
    action = action_of(str(one["key"]))
    said = str(action.title) if action else str(one["key"])
    to = (one.get("input") or {}).get("to")
    if isinstance(to, Mapping):
        names = role_names()
        people = [str(names.get(role, role)) for role in to.get("roles", [])]
        people += [_named(kind, str(name)) for name in to.get("users", [])]
        people += [fact_label(kind, str(to["field"]))] if to.get("field") else []
        said = f"{said} ({', '.join(people)})" if people else said
    return said


def _named(kind: str, name: str) -> str:
    """A person by name, or what the fact that names one is called."""
    found = re.fullmatch(r"\{\{\s*([a-z_.]+)\s*\}\}", name)
    return fact_label(kind, found[1]) if found else name


def remark_text(table: Any, remark: Remark) -> str:
    """A gap, an overlap or an unreachable row as people say it."""
    places = {row.id: str(index + 1) for index, row in enumerate(table.rows)}
    rows = [places.get(row, row) for row in remark.rows]
    if remark.code == "gap":
        labels = {c.id: c.labels.get((get_language() or "").lower()) or c.label for c in table.inputs}
        where = "; ".join(
            f"{labels.get(c, c)} {text.replace(OTHER, _('anything else'))}"
            for c, text in (remark.where or {}).items()
        )
        return _("No row answers: %(where)s") % {"where": where or _("anything")}
    if remark.code == "unreachable":
        return _("Row %(later)s is never reached: row %(earlier)s answers before it") % {
            "later": rows[1],
            "earlier": rows[0],
        }
    return _("The table is too large to look for gaps.")


def overlap_text(table: Any, remarks: Sequence[Remark]) -> str:
    """Which rows overlap with different results, in one line."""
    places = {row.id: str(index + 1) for index, row in enumerate(table.rows)}
    pairs = ", ".join("+".join(places.get(row, row) for row in one.rows) for one in remarks)
    return _("Rows that overlap with different results, the upper one wins: %(rows)s") % {"rows": pairs}


def shown_conditions(kind: str, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The conditions of a trace, with what the facts were."""
    return [
        {
            "text": condition_text(kind, line),
            "held": bool(line.get("held")),
            "was": "" if "expression" in line else _value(kind, str(line.get("fact", "")), line.get("was")),
            "why": line.get("why", ""),
        }
        for line in lines
    ]
