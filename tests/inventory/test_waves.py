"""Waves: planned with a preview, released in sets, followed to the last piece, changed and given up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.core.errors import Conflict, IllegalTransition, OnHold
from erp.core.models import LoggedEvent
from erp.masterdata.models import Carrier
from inventory.models import Shipment, Warehouse, Wave
from inventory.selectors.wave_plan import WaveWish, minutes_to_cut_off, wave_candidates
from inventory.selectors.waves import waves_on_board
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms
from inventory.services.shipments import cancel_shipment
from inventory.services.waves import add_to_wave, cancel_wave, create_wave, release_wave, remove_from_wave
from orders.models import Order
from orders.services.orders import hold_order
from tests.clients import api_with, person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_location,
    receive,
    release,
)

pytestmark = pytest.mark.django_db


def orders(count: int, **more: Any) -> list[Order]:
    item = make_item(stock=100)
    return [confirmed(make_customer(), (item, 2), **more) for _ in range(count)]


def wave_of(*rows: Order, **more: Any) -> Wave:
    documents = [(order.ref, ShippingTerms()) for order in rows]
    return create_wave(warehouse=main_warehouse(), documents=documents, actor=BOSS, **more)


def states(wave: Wave) -> list[str]:
    return list(wave.shipments.order_by("pk").values_list("state", flat=True))


def test_a_wave_goes_from_draft_to_done_with_its_shipments() -> None:
    wave = wave_of(*orders(2))
    assert (wave.state, states(wave)) == ("draft", ["draft", "draft"])
    release_wave(wave_id=wave.pk, actor=BOSS)
    assert (fresh(wave).state, states(wave)) == ("released", ["released", "released"])
    assert list(wave.shipments.order_by("slot").values_list("slot", flat=True)) == [1, 2]
    first, second = wave.shipments.order_by("pk")
    pick_shipment(shipment_id=first.pk, actor=BOSS, scans=[], is_partial=True)
    assert fresh(wave).state == "picking"
    pick_shipment(shipment_id=first.pk, actor=BOSS)
    cancel_shipment(shipment_id=second.pk, reason="x", actor=BOSS)
    done = fresh(wave)
    assert done.state == "done" and done.started_at and done.done_at
    told = LoggedEvent.objects.filter(document_kind="wave").order_by("pk").values_list("name", flat=True)
    assert list(told) == ["wave.released", "wave.started", "wave.done"]
    with pytest.raises(IllegalTransition):
        release_wave(wave_id=wave.pk, actor=BOSS)
    with pytest.raises(IllegalTransition):
        cancel_wave(wave_id=wave.pk, reason="x", actor=BOSS)


def test_a_held_order_waits_and_the_others_go() -> None:
    one, two = orders(2)
    wave = wave_of(one, two)
    hold_order(order_id=two.pk, reason="wait", actor=BOSS)
    release_wave(wave_id=wave.pk, actor=BOSS)
    assert states(wave) == ["released", "draft"]
    with pytest.raises(OnHold):
        wave_of(*orders(1), two)
    assert Wave.objects.count() == 1


def test_only_what_lies_in_the_waves_warehouse_goes_into_it() -> None:
    other = Warehouse.objects.create(code="W2", name="Second")
    with pytest.raises(Conflict):
        create_wave(warehouse=other, documents=[(orders(1)[0].ref, ShippingTerms())], actor=BOSS)
    assert not Wave.objects.exists() and not Shipment.objects.exists()


def test_shipments_come_and_go_until_they_are_picked() -> None:
    first, second, third = orders(3)
    wave = wave_of(first)
    waiting = release(second)
    add_to_wave(wave_id=wave.pk, shipment_ids=[waiting.pk], actor=BOSS)
    release_wave(wave_id=wave.pk, actor=BOSS)
    add_to_wave(wave_id=wave.pk, documents=[(third.ref, ShippingTerms())], actor=BOSS)
    assert states(wave) == ["released"] * 3
    assert list(wave.shipments.order_by("slot").values_list("slot", flat=True)) == [1, 2, 3]
    remove_from_wave(wave_id=wave.pk, shipment_ids=[waiting.pk], actor=BOSS)
    out = fresh(waiting)
    assert (out.state, out.wave_id, out.slot) == ("released", None, None)
    for wrong in ([waiting.pk], [10**9]):
        with pytest.raises(Conflict):
            remove_from_wave(wave_id=wave.pk, shipment_ids=wrong, actor=BOSS)
    with pytest.raises(Conflict):
        add_to_wave(wave_id=wave.pk, shipment_ids=[10**9], actor=BOSS)
    assert_books_hold()


def test_a_wave_that_is_given_up_keeps_the_goods_reserved() -> None:
    one, two = orders(2)
    wave = wave_of(one)
    waiting = release(two)
    add_to_wave(wave_id=wave.pk, shipment_ids=[waiting.pk], actor=BOSS)
    cancel_wave(wave_id=wave.pk, reason="carrier is late", actor=BOSS)
    assert fresh(wave).state == "cancelled"
    assert Shipment.objects.get(document_id=one.pk).state == "cancelled"
    assert (fresh(waiting).state, fresh(waiting).wave_id) == ("released", None)
    assert fresh(one).fulfillment_state == "allocated"
    assert_books_hold()


def test_statements_of_a_wave_do_not_grow_with_its_lines() -> None:
    """Only what an order's own state costs grows with the orders."""
    item = [make_item(stock=100) for _ in range(6)]

    def cost(lines: int) -> int:
        rows = [confirmed(make_customer(), *[(one, 1) for one in item[:lines]]) for _ in range(3)]
        with CaptureQueriesContext(connection) as captured:
            release_wave(wave_id=wave_of(*rows).pk, actor=BOSS)
        return len(captured)

    cost(1)
    assert cost(1) == cost(6)


def test_the_plan_shows_what_fits_the_wish() -> None:
    carrier = Carrier.objects.create(code="SF", name="SF", cut_off=time(17, 0))
    bulk, rack = make_location("B-01"), make_location("R-01")
    bulk.zone, rack.zone = "BULK", "RACK"
    bulk.save()
    rack.save()
    heavy, small = make_item(), make_item()
    receive(heavy, 10, location=bulk)
    receive(small, 10, location=rack)
    customer = make_customer()
    one = confirmed(customer, (heavy, 1), priority="rush")
    two = confirmed(customer, (small, 1))
    shipped = release(confirmed(customer, (small, 1)))
    Shipment.objects.filter(pk=shipped.pk).update(carrier=carrier)
    held = confirmed(customer, (small, 1))
    hold_order(order_id=held.pk, reason="wait", actor=BOSS)

    def plan(**wish: Any) -> list[str]:
        return [row.number for row in wave_candidates(BOSS, main_warehouse(), WaveWish(**wish))]

    assert set(plan()) == {one.number, two.number, shipped.number} and plan()[0] == one.number
    assert plan(zone="BULK") == [one.number]
    assert plan(priority=30) == [one.number]
    assert set(plan(carrier_id=carrier.pk)) == {one.number, two.number, shipped.number}
    other = Carrier.objects.create(code="YT", name="YTO")
    assert shipped.number not in plan(carrier_id=other.pk)
    assert plan(due_until=date(2020, 1, 1)) == []
    at = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert minutes_to_cut_off(carrier, main_warehouse(), at=at) == 30
    assert minutes_to_cut_off(carrier, main_warehouse(), at=at + timedelta(hours=1)) == -30
    assert minutes_to_cut_off(None, main_warehouse(), at=at) is None


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def test_the_manager_plans_releases_and_watches_on_pages() -> None:
    one, two = orders(2)
    client = client_of("warehouse_manager")
    page = client.get("/waves/plan/", {"due_until": "nonsense", "priority": "x", "carrier": "9" * 30})
    assert page.status_code == 200 and page.context["problem"] and len(page.context["rows"]) == 2
    chosen = {"rows": [f"order:{one.pk}", "order:x", "shipment:99"], "release": "1"}
    wave_page = client.post("/waves/make/", chosen, follow=True)
    wave = Wave.objects.get()
    assert wave.state == "released" and wave.number in wave_page.content.decode()
    board = client.get("/waves/board/")
    assert [column["state"] for column in board.context["columns"] if column["cards"]] == ["released"]
    client.post(f"/waves/{wave.number}/do/add/", {"number": two.number})
    assert wave.shipments.count() == 2
    first = wave.shipments.first()
    assert first is not None
    client.post(f"/waves/{wave.number}/do/remove/", {"shipment": first.pk})
    assert wave.shipments.count() == 1
    client.post(f"/waves/{wave.number}/do/add/", {"number": "NOPE"})
    client.post("/waves/make/", {})
    assert Wave.objects.count() == 1
    client.post(f"/waves/{wave.number}/do/cancel/", {"reason": "late"})
    assert fresh(wave).state == "cancelled"
    assert client.post(f"/waves/{wave.number}/do/explode/").status_code == 404
    picker = client_of("warehouse_operator")
    assert picker.get("/waves/board/").status_code == 200
    assert picker.get("/waves/plan/").status_code == 403
    assert client_of("sales").get("/waves/board/").status_code == 403


def test_the_board_counts_progress() -> None:
    wave = wave_of(*orders(2))
    release_wave(wave_id=wave.pk, actor=BOSS)
    first = wave.shipments.first()
    assert first is not None
    pick_shipment(shipment_id=first.pk, actor=BOSS)
    columns = waves_on_board(BOSS, since=datetime.now(UTC) - timedelta(hours=1))
    [card] = columns["picking"]
    assert (card.shipments, card.shipments_done, card.lines, card.lines_done, card.share) == (2, 1, 2, 1, 50)


def test_waves_over_the_api() -> None:
    one, two = orders(2)
    api = api_with("warehouse_manager")
    plan = api.get("/api/v1/waves/plan/", {"warehouse": "MAIN", "priority": "low"})
    assert [row["number"] for row in plan.json()] == [one.number, two.number]
    assert api.get("/api/v1/waves/plan/", {"warehouse": "MAIN", "priority": "x"}).status_code == 400
    assert api.get("/api/v1/waves/plan/").status_code == 400
    wave = api.post("/api/v1/waves/", {"warehouse": "MAIN", "orders": [one.number]}, format="json").json()
    url = f"/api/v1/waves/{wave['number']}/"
    added = api.post(f"{url}add/", {"orders": [two.number]}, format="json")
    assert added.status_code == 200 and len(added.json()["shipments"]) == 2
    shipment = added.json()["shipments"][0]["number"]
    assert api.post(f"{url}remove/", {"shipments": []}, format="json").status_code == 400
    assert len(api.post(f"{url}remove/", {"shipments": [shipment]}, format="json").json()["shipments"]) == 1
    assert api.post(f"{url}release/").json()["state"] == "released"
    assert api.post(f"{url}cancel/", {"reason": "late"}, format="json").json()["state"] == "cancelled"
    assert api.post(f"{url}cancel/", {"reason": "late"}, format="json").status_code == 409
    assert (
        api_with("warehouse_operator").post(f"{url}cancel/", {"reason": "x"}, format="json").status_code
        == 403
    )
