"""Decision tables: deciding, versions, pilots, warnings, bad input."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, Misconfigured, NotPermitted
from erp.rules.calc.coverage import warnings_of
from erp.rules.calc.table import parse
from erp.rules.models import DecisionTable, TableVersion
from erp.rules.services.tables import TABLES, compare, decide, run_tests, try_out
from erp.rules.services.versions import (
    create_definition,
    edit_definition,
    publish_version,
    retire_version,
    save_draft,
    switch_definition,
)
from tests.clients import actor_with, api_with
from tests.factories import BOSS

NOW = timezone.now()


def content(*rows, policy="first", tests=()):
    """Amount and grade → route."""
    return {
        "hit_policy": policy,
        "inputs": [
            {"id": "amount", "field": "order.total", "type": "number"},
            {"id": "grade", "field": "customer.grade", "type": "text", "choices": ["A", "B", "C"]},
        ],
        "outputs": [{"id": "route", "field": "route", "type": "text", "choices": ["auto", "one", "two"]}],
        "rows": [
            {"id": f"r{i}", "when": when, "then": {"route": route}} for i, (when, route) in enumerate(rows, 1)
        ],
        "tests": list(tests),
    }


BORDERS = content(
    ({"amount": {"op": "lt", "value": 10000}}, "auto"),
    ({"amount": {"op": "between", "value": [10000, 20000]}}, "one"),
    ({"amount": {"op": "gt", "value": 20000}}, "two"),
)


def made(body=BORDERS, code="borders"):
    table = create_definition(kind=TABLES, values={"code": code, "name": "Borders"}, content=body, actor=BOSS)
    publish_version(kind=TABLES, pk=table.pk, actor=BOSS)
    return table


def route(total, **more):
    return decide("borders", {"order.total": total, **more}, at=NOW).outputs.get("route")


@pytest.mark.parametrize(
    ("amount", "way"),
    [(9999, "auto"), (9999.99, "auto"), (10000, "one"), (20000, "one"), (20000.01, "two"), (20001, "two")],
)
def test_borders_decide_as_they_are_written(db, amount, way):
    made()
    verdict = decide("borders", {"order.total": amount, "order.priority": "rush"}, at=NOW)
    assert verdict.outputs == {"route": way}
    assert verdict.version == 1
    assert verdict.row == {"auto": "r1", "one": "r2", "two": "r3"}[way]
    assert verdict.trace["facts"]["order.total"] == amount


def test_the_shipped_order_review_takes_the_routes_it_says(db):
    def way(amount, grade="A", *, exceeds=False, limit=10000, margin=30):
        facts = {
            "order.total_in_base": amount, "order.is_below_auto_limit": amount < limit,
            "customer.credit_grade": grade, "customer.exceeds_credit": exceeds,
            "order.margin_percent": margin, "order.product_type": "standard", "customer.tier": "",
        }  # fmt: skip
        verdict = decide("order_review", facts, at=NOW)
        return verdict.outputs["route"], verdict.row

    assert way(9999) == ("auto", "routine")
    assert way(10000) == ("finance", "rest")
    assert way(20001) == ("finance_and_manager", "large")
    assert way(9999, "C") == ("finance", "grade")
    assert way(9999, exceeds=True) == ("finance", "credit")
    assert way(12000, margin=-1) == ("finance_and_manager", "loss")
    row = TableVersion.objects.get(definition__code="order_review")
    assert all(case["passed"] for case in run_tests(row.content))
    assert warnings_of(parse(row.content)) == [] or {one.code for one in warnings_of(parse(row.content))} == {
        "overlap"
    }
    assert parse(row.content).as_json() == row.content


def test_a_date_that_says_now_is_the_moment_at_which_the_table_is_asked(db):
    body = content()
    body["inputs"] = [{"id": "on", "field": "order.requested_on", "type": "date"}]
    body["rows"] = [
        {"id": "early", "when": {"on": {"op": "lt", "value": "2031-02-03"}}, "then": {"route": "auto"}},
        {"id": "late", "when": {"on": {"op": "ge", "value": "2031-02-03"}}, "then": {"route": "two"}},
    ]
    made(body, "days")
    for year, way in ((2030, "auto"), (2032, "two")):
        at = datetime(year, 5, 1, tzinfo=UTC)
        assert decide("days", {"order.requested_on": "now"}, at=at).outputs == {"route": way}


def test_unknown_facts_match_no_comparison_and_nothing_hit_is_said(db):
    made()
    verdict = decide("borders", {}, at=NOW)
    assert (verdict.outputs, verdict.row) == ({}, None)
    with pytest.raises(Misconfigured) as refusal:
        route("10000")
    assert (refusal.value.code, refusal.value.facts["fact"]) == ("table_facts", "order.total")
    with pytest.raises(Misconfigured) as refusal:
        decide("nowhere", {}, at=NOW)
    assert refusal.value.code == "table_missing"


def test_collect_gives_every_row_that_fits(db):
    body = content(
        ({"amount": {"op": "gt", "value": 1}}, "one"),
        ({"amount": {"op": "gt", "value": 5}}, "two"),
        policy="collect",
    )
    verdict = try_out(body, {"order.total": 9})
    assert [row["route"] for row in verdict.all] == ["one", "two"]
    assert verdict.trace["rows"] == ["r1", "r2"]


def test_drafts_decide_nothing_and_older_versions_come_back(db):
    table = made()
    save_draft(kind=TABLES, pk=table.pk, content=content(({}, "two")), actor=BOSS)
    assert route(5) == "auto"
    publish_version(kind=TABLES, pk=table.pk, note="everything to both", actor=BOSS)
    assert route(5) == "two"
    publish_version(kind=TABLES, pk=table.pk, number=1, note="too slow", actor=BOSS)
    assert route(5) == "auto"
    states = dict(TableVersion.objects.filter(definition=table).values_list("number", "state"))
    assert states == {1: "published", 2: "retired"}
    with pytest.raises(Invalid):
        publish_version(kind=TABLES, pk=table.pk, actor=BOSS)


def test_a_pilot_decides_inside_its_scope_only_until_it_ends(db):
    table = made()
    save_draft(kind=TABLES, pk=table.pk, content=content(({}, "two")), actor=BOSS)
    publish_version(kind=TABLES, pk=table.pk, scope={"regions": ["EAST"]}, actor=BOSS)
    assert route(5) == "auto"
    assert route(5, **{"customer.region": "WEST"}) == "auto"
    assert route(5, **{"customer.region": "EAST"}) == "two"
    retire_version(kind=TABLES, pk=table.pk, number=2, actor=BOSS)
    assert route(5, **{"customer.region": "EAST"}) == "auto"
    with pytest.raises(Conflict):
        retire_version(kind=TABLES, pk=table.pk, number=2, actor=BOSS)
    for scope in ({"percent": 0}, {"percent": "half"}, {"planets": ["x"]}, {"regions": "EAST"}):
        with pytest.raises(Invalid):
            publish_version(kind=TABLES, pk=table.pk, number=2, scope=scope, actor=BOSS)


def test_a_share_of_documents_is_steady(db):
    table = made()
    save_draft(kind=TABLES, pk=table.pk, content=content(({}, "two")), actor=BOSS)
    publish_version(kind=TABLES, pk=table.pk, scope={"percent": 30}, actor=BOSS)
    ways = [route(5, **{"order.number": f"SO-{n}"}) for n in range(600)]
    assert ways == [route(5, **{"order.number": f"SO-{n}"}) for n in range(600)]
    assert 130 < ways.count("two") < 230


def test_a_published_content_can_not_be_changed_even_by_hand(db):
    table = made()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rules_tableversion SET content = '{}' WHERE definition_id = %s", [table.pk])


def test_failing_test_cases_stop_a_publication(db):
    case = {"facts": {"order.total": 10000}, "expect": {"route": "auto"}}
    table = create_definition(
        kind=TABLES, values={"code": "t", "name": "T"}, content=BORDERS | {"tests": [case]}, actor=BOSS
    )
    with pytest.raises(Conflict) as refusal:
        publish_version(kind=TABLES, pk=table.pk, actor=BOSS)
    assert refusal.value.code == "table_tests_fail"
    assert TableVersion.objects.get(definition=table).state == "draft"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"hit_policy": "any"}, "hit_policy"),
        ({"inputs": "x"}, "inputs"),
        ({"outputs": []}, "outputs"),
        ({"inputs": [{"field": "金额", "type": "number"}]}, "inputs[0].field"),
        ({"inputs": [{"field": "a", "type": "money"}]}, "inputs[0].type"),
        ({"inputs": [{"field": "a", "type": "text"}, {"field": "a", "type": "text"}]}, "inputs[1].field"),
        (
            {"rows": [{"when": {"amount": {"op": "ge", "value": "x"}}, "then": {"route": "one"}}]},
            "rows[0].when.amount",
        ),
        ({"rows": [{"when": {"else": {"op": "ge", "value": 1}}}]}, "rows[0].when.else"),
        ({"rows": [{"when": {}, "then": {"route": "three"}}]}, "rows[0].then.route"),
        ({"rows": [{"when": {}, "then": {"route": 5}}]}, "rows[0].then.route"),
        ({"rows": [5]}, "rows[0]"),
        ({"rows": [{}] * 2001}, "rows"),
        ({"tests": [{"facts": {"order.total": "x"}}]}, "tests[0].facts.order.total"),
    ],
)
def test_a_table_with_a_type_error_is_refused_at_its_cell(db, change, path):
    before = DecisionTable.objects.count()
    with pytest.raises(Invalid) as refusal:
        create_definition(
            kind=TABLES, values={"code": "t", "name": "T"}, content=BORDERS | change, actor=BOSS
        )
    assert path in refusal.value.errors
    assert DecisionTable.objects.count() == before


def test_gaps_overlaps_and_unreachable_rows_are_seen():
    body = content(
        ({"amount": {"op": "lt", "value": 100}, "grade": {"op": "one_of", "value": ["A", "B"]}}, "auto"),
        ({"amount": {"op": "between", "value": [50, 200]}}, "one"),
        ({"amount": {"op": "gt", "value": 300}}, "two"),
        ({"amount": {"op": "gt", "value": 400}, "grade": {"op": "eq", "value": "A"}}, "auto"),
    )
    found = [(one.code, one.rows, one.where) for one in warnings_of(parse(body))]
    assert ("overlap", ("r1", "r2"), None) in found
    assert ("unreachable", ("r3", "r4"), None) in found
    gaps = [where for code, _rows, where in found if code == "gap"]
    assert {"amount": "< 50", "grade": "C"} in gaps
    assert any(gap and "200" in gap["amount"] and "300" in gap["amount"] for gap in gaps)
    whole = content(({"amount": {"op": "lt", "value": 100}}, "auto"), ({}, "one"))
    assert warnings_of(parse(whole)) == []


def test_two_versions_are_compared_row_by_row():
    after = content(
        ({"amount": {"op": "lt", "value": 12000}}, "auto"),
        ({"amount": {"op": "gt", "value": 20000}}, "two"),
    )
    after["rows"][1]["id"] = "r3"
    assert compare(BORDERS, after) == [
        {"change": "changed", "row": "r1", "place": 1, "columns": ["amount"]},
        {"change": "moved", "row": "r3", "place": 2, "from": 3},
        {"change": "removed", "row": "r2", "place": 2},
    ]


def test_rights(db):
    table = made()
    reader, nobody = actor_with("buyer"), actor_with("warehouse_operator")
    for actor in (reader, nobody):
        with pytest.raises(NotPermitted):
            save_draft(kind=TABLES, pk=table.pk, content=BORDERS, actor=actor)
        with pytest.raises(NotPermitted):
            publish_version(kind=TABLES, pk=table.pk, actor=actor)
        with pytest.raises(NotPermitted):
            switch_definition(kind=TABLES, pk=table.pk, is_active=False, actor=actor)
        with pytest.raises(NotPermitted):
            edit_definition(kind=TABLES, pk=table.pk, values={"name": "x"}, actor=actor)
    assert api_with("buyer").get("/api/v1/decision-tables/borders/").status_code == 200
    assert api_with("warehouse_operator").get("/api/v1/decision-tables/borders/").status_code == 403


def test_a_table_lives_over_the_api(db):
    api = api_with("administrator")
    sent = {"code": "api", "name": "By API", "content": BORDERS}
    answer = api.post("/api/v1/decision-tables/", sent, format="json")
    assert answer.status_code == 201, answer.content
    where = f"/api/v1/decision-tables/{answer.json()['id']}/"
    assert api.post(where + "publish/", {}, format="json").status_code == 200
    verdict = api.post(where + "decide/", {"facts": {"order.total": 10000}}, format="json").json()
    assert (verdict["outputs"], verdict["row"], verdict["version"]) == ({"route": "one"}, "r2", 1)
    changed = api.patch(where, {"content": content(({}, "two"))}, format="json")
    assert changed.json()["content_number"] == 2
    assert (
        api.patch(where, {"content": BORDERS}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    )
    assert [row["change"] for row in api.get(where + "compare/?from=1&to=2").json()] == [
        "changed",
        "removed",
        "removed",
    ]
    checked = api.post(where + "check/", {}, format="json").json()
    assert checked["remarks"] == []
    assert api.get(where + "versions/1/").json()["content"]["rows"][0]["id"] == "r1"
    assert api.get(where + "versions/9/").status_code == 404
    bad = api.patch(where, {"content": BORDERS | {"rows": [{"then": {"route": 5}}]}}, format="json")
    assert bad.status_code == 400
    assert "rows[0].then.route" in bad.json()["errors"]
    assert api.post(where + "retire/", {"number": 2}, format="json").status_code == 409
    assert api.get("/api/v1/decision-tables/?search=api").json()["results"][0]["code"] == "api"
