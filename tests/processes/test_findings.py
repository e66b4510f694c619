# ruff: noqa: E501 -- one step a line reads as a drawing
"""Findings in the reader's words, against the company's own roles, calendars and actions."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from erp.core.events import Event
from erp.core.palette import facts_about, facts_of
from erp.core.refs import DocumentRef
from erp.processes.selectors import validation
from erp.processes.selectors.validation import known_events, problems_of
from tests.factories import draft, make_customer, make_item

pytestmark = pytest.mark.django_db

DRAWN: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start", "wait_for": "order.submitted"},
        {"id": "review", "type": "task", "name": "Review", "assignee": {"role": "finance"}, "target_seconds": 60},
        {"id": "confirm", "type": "action", "name": "Confirm", "action": "orders.confirm_order"},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"from": "start", "to": "review"}, {"from": "review", "to": "confirm"}, {"from": "confirm", "to": "end"}],
}  # fmt: skip


def test_a_sound_drawing_of_an_order_process():
    assert [one for one in problems_of("order", DRAWN) if one.code != "missing_calendar"] == []


def test_findings_speak_the_readers_language_and_name_what_is_missing():
    nodes = [
        {**node, "assignee": {"role": "wizard"}} if node["id"] == "review" else node
        for node in DRAWN["nodes"]
    ]
    [found] = [one for one in problems_of("order", {**DRAWN, "nodes": nodes}) if one.level == "error"]
    assert (found.node, found.code, found.text) == ("review", "unknown_role", "There is no role wizard.")
    nodes = [*DRAWN["nodes"], {"id": "again", "type": "start"}]
    [found] = problems_of("order", {**DRAWN, "nodes": nodes})
    assert (found.node, found.code, found.text) == ("again", "two_starts", "A process has one start only.")
    assert problems_of("unheard_of", DRAWN)[0].code == "unknown_action"


def test_every_finding_has_its_words():
    source = (validation.__file__).replace("selectors/validation.py", "calc/")
    codes = set()
    for name in ("validation.py", "routes.py"):
        text = Path(source, name).read_text(encoding="utf-8")
        codes |= set(re.findall(r'Problem\((?:[\w.]+|""), "([a-z_]+)"', text))
        codes |= set(re.findall(r'yield \w+\.id, "(\w+)"', text))
    codes -= {"bad_graph", ""}
    assert len(codes) > 20
    with translation.override("en"):
        assert codes - set(validation._TEXTS) == set()


def test_events_of_every_app_may_be_waited_for():
    assert {"order.submitted", "order.confirmed", "shipment.shipped", "invoice.paid"} <= known_events()
    assert "" not in known_events() and Event.name == ""


def test_every_declared_fact_is_really_lent():
    order = draft(make_customer(), (make_item(sku="A"), 2))
    lent = facts_about(DocumentRef("order", order.pk, order.number))
    own = {fact.key for fact in facts_of("order") if fact.key.startswith(("order.", "customer.", "lines"))}
    assert {key for key in own if "[]" not in key} <= set(lent)
    fields = {
        fact.key.removeprefix("lines[].") for fact in facts_of("order") if fact.key.startswith("lines[].")
    }
    assert fields == set(lent["lines"][0]) and lent["lines"][0]["quantity"] == 2
    some = facts_about(DocumentRef("order", order.pk, order.number), ["order.total"])
    assert "lines" not in some and some["order.total"] == lent["order.total"]
