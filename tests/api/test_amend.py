"""Amendments over the API: what is named changes, in the line's own unit, and nothing is lost on the way."""

import pytest

from erp.core.models import CustomFieldDefinition
from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def packed(shop):
    """A product with units that are no round number of pieces."""
    shop.post("units/", {"code": "third", "name": "Third", "dimension": "count", "denominator": 3}, 201)
    units = [{"unit": "dz", "numerator": 12}, {"unit": "third", "denominator": 3}]
    shop.product("P-3", "3", units=units)
    shop.stock("P-3", "100")
    return shop


def lines(*rows, **more):
    """The body of an order of P-3."""
    return {"customer": "C-1", "lines": [{"product": "P-3"} | row for row in rows], "submit": True} | more


def test_a_line_keeps_its_unit(packed):
    order = packed.post("orders/", lines({"quantity": "2", "unit": "dz"}), 201)
    line = order["lines"][0]["id"]
    path = f"orders/{order['number']}/amend/"
    refused = packed.post(path, {"lines": [{"id": line, "quantity": "5", "unit": "pcs"}]}, 400)
    assert set(refused["errors"]) == {"lines[0].unit"}
    changed = packed.post(path, {"lines": [{"id": line, "quantity": "2.5", "unit": "dz"}]})["lines"][0]
    assert (changed["quantity"], changed["unit"], changed["reserved"]) == ("2.5", "dz", "2.5")
    assert packed.get("stock/", product="P-3")["totals"]["reserved"] == "30"
    assert_sound()


def test_words_and_own_fields_of_a_line_change(packed):
    CustomFieldDefinition.objects.create(subject="order_line", key="color", label="Color", kind="text")
    order = packed.post("orders/", lines({"quantity": "1"}), 201)
    change = {"id": order["lines"][0]["id"], "description": "In red", "custom": {"color": "red"}}
    changed = packed.post(f"orders/{order['number']}/amend/", {"lines": [change]})["lines"][0]
    assert (changed["description"], changed["custom"]) == ("In red", {"color": "red"})
    wrong = {"lines": [{"id": change["id"], "custom": {"size": "x"}}]}
    refused = packed.post(f"orders/{order['number']}/amend/", wrong, 400)
    assert set(refused["errors"]) == {"lines[0].custom.size"}


@pytest.mark.parametrize("quantity", ["1", "2", "7", "10.5"])
def test_a_third_is_reserved_shipped_billed_voided_and_billed_again_whole(packed, quantity):
    order = packed.post("orders/", lines({"quantity": quantity, "unit": "third"}), 201)
    line = order["lines"][0]
    assert (line["reserved"], line["backordered"]) == (quantity, "0")
    packed.shipped(order["number"])
    line = packed.get(f"orders/{order['number']}/")["lines"][0]
    assert (line["shipped"], line["invoiced"], line["backordered"]) == (quantity, quantity, "0")
    invoice = packed.get("invoices/", order=order["number"])["results"][0]["number"]
    assert packed.get(f"invoices/{invoice}/")["lines"][0]["quantity"] == quantity
    packed.post(f"invoices/{invoice}/void/", {"reason": "wrong address"})
    assert packed.get(f"orders/{order['number']}/")["lines"][0]["invoiced"] == "0"
    assert_sound()


def test_an_unknown_address_is_a_problem_whatever_the_method(shop):
    from django.test import Client

    for path in ("/api/v1/orders", "/api/v1/nothing/"):
        answer = Client(enforce_csrf_checks=True).post(path, "{}", content_type="application/json")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
