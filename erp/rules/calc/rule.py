"""An event-condition-action rule as data: when it is asked, what must hold, what is done.

{"subject": "order",
 "trigger": {"type": "event", "events": ["order.submitted"]}
          | {"type": "threshold", "set": "inventory.suppliers", "every_minutes": 60, "events": [...]}
             | {"type": "schedule", "set": "…", "every": "hour|day|week|month", "weekday", "day", "hour"}
          | {"type": "dwell", "dwell": "orders.fulfillment", "states": ["allocated"], "hours": 48},
 "conditions": {"match": "all|any", "tests": [{"fact", "op", "value" | "other"}], "expression": ""},
 "actions": [{"key": "orders.hold_order", "input": {"reason": "…"}}],
 "limits": {"per_hour": 500}}
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from erp.core.errors import Invalid, Text
from erp.rules.calc.cells import BadCell, clean_cell, zen_test

TRIGGERS = ("event", "threshold", "schedule", "dwell")
EVERY = ("hour", "day", "week", "month")
COMPARED = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
MOST_TESTS = 40
MOST_ACTIONS = 10
MOST_EVENTS = 20
MOST_EXPRESSION = 2_000
USUAL_PER_HOUR = 500
MOST_PER_HOUR = 100_000
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_FACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\[\]\.[a-z][a-z0-9_]*)?")
_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}")


@dataclass(frozen=True)
class Rule:
    """A rule, cleaned."""

    subject: str
    trigger: Mapping[str, Any]
    match: str
    tests: tuple[Mapping[str, Any], ...]
    expression: str
    actions: tuple[Mapping[str, Any], ...]
    per_hour: int = USUAL_PER_HOUR

    @property
    def events(self) -> tuple[str, ...]:
        """The events that it is asked at."""
        return tuple(self.trigger.get("events", ()))

    def as_json(self) -> dict[str, Any]:
        """The rule as it is stored."""
        return {
            "subject": self.subject,
            "trigger": dict(self.trigger),
            "conditions": {
                "match": self.match,
                "tests": [dict(test) for test in self.tests],
                "expression": self.expression,
            },
            "actions": [dict(action) for action in self.actions],
            "limits": {"per_hour": self.per_hour},
        }


@dataclass
class _Found:
    errors: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def add(self, path: str, message: Any) -> None:
        self.errors.setdefault(path, []).append(str(message))


def parse_rule(content: Any, types: Mapping[str, str]) -> Rule:
    """A rule from its JSON; `types` are the declared facts of its subject.

    Raises: Invalid, naming what is wrong by its path ("conditions.tests[1].value").
    """
    if not isinstance(content, Mapping):
        raise Invalid.field("content", Text("This is not a rule."))
    found = _Found()
    subject = content.get("subject")
    if not isinstance(subject, str) or not 0 < len(subject) <= 30:
        found.add("subject", Text("Say what kind of document the rule is about."))
    trigger = _trigger(content.get("trigger"), found)
    raw = content.get("conditions") or {}
    if not isinstance(raw, Mapping):
        found.add("conditions", Text("These are no conditions."))
        raw = {}
    match = raw.get("match", "all")
    if match not in {"all", "any"}:
        found.add("conditions.match", Text("Choose one of the offered values."))
    expression = raw.get("expression") or ""
    if not isinstance(expression, str) or len(expression) > MOST_EXPRESSION:
        found.add("conditions.expression", Text("This text is too long."))
        expression = ""
    tests = _tests(raw.get("tests") or [], types, found)
    actions = _actions(content.get("actions"), found)
    per_hour = _limit(content.get("limits") or {}, found)
    if found.errors:
        raise Invalid(errors=found.errors)
    return Rule(str(subject), trigger, match, tests, expression.strip(), actions, per_hour)


def _limit(raw: Any, found: _Found) -> int:
    value = raw.get("per_hour", USUAL_PER_HOUR) if isinstance(raw, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PER_HOUR:
        found.add("limits.per_hour", Text("Give a whole number from 1 to 100,000."))
        return USUAL_PER_HOUR
    return value


def _trigger(raw: Any, found: _Found) -> dict[str, Any]:
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    if kind not in TRIGGERS:
        found.add("trigger.type", Text("Choose one of the offered values."))
        return {}
    events = raw.get("events") or []
    names_fit = isinstance(events, list) and all(
        isinstance(one, str) and _NAME.fullmatch(one) for one in events
    )
    if not names_fit or len(events) > MOST_EVENTS or (kind == "event" and not events):
        found.add("trigger.events", Text("Name at least one event, at most 20."))
        events = []
    made: dict[str, Any] = {"type": kind}
    if kind in {"event", "threshold"}:
        made["events"] = list(dict.fromkeys(events))
    if kind in {"threshold", "schedule"}:
        made["set"] = _text(raw, "set", found)
    if kind == "threshold":
        made["every_minutes"] = _whole(raw, "every_minutes", 5, (1, 1440), found)
    if kind == "schedule":
        made |= _schedule(raw, found)
    if kind == "dwell":
        made |= _dwell(raw, found)
    return made


def _schedule(raw: Mapping[str, Any], found: _Found) -> dict[str, Any]:
    every = raw.get("every", "day")
    if every not in EVERY:
        found.add("trigger.every", Text("Choose one of the offered values."))
    return {
        "every": every,
        "hour": _whole(raw, "hour", 8, (0, 23), found),
        "weekday": _whole(raw, "weekday", 1, (1, 7), found),
        "day": _whole(raw, "day", 1, (1, 28), found),
    }


def _dwell(raw: Mapping[str, Any], found: _Found) -> dict[str, Any]:
    states = raw.get("states")
    if (
        not isinstance(states, list)
        or not states
        or not all(isinstance(one, str) for one in states)
        or len(states) > 20
    ):
        found.add("trigger.states", Text("Name at least one state."))
        states = []
    hours = raw.get("hours")
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= 24 * 365:
        found.add("trigger.hours", Text("Give the hours after which it is asked."))
        hours = 1
    return {"dwell": _text(raw, "dwell", found), "states": states, "hours": hours}


def _text(raw: Mapping[str, Any], name: str, found: _Found) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 80:
        found.add(f"trigger.{name}", Text("Choose one of the offered values."))
        return ""
    return value


def _whole(raw: Mapping[str, Any], name: str, usual: int, within: tuple[int, int], found: _Found) -> int:
    value = raw.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not within[0] <= value <= within[1]:
        found.add(f"trigger.{name}", Text("This number is out of range."))
        return usual
    return value


def _tests(raw: Any, types: Mapping[str, str], found: _Found) -> tuple[dict[str, Any], ...]:
    if not isinstance(raw, list) or len(raw) > MOST_TESTS:
        found.add("conditions.tests", Text("Give a list of conditions, at most 40."))
        return ()
    tests = []
    for index, one in enumerate(raw):
        here = f"conditions.tests[{index}]"
        fact = one.get("fact") if isinstance(one, Mapping) else None
        if not isinstance(fact, str) or not _FACT.fullmatch(fact):
            found.add(f"{here}.fact", Text("Choose a fact."))
            continue
        kind = types.get(fact)
        if kind is None and fact.startswith("event."):
            kind = "number" if isinstance(one.get("value"), int | float) else "text"
        if kind is None:
            found.add(f"{here}.fact", Text("There is no such fact."))
            continue
        other = one.get("other")
        if other:
            if types.get(other) != kind or one.get("op") not in COMPARED:
                found.add(f"{here}.other", Text("Both facts must be of one type."))
                continue
            tests.append({"fact": fact, "op": one["op"], "other": other})
            continue
        try:
            cell = clean_cell({"op": one.get("op"), "value": one.get("value")}, kind)
        except BadCell as error:
            found.add(f"{here}.value", error.args[0])
            continue
        if cell is not None:
            tests.append({"fact": fact, **cell})
    return tuple(tests)


def _actions(raw: Any, found: _Found) -> tuple[dict[str, Any], ...]:
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_ACTIONS:
        found.add("actions", Text("Give at least one action, at most 10."))
        return ()
    actions = []
    for index, one in enumerate(raw):
        key = one.get("key") if isinstance(one, Mapping) else None
        given = (one.get("input") or {}) if isinstance(one, Mapping) else None
        if not isinstance(key, str) or not _NAME.fullmatch(key):
            found.add(f"actions[{index}].key", Text("Choose an action."))
        elif not isinstance(given, Mapping) or len(str(given)) > 8_000:
            found.add(f"actions[{index}].input", Text("These are no values."))
        else:
            actions.append({"key": key, "input": dict(given)})
    return tuple(actions)


# --- evaluating -----------------------------------------------------------------------------------------
def test_text(test: Mapping[str, Any], kind: str) -> str:
    """One condition as an expression; a fact of a list holds when it holds for any of its rows."""
    fact = str(test["fact"])
    if "other" in test:
        other = test["other"]
        return f"{fact} != null and {other} != null and {fact} {COMPARED[test['op']]} {other}"
    head, bracket, tail = fact.partition("[].")
    if bracket:
        return f"{head} != null and some({head}, {zen_test(test, kind, f'#.{tail}')})"
    return zen_test(test, kind, fact)


def condition(rule: Rule, types: Mapping[str, str]) -> str:
    """All conditions of a rule as one expression; "" when it has none."""
    parts = [f"({test_text(test, types.get(str(test['fact']), 'text'))})" for test in rule.tests]
    joined = (" and " if rule.match == "all" else " or ").join(parts)
    if not rule.expression:
        return joined
    return f"({joined}) and ({rule.expression})" if joined else rule.expression


def filled(value: Any, facts: Mapping[str, Any]) -> Any:
    """An action's input with its {{fact}} places filled in."""
    if isinstance(value, str):
        return _PLACE.sub(lambda place: _shown(facts.get(place[1])), value)
    if isinstance(value, Mapping):
        return {name: filled(one, facts) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, facts) for one in value]
    return value


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return ", ".join(map(str, value[:20]))
    return str(value)


# --- time -------------------------------------------------------------------------------------------------
def last_due(trigger: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment, at or before `at`, at which a scheduled rule is to be asked; company's zone."""
    here = at.astimezone(zone)
    if trigger["every"] == "hour":
        return here.replace(minute=0, second=0, microsecond=0)
    day = here.date()
    due = _moment(day, trigger, zone)
    while due > at or not _is_day(due.date(), trigger):
        day -= timedelta(days=1)
        due = _moment(day, trigger, zone)
    return due


def _moment(day: date, trigger: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(trigger["hour"]), tzinfo=zone)


def _is_day(day: date, trigger: Mapping[str, Any]) -> bool:
    if trigger["every"] == "week":
        return day.isoweekday() == trigger["weekday"]
    if trigger["every"] == "month":
        return day.day == trigger["day"]
    return True


MOST_CHAINED = 60  # what the event log keeps of where news comes from


def in_circle(via: str, rule_id: int) -> bool:
    """Whether an event comes from this very rule, directly or through others (`via` is "rule:3>12")."""
    return via.startswith("rule:") and str(rule_id) in via.removeprefix("rule:").split(">")


def chained(via: str, rule_id: int) -> str:
    """What the news of a rule's actions carries: the rules that led to it, of too many the newest."""
    before = via.removeprefix("rule:").split(">") if via.startswith("rule:") else []
    chain = [*before, str(rule_id)]
    while len(">".join(chain)) > MOST_CHAINED - len("rule:"):
        chain.pop(0)
    return "rule:" + ">".join(chain)
