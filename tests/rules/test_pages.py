"""Pages of rules and decision tables: seen, edited, published, in and out of Excel, with the right only."""

import io
import json

import openpyxl
import pytest
from django.test import Client

from erp.rules.models import DecisionTable, RuleDefinition, RuleVersion, TableVersion
from tests.clients import person

pytestmark = pytest.mark.django_db


def client_of(*roles):
    client = Client()
    client.force_login(person(*roles))
    return client


def post_json(client, url, body):
    return client.post(
        url, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )


def test_every_page_is_shown_in_both_languages():
    client = client_of("administrator")
    pages = [
        "/rules/", "/rules/new/", "/rules/log/", "/rules/about/waiting_to_ship/", "/decision-tables/",
        "/decision-tables/new/", "/decision-tables/about/order_review/",
        "/decision-tables/about/order_review/?version=1", "/decision-tables/about/order_review/compare/",
    ]  # fmt: skip
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        for page in pages:
            assert client.get(page).status_code == 200, page
    assert client.get("/decision-tables/about/nothing/").status_code == 404
    text = client.get("/rules/", headers={"Accept-Language": "en"}).content.decode()
    assert "waiting_to_ship" in text


def test_who_may_not_see_or_edit_rules_is_refused():
    assert client_of("warehouse_operator").get("/rules/").status_code == 403
    reader = client_of("buyer")
    assert reader.get("/decision-tables/about/order_review/").status_code == 200
    assert post_json(reader, "/decision-tables/about/order_review/save/", {"content": {}}).status_code == 403
    assert reader.post("/rules/about/churn/switch/", {"on": "0"}).status_code in {302, 403}
    assert RuleDefinition.objects.get(code="churn").is_active


def test_a_table_is_edited_checked_published_and_rolled_back_in_the_browser():
    client = client_of("administrator")
    where = "/decision-tables/about/order_review/"
    content = TableVersion.objects.get(definition__code="order_review").content
    content["rows"].insert(
        0, {"id": "vip", "when": {"tier": {"op": "eq", "value": "vip"}}, "then": {"route": "auto"}}
    )
    table = DecisionTable.objects.get(code="order_review")
    saved = post_json(client, where + "save/", {"content": content, "version": table.version})
    assert saved.json()["number"] == 2
    late = post_json(client, where + "save/", {"content": content, "version": table.version - 1})
    assert late.status_code in {409, 412}
    facts = {"customer.tier": "vip", "order.total_in_base": 90000}
    found = post_json(client, where + "check/", {"content": content, "facts": facts}).json()
    assert found["verdict"]["row"] == "vip"
    assert all(case["passed"] for case in found["tests"])
    content["rows"][0]["when"]["tier"]["value"] = 5
    wrong = post_json(client, where + "check/", {"content": content})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["rows[0].when.tier"])
    client.post(where + "publish/", {"note": "VIPs pass", "regions": "", "percent": ""})
    assert TableVersion.objects.get(definition=table, state="published").number == 2
    client.post(where + "publish/", {"number": "1"})
    assert TableVersion.objects.get(definition=table, state="published").number == 1
    client.post(where + "publish/", {"number": "2", "percent": "25", "regions": "EAST, WEST"})
    pilot = TableVersion.objects.get(definition=table, number=2)
    assert pilot.scope == {"regions": ["EAST", "WEST"], "percent": 25.0}
    client.post(where + "retire/", {"number": "2"})
    assert TableVersion.objects.get(definition=table, number=2).state == "retired"
    assert b"vip" in client.get(where + "compare/?from=1&to=2").content


def test_a_table_goes_to_excel_and_back():
    client = client_of("administrator")
    where = "/decision-tables/about/order_review/"
    book = openpyxl.load_workbook(io.BytesIO(client.get(where + "excel/").content))
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "when: order.total_in_base | number"
    assert sheet["A4"].value == "> 20000"
    sheet["A4"].value = "≥ 30,000"
    changed = io.BytesIO()
    book.save(changed)
    changed.seek(0)
    changed.name = "review.xlsx"
    client.post(where + "import/", {"file": changed})
    draft = TableVersion.objects.get(definition__code="order_review", state="draft").content
    assert draft["rows"][1]["when"]["total_in_base"] == {"op": "ge", "value": 30000}
    assert len(draft["tests"]) == 6
    assert draft["inputs"][2]["choices"] == ["A", "B", "C", "D"]
    for content in (b"not a workbook", b"PK\x03\x04 broken"):
        broken = io.BytesIO(content)
        broken.name = "x.xlsx"
        assert client.post(where + "import/", {"file": broken}).status_code == 302
    sheet["A4"].value = "much"
    wrong = io.BytesIO()
    book.save(wrong)
    wrong.seek(0)
    wrong.name = "wrong.xlsx"
    client.post(where + "import/", {"file": wrong})
    assert TableVersion.objects.get(definition__code="order_review", state="draft").content == draft


def test_a_rule_is_written_tried_published_and_paused_in_the_browser():
    client = client_of("administrator")
    content = {
        "subject": "order",
        "trigger": {"type": "event", "events": ["order.submitted"]},
        "conditions": {
            "match": "all",
            "tests": [{"fact": "order.total", "op": "ge", "value": 5}],
            "expression": "",
        },
        "actions": [{"key": "orders.hold_order", "input": {"reason": "look"}}],
        "limits": {"per_hour": 10},
    }
    said = post_json(client, "/rules/check/", {"content": content}).json()
    assert said["holds"] == "If Order: total is at least 5"
    made = post_json(client, "/rules/create/", {"content": content, "code": "mine", "name": "Mine"})
    assert made.json()["url"] == "/rules/about/mine/"
    tried = post_json(client, "/rules/dry-run/", {"content": content, "days": 30}).json()
    assert (tried["looked_at"], tried["rows"]) == (0, [])
    assert post_json(client, "/rules/dry-run/", {"content": content, "days": 0}).status_code == 400
    client.post("/rules/about/mine/publish/", {"note": "first"})
    assert RuleVersion.objects.get(definition__code="mine").state == "published"
    content["actions"] = []
    wrong = post_json(client, "/rules/about/mine/save/", {"content": content})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["actions"])
    client.post("/rules/about/mine/switch/", {"on": "0"})
    assert not RuleDefinition.objects.get(code="mine").is_active
    assert client.get("/rules/log/export/csv/").status_code == 200


def test_the_list_says_what_is_in_force_and_calls_facts_by_their_names():
    client = client_of("administrator")
    text = client.get("/rules/", headers={"Accept-Language": "en"}).content.decode()
    assert "Customer: salesperson" in text
    assert "{{customer.salesperson}}" not in text
    rule = RuleDefinition.objects.get(code="waiting_to_ship")
    content = rule.versions.get().content
    content["trigger"]["hours"] = 77
    post_json(client, "/rules/about/waiting_to_ship/save/", {"content": content})
    assert "77" not in client.get("/rules/?q=waiting").content.decode().split("k-list")[1]
    client.post("/rules/about/waiting_to_ship/publish/")
    assert "77" in client.get("/rules/?q=waiting").content.decode().split("k-list")[1]
    client.post("/rules/about/waiting_to_ship/publish/", {"number": "1"})
    assert "77" not in client.get("/rules/?q=waiting").content.decode().split("k-list")[1]
