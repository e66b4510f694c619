"""The fulfillment board, shipments step by step, waves, papers and the scan pages' door."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from erp.masterdata.models import Company
from erp.masterdata.selectors.company import forget_company
from inventory.models import ItemUnit, Scan, Shipment, Wave
from inventory.selectors.board import ready_documents
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from orders.services.orders import hold_order
from tests.clients import person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    make_customer,
    make_item,
    make_location,
    receive,
    release,
    ship,
)

pytestmark = pytest.mark.django_db


def client_of(*roles: str, **more: Any) -> Client:
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


@pytest.fixture
def company() -> Any:
    row, _made = Company.objects.update_or_create(
        pk=1, defaults={"name": "衡光照明", "base_currency_id": "USD", "phone": "0512"}
    )
    forget_company()
    yield row
    forget_company()


def order_of(quantity: int = 4, stock: int = 10, **more: Any) -> Any:
    return confirmed(make_customer(), (make_item(stock=stock), quantity), **more)


def test_the_board_shows_what_can_be_released_and_not_what_must_wait() -> None:
    ready = order_of()
    complete = order_of(20, 10, ship_complete=True)
    held = order_of()
    hold_order(order_id=held.pk, reason="wait", actor=BOSS)
    numbers = [row.number for row in ready_documents(BOSS)]
    assert numbers == [ready.number]
    page = client_of("warehouse_manager").get("/fulfillment/").content.decode()
    assert ready.number in page and complete.number not in page and held.number not in page


def test_ticked_orders_become_shipments_and_refusals_are_told() -> None:
    first, second = order_of(), order_of()
    release(second)
    client = client_of("warehouse_manager")
    answer = client.post("/fulfillment/release/", {"orders": [first.pk, second.pk]}, follow=True)
    assert Shipment.objects.filter(document_id=first.pk).count() == 1
    assert second.number in answer.content.decode()
    assert client.post("/fulfillment/release/", {"orders": ["x", "99999999999999999999"]}).status_code == 302


def test_only_who_may_release_releases() -> None:
    order = order_of()
    client = client_of("warehouse_operator")
    client.post("/fulfillment/release/", {"orders": [order.pk]})
    assert not Shipment.objects.exists()
    assert b'name="orders"' not in client.get("/fulfillment/").content


def test_a_wave_gathers_orders_and_shipments_and_lists_bins_in_order() -> None:
    near, far = make_location("A-01"), make_location("Z-99")
    first, second = make_item(sku="A-1"), make_item(sku="B-1")
    receive(first, 5, location=far)
    receive(second, 5, location=near)
    one = confirmed(make_customer(), (first, 2), (second, 2))
    two = confirmed(make_customer(), (second, 1))
    shipment = release(two)
    client = client_of("warehouse_manager")
    client.post("/fulfillment/wave/", {"orders": [one.pk], "shipments": [shipment.pk]})
    wave = Wave.objects.get()
    page = client.get(f"/waves/{wave.number}/")
    stops = page.context["stops"]
    assert [(stop.location, stop.sku, stop.quantity) for stop in stops] == [
        ("A-01", "B-1", 3),
        ("Z-99", "A-1", 2),
    ]
    client.post(f"/waves/{wave.number}/do/release/")
    assert fresh(wave).state == "released"
    assert wave.number in client.get("/waves/").content.decode()
    assert client.post("/fulfillment/wave/", {}, follow=True).status_code == 200
    assert Wave.objects.count() == 1


def test_a_shipment_goes_all_the_way_by_hand() -> None:
    order = order_of(4)
    shipment = release(order)
    client, url = client_of("warehouse_manager"), f"/shipments/{shipment.number}/"
    line = shipment.lines.get()
    assert client.post(f"{url}do/pick/", {"by_line": "1", f"picked-{line.pk}": "4"}).status_code == 302
    assert client.post(f"{url}do/pack/", {"weight": ["1.5", "2"]}).status_code == 302
    assert [box.weight_kg for box in shipment.packages.all()] == [Decimal("1.5"), 2]
    client.post(f"{url}do/ship/", {"carrier": "SF", "tracking_number": "SF123"})
    client.post(f"{url}do/deliver/", {"delivered_to": "Li"})
    done = fresh(shipment)
    assert (done.state, done.carrier_name, done.tracking_number, done.delivered_to) == (
        "delivered",
        "SF",
        "SF123",
        "Li",
    )
    page = client.get(url).content.decode()
    assert "SF123" in page and order.number in page
    assert shipment.number in client.get("/shipments/?q=SF123").content.decode()
    assert_books_hold()


def test_a_short_pick_by_hand_needs_a_reason() -> None:
    shipment = release(order_of(4))
    line = shipment.lines.get()
    client, url = client_of("warehouse_operator"), f"/shipments/{shipment.number}/do/pick/"
    answer = client.post(url, {"by_line": "1", f"picked-{line.pk}": "3"})
    assert answer.status_code == 422 and "short_reason" in answer.context["errors"]
    assert fresh(shipment).state == "released"
    assert client.post(url, {"by_line": "1", f"picked-{line.pk}": "5"}).status_code == 422
    assert client.post(url, {"by_line": "1", f"picked-{line.pk}": "x"}).status_code == 422
    client.post(url, {"by_line": "1", f"picked-{line.pk}": "3", "short_reason": "Damaged"})
    assert fresh(shipment).state == "picked" and fresh(line).picked == 3
    assert_books_hold()


def test_a_stale_page_and_an_illegal_step_change_nothing() -> None:
    shipment = release(order_of())
    client, url = client_of("warehouse_manager"), f"/shipments/{shipment.number}/do/"
    client.post(f"{url}pick/", {"version": "99"})
    client.post(f"{url}ship/", {})
    client.post(f"{url}deliver/", {})
    assert fresh(shipment).state == "released"
    assert client.post(f"{url}explode/", {}).status_code == 404


def test_steps_need_their_rights() -> None:
    seller = client_of("sales")
    shipment = release(order_of())
    assert seller.get(f"/shipments/{shipment.number}/").status_code in {200, 404}
    seller.post(f"/shipments/{shipment.number}/do/pick/", {})
    assert fresh(shipment).state == "released"


def test_other_peoples_shipments_are_not_shown() -> None:
    shipment = release(order_of())
    client = client_of("sales", row_scope="own")
    assert client.get(f"/shipments/{shipment.number}/").status_code == 404
    assert client.get(f"/shipments/{shipment.number}/packing-slip/").status_code == 404
    assert client.get(f"/shipments/{shipment.number}/packing-slip/prices/").status_code == 404
    assert (
        shipment.number
        not in client.get(f"/slots/shipments/?order={shipment.document_number}").content.decode()
    )


def test_the_slot_shows_an_orders_shipments() -> None:
    shipment = release(order_of())
    page = client_of("warehouse_operator").get(f"/slots/shipments/?order={shipment.document_number}")
    assert shipment.number in page.content.decode()
    assert client_of("warehouse_operator").get("/slots/shipments/").status_code == 200


@pytest.mark.parametrize("form", ["a4", "continuous", "papyrus"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_papers_are_pdfs_in_both_languages(company: Any, form: str, language: str) -> None:
    shipment = ship(order_of())
    client = client_of("warehouse_manager")
    query = {"form": form, "language": language}
    for path in ("packing-slip/", "packing-slip/prices/", "label/"):
        answer = client.get(f"/shipments/{shipment.number}/{path}", query)
        assert answer.status_code == 200, path
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_prices_are_only_for_those_who_see_the_order(company: Any) -> None:
    shipment = ship(order_of())
    client = client_of("warehouse_operator")
    assert client.get(f"/shipments/{shipment.number}/packing-slip/").status_code == 200
    assert client.get(f"/shipments/{shipment.number}/packing-slip/prices/").status_code == 403
    assert "prices" not in client.get(f"/shipments/{shipment.number}/").content.decode()


def send(client: Client, *actions: dict[str, Any], job: str = "") -> Any:
    body = {"job": job, "actions": list(actions)}
    return client.post("/scan/send/", json.dumps(body), content_type="application/json")


def act(shipment: Shipment, kind: str = "scan", stage: str = "pick", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "stage": stage, "shipment": shipment.number, **more}


def results(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(row["result"], row["code"]) for row in answer.json()["results"]]


def test_the_same_actions_twice_count_once() -> None:
    shipment = release(order_of(4))
    item = shipment.lines.get().item
    client = client_of("warehouse_operator")
    scan = act(shipment, code=item.sku, quantity="3")
    first = send(client, scan, job=f"pick:{shipment.number}")
    again = send(client, scan, job=f"pick:{shipment.number}")
    assert results(first) == results(again) == [("counted", "")]
    assert [row["replayed"] for row in again.json()["results"]] == [True]
    assert again.json()["job"]["steps"][0]["done"] == "3"
    assert Scan.objects.count() == 1
    assert results(send(client, {**scan, "code": "OTHER"})) == [("refused", "scan_id_used")]
    finish = act(shipment, "finish")
    rest = act(shipment, code=item.sku, quantity="1")
    assert results(send(client, rest, finish)) == [("counted", ""), ("counted", "")]
    assert results(send(client, rest, finish)) == [("counted", ""), ("counted", "")]
    assert fresh(shipment).state == "picked"
    assert_books_hold()


def test_a_pack_counts_its_pieces_and_a_short_pick_tells_why() -> None:
    item = make_item(stock=20)
    ItemUnit.objects.create(item=item, unit=item.unit, numerator=6, denominator=1, barcode="BOX6")
    shipment = release(confirmed(make_customer(), (item, 12)))
    client = client_of("warehouse_operator")
    steps = client.get(f"/scan/pick/{shipment.number}/state/").json()["steps"]
    assert {"code": "BOX6", "factor": "6"} in steps[0]["codes"]
    send(client, act(shipment, code="BOX6"))
    assert results(send(client, act(shipment, "finish"))) == [("refused", "short_reason_required")]
    send(client, act(shipment, "finish", reason="Not found in the bin"))
    assert fresh(shipment).state == "picked"
    assert shipment.lines.get().picked == 6
    assert_books_hold()


def test_packing_verifies_every_piece() -> None:
    shipment = release(order_of(2))
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    item = shipment.lines.get().item
    client = client_of("warehouse_operator")
    one = act(shipment, stage="pack", code=item.sku, package=1)
    finish = act(shipment, "finish", "pack", packages=[{"weight": "1.25", "length": "30.5"}, {}])
    assert results(send(client, one, finish)) == [("counted", ""), ("refused", "too_few")]
    assert fresh(shipment).state == "picked"
    two = act(shipment, stage="pack", code=item.sku, package=2)
    more = act(shipment, stage="pack", code=item.sku, package=2)
    assert results(send(client, two, more, {**finish, "id": str(uuid4())})) == [
        ("counted", ""),
        ("refused", "too_many"),
        ("counted", ""),
    ]
    assert fresh(shipment).state == "packed"
    first, second = shipment.packages.all()
    assert (first.weight_kg, first.length_cm, second.weight_kg) == (Decimal("1.25"), Decimal("30.5"), None)
    assert first.contents == second.contents == [{"product": item.sku, "quantity": "1"}]
    assert_books_hold()


@pytest.mark.parametrize(
    "more",
    [
        {"id": "x"},
        {"id": None},
        {"kind": "explode"},
        {"stage": "count"},
        {"quantity": "0"},
        {"quantity": "NaN"},
        {"quantity": "1e30"},
        {"kind": "undo", "target": "x"},
    ],
)
def test_bad_actions_are_refused_and_change_nothing(more: dict[str, Any]) -> None:
    shipment = release(order_of())
    answer = send(client_of("warehouse_operator"), {**act(shipment, code="x"), **more})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert fresh(shipment).state == "released" and not Scan.objects.exists()


@pytest.mark.parametrize("actions", ["x", [], [1], [{}] * 201])
def test_bad_batches_are_refused(actions: Any) -> None:
    client = client_of("warehouse_operator")
    answer = client.post("/scan/send/", json.dumps({"actions": actions}), content_type="application/json")
    assert answer.status_code == 400


def test_scanning_needs_the_right_and_a_known_stage() -> None:
    shipment = release(order_of())
    assert send(client_of("sales"), act(shipment, code="x")).status_code == 403
    assert results(
        send(client_of("warehouse_operator"), {**act(shipment, code="x"), "shipment": "NONE"})
    ) == [("refused", "not_found")]
    client = client_of("warehouse_operator")
    assert client.get(f"/scan/count/{shipment.number}/state/").status_code == 404
    assert client.get("/scan/pick/NONE/").status_code == 404


def test_a_scanned_number_opens_its_next_step() -> None:
    shipment = release(order_of())
    client = client_of("warehouse_operator")
    assert (
        client.get("/scan/", {"q": shipment.number.lower()})["Location"] == f"/scan/pick/{shipment.number}/"
    )
    assert client.get("/scan/", {"q": shipment.document_number})["Location"].startswith("/scan/pick/")
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert client.get("/scan/", {"q": f"{shipment.number}/1"})["Location"] == f"/scan/pack/{shipment.number}/"
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert client.get("/scan/", {"q": shipment.number})["Location"] == f"/shipments/{shipment.number}/"
    assert client.get("/scan/", {"q": "NOPE"})["Location"] == "/scan/"
