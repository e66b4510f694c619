"""Bad input: each has its own clear 4xx, changes nothing, and is never a 5xx."""

import json

import pytest

from finance.models import Invoice, Payment
from inventory.models import Move, Reservation
from orders.models import IntakeError, Order
from tests.api.shop import assert_sound

pytestmark = pytest.mark.django_db

TWICE = b'{"customer": "C-1", "customer": "C-2", "lines": [{"product": "P-1", "quantity": "1"}]}'
LINE = {"product": "P-1", "quantity": "1"}
BODIES = [
    ({}, {"customer", "lines"}),
    ({"customer": "nobody", "lines": [LINE]}, {"customer"}),
    ({"customer": 7, "lines": [LINE]}, {"customer"}),
    ({"customer": "C-1", "lines": []}, {"lines"}),
    ({"customer": "C-1", "lines": "x"}, {"lines"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": "-1"}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [LINE, {**LINE, "quantity": "0"}]}, {"lines[1].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": "NaN"}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": "Infinity"}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": "1e30"}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": 1e30}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": True}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "quantity": "0.1234567"}]}, {"lines[0].quantity"}),
    ({"customer": "C-1", "lines": [{**LINE, "product": "prd_99999999999999999999"}]}, {"lines[0].product"}),
    ({"customer": "C-1", "lines": [{**LINE, "product": None}]}, {"lines[0].product"}),
    ({"customer": "C-1", "lines": [{**LINE, "unit": "kg"}]}, {"lines[0].unit"}),
    ({"customer": "C-1", "lines": [{**LINE, "unit_price": "-1"}]}, {"lines[0].unit_price"}),
    ({"customer": "C-1", "lines": [{**LINE, "discount_rate": "2"}]}, {"lines[0].discount_rate"}),
    ({"customer": "C-1", "lines": [LINE], "priority": "soon"}, {"priority"}),
    ({"customer": "C-1", "lines": [LINE], "requested_date": "tomorrow"}, {"requested_date"}),
    ({"customer": "C-1", "lines": [LINE], "requested_date": "9999-99-99"}, {"requested_date"}),
    ({"customer": "C-1", "lines": [LINE], "note": "x" * 1_000_000}, {"note"}),
    ({"customer": "C-1", "lines": [LINE], "external_id": "x" * 500}, {"external_id"}),
    ({"customer": "C-1", "lines": [LINE], "custom": {"nothing": 1}}, {"custom.nothing"}),
    ({"customer": "C-1", "lines": [LINE], "ship_to": "here"}, {"ship_to"}),
    ({"customer": "C-1", "lines": [LINE], "submit": "maybe"}, {"submit"}),
]


@pytest.mark.parametrize(("body", "paths"), BODIES)
def test_a_bad_order_names_its_fields_and_makes_nothing(shop, body, paths):
    for path in ("orders/", "orders/simulate/"):
        refused = shop.post(path, body, 400)
        assert refused["code"] and refused["title"]
        assert {path.split(".non_field")[0] for path in refused["errors"]} == paths
    assert Order.objects.count() == 0
    kept = shop.post("intake/web/", body, 202)
    assert kept["state"] == "open"
    assert IntakeError.objects.get().payload.keys() == body.keys()


def test_numbers_that_python_s_json_writes_are_refused(shop):
    for raw in (
        b'{"customer": "C-1", "lines": [{"product": "P-1", "quantity": NaN}]}',
        b"[" * 2000,
        b"\xff",
        TWICE,
    ):
        for path in ("orders/", "intake/web/", "payments/"):
            answer = shop.api.generic("POST", f"/api/v1/{path}", raw, content_type="application/json")
            assert answer.status_code == 400
    assert Order.objects.count() == IntakeError.objects.count() == 0


def test_markup_and_sql_are_kept_as_they_are(shop):
    text = "<script>alert(1)</script>'; DROP TABLE orders_order; --"
    order = shop.order(("P-1", "1"), note=text, customer_po=text, external_id=text, channel="web")
    assert order["note"] == text
    assert shop.get("orders/", search=text)["results"][0]["external_id"] == text
    assert shop.get("orders/", search="%' OR 1=1 --")["results"] == []
    assert shop.get("stock/", search="%_\\")["results"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "issue", "quantity": "11"},
        {"kind": "adjustment", "quantity": "-11", "reason": "lost"},
        {"kind": "transfer", "quantity": "11", "to_warehouse": "EAST"},
    ],
)
def test_more_than_there_is_can_t_be_taken(shop, body):
    shop.post("warehouses/", {"code": "EAST", "name": "East"}, 201)
    before = Move.objects.count()
    refused = shop.post("stock-moves/", {"product": "P-1", "warehouse": "MAIN"} | body, 409)
    assert refused["code"] in {"insufficient_stock", "no_storage_location"}
    assert Move.objects.count() == before
    assert_sound()


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"kind": "receipt", "quantity": "0"}, {"quantity"}),
        ({"kind": "receipt", "quantity": "-1"}, {"quantity"}),
        ({"kind": "gift", "quantity": "1"}, {"kind"}),
        ({"kind": "receipt", "quantity": "1", "location": "NOWHERE"}, {"location"}),
        ({"kind": "receipt", "quantity": "1", "lot": "L1"}, {"lot"}),
        ({"kind": "adjustment", "quantity": "1"}, {"reason"}),
        ({"kind": "transfer", "quantity": "1"}, {"to_warehouse"}),
    ],
)
def test_a_bad_move_names_its_fields(shop, body, paths):
    refused = shop.post("stock-moves/", {"product": "P-1", "warehouse": "MAIN"} | body, 400)
    assert set(refused["errors"]) == paths


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"amount": "0"}, 400, "invalid"),
        ({"amount": "-5"}, 400, "invalid"),
        ({"amount": "1.001"}, 400, "too_many_decimals"),
        ({"amount": "5", "currency": "XXX"}, 400, "invalid"),
        ({"amount": "5", "currency": "EUR"}, 409, "exchange_rate_missing"),
        ({"amount": "5", "allocations": [{"invoice": "IV-9", "amount": "5"}]}, 400, "invalid"),
        ({"amount": "5", "allocations": [{"invoice": "IV-000001", "amount": "6"}]}, 400, "over_allocated"),
        ({"amount": "50", "allocations": [{"invoice": "IV-000001", "amount": "50"}]}, 400, "more_than_open"),
    ],
)
def test_a_bad_payment_changes_nothing(shop, body, status, code):
    shop.shipped(shop.order(("P-1", "2"))["number"])
    assert Invoice.objects.get().number == "IV-000001"
    refused = shop.post("payments/", {"customer": "C-1"} | body, status)
    assert refused["code"] == code
    assert Payment.objects.count() == 0
    assert Invoice.objects.get().open_amount == 20


def test_illegal_steps_are_conflicts(shop):
    number = shop.order(("P-1", "2"))["number"]
    shipment = shop.post("shipments/", {"order": number}, 201)["number"]
    for verb in ("pack", "ship", "deliver"):
        assert shop.post(f"shipments/{shipment}/{verb}/", {}, 409)["code"] == "invalid_transition"
    for verb, body in [("submit", {}), ("release", {}), ("approve", {}), ("reject", {"reason": "x"})]:
        assert shop.post(f"orders/{number}/{verb}/", body, 409)["code"] == "invalid_transition"
    assert shop.post(f"orders/{number}/close/", {}, 409)["code"] == "not_fulfilled"
    assert shop.post("shipments/", {"order": number}, 409)["code"] == "nothing_reserved"
    assert Reservation.objects.count() == 1


def test_stale_versions_are_refused(shop):
    order = shop.order(("P-1", "2"), submit=False)
    number, seen = order["number"], {"If-Match": f'"{order["version"]}"'}
    changed = shop.patch(f"orders/{number}/", {"note": "a"}, **seen)
    assert changed["version"] == order["version"] + 1
    assert shop.patch(f"orders/{number}/", {"note": "b"}, 412, **seen)["code"] == "stale_version"
    for verb, body in [("submit", {}), ("cancel", {"reason": "x"}), ("amend", {"note": "x"})]:
        assert shop.post(f"orders/{number}/{verb}/", body, 412, **seen)["code"] == "stale_version"
    assert shop.get(f"orders/{number}/")["note"] == "a"
    answer = shop.api.get(f"/api/v1/orders/{number}/")
    assert answer["ETag"] == f'"{changed["version"]}"'


def test_the_same_key_makes_one_order_and_one_payment(shop):
    body = {"customer": "C-1", "lines": [LINE], "submit": True}
    first = shop.post("orders/", body, 201, **{"Idempotency-Key": "k1"})
    again = shop.post("orders/", body, 201, **{"Idempotency-Key": "k1"})
    assert again == first
    assert first["state"] == "confirmed"
    refused = shop.post("orders/", body | {"note": "x"}, 409, **{"Idempotency-Key": "k1"})
    assert refused["code"] == "idempotency_conflict"
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["state=x", "customer=%00", "created_after=x", "ordering=secret", "cursor=e30"]
)
def test_bad_filters_are_refused(shop, query):
    answer = shop.api.get(f"/api/v1/orders/?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.content)["code"] in {"invalid", "malformed"}


def test_unknown_filters_and_ids_find_nothing(shop):
    assert shop.get("orders/", customer="nobody")["results"] == []
    assert shop.get("reservations/", order="SO-9")["results"] == []
    for path in (
        "orders/ord_9/",
        "orders/x/",
        "invoices/inv_99999999999999999999/",
        "credit/nobody/",
        "tasks/1/",
    ):
        shop.get(path, 404)
