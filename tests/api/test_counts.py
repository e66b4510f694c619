"""Counting over the API: blind for counters, complete for approvers, refused when it makes no sense."""

import pytest

from tests.api.shop import Shop, assert_sound
from tests.clients import api_with

pytestmark = pytest.mark.django_db
SECRET = {"expected", "difference", "value", "differences"}


@pytest.fixture
def people(shop):
    yield shop, Shop(api_with("warehouse_operator")), Shop(api_with("warehouse_operator"))
    assert_sound()


def test_from_the_list_to_the_ledger(people):
    boss, one, two = people
    made = boss.post("counts/", {"warehouse": "MAIN", "products": ["P-1", "P-2"]}, 201)
    number, [first, second] = made["number"], made["lines"]
    assert (made["state"], made["places"]) == ("open", 2)
    answers = [{"line": first["id"], "quantity": "8"}, {"line": second["id"], "quantity": "100"}]
    seen = one.post(f"counts/{number}/count/", {"lines": answers})
    assert not SECRET & (seen.keys() | seen["lines"][0].keys())
    assert one.post(f"counts/{number}/finish/")["state"] == "recount"
    again = {"lines": [{"line": first["id"], "quantity": "7", "reason": "broken"}]}
    assert one.post(f"counts/{number}/count/", again, 409)["code"] == "same_counter"
    two.post(f"counts/{number}/count/", again)
    assert two.post(f"counts/{number}/finish/")["state"] == "counted"
    assert not SECRET & one.get(f"counts/{number}/").keys()
    assert not SECRET & one.get("counts/")["results"][0].keys()
    one.post(f"counts/{number}/approve/", status=403)
    assert boss.get("stock/", product="P-1")["results"][0]["on_hand"] == "10"
    posted = boss.post(f"counts/{number}/approve/")
    assert (posted["state"], posted["value"], posted["lines"][0]["difference"]) == ("posted", "-18.00", "-3")
    assert boss.get("stock/", product="P-1")["results"][0]["on_hand"] == "7"
    assert boss.post(f"counts/{number}/approve/", status=409)["code"] == "invalid_transition"
    move = boss.get("stock-moves/", document=number)["results"][0]
    assert (move["kind"], move["quantity"], move["reason"]) == ("adjustment", "-3", "broken")
    assert one.get(f"counts/{number}/")["lines"][0]["difference"] == "-3"
    accuracy = boss.get("counts/accuracy/")["classes"][0]
    assert (accuracy["places"], accuracy["accurate"], accuracy["rate"]) == (2, 1, "0.500000")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"line": 999999, "quantity": "1"}, "lines[0].line"),
        ({"quantity": "1"}, "lines[0].line"),
        ({"product": "P-1", "location": "NOWHERE", "quantity": "1"}, "lines[0].location"),
        ({"product": "P-1", "location": "QUALITY", "lot": "L", "quantity": "1"}, "lines[0].lot"),
        ({"product": "P-1", "location": "STOCK", "quantity": "-1"}, "lines[0].quantity"),
        ({"product": "P-1", "location": "STOCK", "quantity": "many"}, "lines[0].quantity"),
    ],
)
def test_what_can_not_be_counted(people, body, path):
    boss, *_others = people
    number = boss.post("counts/", {"warehouse": "MAIN"}, 201)["number"]
    answer = boss.post(f"counts/{number}/count/", {"lines": [body]}, 400)
    assert set(answer["errors"]) == {path}
    assert boss.get(f"counts/{number}/")["counted_places"] == 0


def test_scope_rights_and_drafts(people):
    boss, one, _two = people
    assert boss.post("counts/", {"warehouse": "MAIN", "zone": "X"}, 409)["code"] == "nothing_to_count"
    assert set(boss.post("counts/", {"warehouse": "MAIN", "abc_class": "Z"}, 400)["errors"]) == {"abc_class"}
    draft = one.post("counts/", {"warehouse": "MAIN", "open": False}, 201)
    assert draft["state"] == "draft"
    refused = one.post(f"counts/{draft['number']}/finish/", status=409)
    assert refused["code"] == "invalid_transition"
    one.post(f"counts/{draft['number']}/open/")
    assert one.post(f"counts/{draft['number']}/finish/", status=409)["code"] == "uncounted_places"
    one.post(f"counts/{draft['number']}/cancel/", {"reason": "no"}, 403)
    assert boss.post(f"counts/{draft['number']}/cancel/", {"reason": "no"})["state"] == "cancelled"
    assert boss.post("counts/propose/", status=201)["counts"].keys() == {"MAIN"}
    sales = Shop(api_with("sales"))
    sales.get("counts/", 403)
    sales.post("counts/", {"warehouse": "MAIN"}, 403)
    sales.get("counts/accuracy/", 403)
