"""Channels' orders are taken once and never lost."""

import pytest

from orders.models import IntakeError, Order
from tests.api.shop import Shop, assert_sound
from tests.clients import api_with

pytestmark = pytest.mark.django_db
GOOD = {
    "customer": "C-1",
    "external_id": "E-1",
    "lines": [{"product": "P-1", "quantity": "1"}],
    "submit": True,
}


def test_an_order_is_taken_once(shop):
    first = shop.post("intake/edi/", GOOD, 201)
    assert (first["channel"], first["external_id"], first["state"]) == ("edi", "E-1", "confirmed")
    again = shop.post("intake/edi/", GOOD, 200)
    assert again["number"] == first["number"]
    assert shop.post("intake/web/", GOOD, 201)["number"] != first["number"]
    assert Order.objects.count() == 2


def test_what_can_t_be_taken_is_kept_mended_and_replayed(shop):
    bad = GOOD | {"lines": [{"product": "P-9", "quantity": "1"}]}
    kept = shop.post("intake/edi/", bad, 202)
    assert (kept["code"], kept["state"], kept["external_id"]) == ("invalid", "open", "E-1")
    assert set(kept["reason"]["errors"]) == {"lines[0].product"}
    path = f"intake-errors/{kept['id']}/"
    assert shop.get("intake-errors/", channel="edi", state="open")["results"][0]["payload"] == bad
    still = shop.post(f"{path}replay/")
    assert (still["state"], still["attempts"]) == ("open", 2)
    shop.patch(path, {"payload": GOOD})
    done = shop.post(f"{path}replay/")
    assert (done["state"], done["order"]) == ("replayed", Order.objects.get().number)
    assert shop.post(f"{path}replay/", {}, 409)["code"] == "intake_not_open"
    assert shop.post(f"{path}discard/", {}, 409)["code"] == "intake_not_open"
    assert_sound()


def test_a_discarded_payload_stays_to_be_read(shop):
    kept = shop.post("intake/edi/", {"customer": "x"}, 202)
    assert shop.post(f"intake-errors/{kept['id']}/discard/")["state"] == "discarded"
    assert shop.get(f"intake-errors/{kept['id']}/")["payload"] == {"customer": "x"}


def test_only_those_with_the_right_send_and_mend(shop):
    shop.post("intake/edi/", {"customer": "x"}, 202)
    seller, program = Shop(api_with("sales")), Shop(api_with("integrator"))
    assert seller.post("intake/edi/", GOOD, 403)["code"] == "not_permitted"
    seller.get("intake-errors/", 403)
    assert program.post("intake/edi/", GOOD, 201)["number"]
    assert len(program.get("intake-errors/")["results"]) == 1
    assert IntakeError.objects.count() == 1


def test_an_idempotency_key_covers_intake_too(shop):
    key = {"Idempotency-Key": "k"}
    bad = {"customer": "x"}
    first = shop.post("intake/edi/", bad, 202, **key)
    assert shop.post("intake/edi/", bad, 202, **key) == first
    assert IntakeError.objects.count() == 1
