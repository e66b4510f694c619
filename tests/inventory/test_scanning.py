"""Scans one by one: what counts, what is refused and kept, what is undone, and what a short line does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from erp.core.errors import Invalid
from inventory.models import Item, ItemUnit, Lot, Scan, Shipment
from inventory.services.dispatch import ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.scanning import ScanAction, ScanOutcome, scan_to_pack, scan_to_pick
from inventory.services.scans import ScanInput
from inventory.services.shorts import short_line
from orders.services.orders import hold_order
from tests.clients import api_with
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    make_customer,
    make_item,
    make_location,
    quantities,
    receive,
    release,
)

pytestmark = pytest.mark.django_db


def scan(code: str, quantity: int | str = 1, *, uid: UUID | None = None, **more: Any) -> ScanAction:
    uid = uid or uuid4()
    return ScanAction(uid=uid, scan=ScanInput(uid=uid, barcode=code, quantity=Decimal(quantity), **more))


def pick(shipment: Shipment, *actions: ScanAction) -> list[str]:
    return told(scan_to_pick(shipment_id=shipment.pk, actions=actions, actor=BOSS))


def told(outcomes: list[ScanOutcome]) -> list[str]:
    return [outcome.code or outcome.result for outcome in outcomes]


def lamps(quantity: int = 3, **item: Any) -> tuple[Item, Shipment]:
    lamp = make_item(sku="LAMP", barcode="111", **item)
    receive(lamp, 10, location=make_location("A-01"))
    return lamp, release(confirmed(make_customer(), (lamp, quantity)))


def test_right_scans_count_and_wrong_ones_are_kept_without_counting() -> None:
    lamp, shipment = lamps()
    make_item(sku="OTHER", barcode="222")
    codes = pick(
        shipment, scan("111"), scan("222"), scan("999"), scan("111", location="Z-9"), scan("LAMP", 5)
    )
    assert codes == ["counted", "wrong_item", "unknown_barcode", "wrong_place", "too_many"]
    assert fresh(shipment).state == "picking" and shipment.lines.get().picked == 1
    kept = Scan.objects.order_by("pk").values_list("is_right", "refusal", "item__sku", "user_id")
    assert list(kept) == [
        (True, "", "LAMP", None),
        (False, "wrong_item", "OTHER", None),
        (False, "unknown_barcode", None, None),
        (False, "wrong_place", "LAMP", None),
        (False, "too_many", "LAMP", None),
    ]
    assert_books_hold()


def test_a_code_of_two_items_is_ambiguous() -> None:
    lamp, shipment = lamps()
    twin = make_item(sku="TWIN")
    ItemUnit.objects.create(item=twin, unit=twin.unit, numerator=6, denominator=1, barcode="111")
    assert pick(shipment, scan("111"), scan("LAMP")) == ["ambiguous_barcode", "counted"]
    assert shipment.lines.get().picked == 1


def lot_of(item: Item, code: str, expires_on: date | None = None) -> Lot:
    return Lot.objects.create(item=item, code=code, expires_on=expires_on, received_on=date(2026, 1, 1))


def test_lots_have_to_be_the_ones_asked_for() -> None:
    milk = make_item(sku="MILK", tracking="lot")
    other = make_item(sku="JUICE", tracking="lot")
    lot_of(other, "J-1")
    receive(milk, 5, lot="M-1")
    shipment = release(confirmed(make_customer(), (milk, 2)))
    lot_of(milk, "M-2")
    codes = pick(shipment, scan("J-1"), scan("M-2"), scan("MILK", lot="J-1"), scan("M-1"), scan("MILK"))
    assert codes == ["wrong_item", "wrong_lot", "wrong_lot", "counted", "counted"]
    assert_books_hold()


def test_an_expired_lot_is_blocked_at_the_shelf_and_at_packing() -> None:
    milk = make_item(sku="MILK", tracking="lot")
    receive(milk, 5, lot="M-1")
    shipment = release(confirmed(make_customer(), (milk, 2)))
    yesterday = timezone.now().date() - timedelta(days=2)
    Lot.objects.filter(code="M-1").update(expires_on=yesterday)
    assert pick(shipment, scan("M-1")) == ["expired_lot"]
    assert fresh(shipment).state == "released"
    Lot.objects.update(expires_on=None)
    assert pick(shipment, scan("M-1", 2)) == ["counted"]
    pick_shipment(shipment_id=shipment.pk, actor=BOSS, scans=[])
    Lot.objects.update(expires_on=yesterday)
    packed = scan_to_pack(shipment_id=shipment.pk, actions=[scan("M-1")], actor=BOSS)
    assert told(packed) == ["expired_lot"]


def test_a_scan_sent_again_answers_as_before_and_counts_once() -> None:
    _lamp, shipment = lamps()
    right, wrong = scan("111"), scan("999")
    assert pick(shipment, right, wrong, right) == ["counted", "unknown_barcode", "counted"]
    again = scan_to_pick(shipment_id=shipment.pk, actions=[right, wrong], actor=BOSS)
    assert [(o.result, o.is_replay) for o in again] == [("counted", True), ("refused", True)]
    assert shipment.lines.get().picked == 1 and Scan.objects.count() == 2
    _other, second = release_other()
    assert pick(second, right) == ["scan_id_used"]


def release_other() -> tuple[Item, Shipment]:
    item = make_item(stock=5)
    return item, release(confirmed(make_customer(), (item, 1)))


def test_an_undone_scan_stays_as_evidence_and_counts_nothing() -> None:
    _lamp, shipment = lamps()
    first = scan("111", 2)
    undo = ScanAction(uid=uuid4(), undo=first.uid)
    assert pick(shipment, first, undo) == ["counted", "undone"]
    assert pick(shipment, undo, ScanAction(uid=uuid4(), undo=first.uid)) == ["undone", "nothing_to_undo"]
    assert shipment.lines.get().picked == 0
    row = Scan.objects.get()
    assert row.undone_at is not None and row.base_quantity == 2
    assert pick(shipment, ScanAction(uid=uuid4(), undo=uuid4())) == ["nothing_to_undo"]
    assert_books_hold()


def test_what_the_phone_refused_by_itself_never_counts() -> None:
    _lamp, shipment = lamps()
    seen = ScanAction(uid=uuid4(), scan=ScanInput(barcode="111"), seen="wrong_place")
    assert pick(shipment, seen) == ["wrong_place"]
    assert shipment.lines.get().picked == 0 and fresh(shipment).state == "released"


def test_a_held_order_and_a_finished_shipment_take_no_scans() -> None:
    lamp = make_item(sku="LAMP", stock=10)
    order = confirmed(make_customer(), (lamp, 1))
    shipment = release(order)
    hold_order(order_id=order.pk, reason="wait", actor=BOSS)
    assert pick(shipment, scan("LAMP")) == ["on_hold"]
    _other, second = release_other()
    pick_shipment(shipment_id=second.pk, actor=BOSS)
    assert pick(second, scan("LAMP")) == ["not_open"]


def test_less_in_the_bin_sends_the_picker_to_another_one() -> None:
    lamp = make_item(sku="LAMP")
    near, far = make_location("A-01"), make_location("B-01")
    receive(lamp, 5, location=near)
    receive(lamp, 5, location=far)
    order = confirmed(make_customer(), (lamp, 5))
    shipment = release(order)
    line = shipment.lines.get()
    pick(shipment, scan("LAMP", 2))
    short_line(shipment_id=shipment.pk, line_id=line.pk, reason="Damaged", actor=BOSS)
    lines = list(shipment.lines.order_by("pk").values_list("location__code", "quantity", "picked"))
    assert lines == [(line.location.code, 5, 2), ({"A-01": "B-01", "B-01": "A-01"}[line.location.code], 3, 0)]
    assert quantities(order) == [(5, 5, 0, 0, 0)]
    assert pick(shipment, scan("LAMP", 3)) == ["counted"]
    pick_shipment(shipment_id=shipment.pk, actor=BOSS, scans=[])
    pack_shipment(shipment_id=shipment.pk, actor=BOSS)
    ship_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert quantities(order) == [(5, 0, 0, 5, 0)]
    assert_books_hold()


def test_less_and_nowhere_else_is_back_ordered() -> None:
    lamp = make_item(sku="LAMP", stock=5)
    order = confirmed(make_customer(), (lamp, 5))
    shipment = release(order)
    first = scan("LAMP", 2)
    pick(shipment, first)
    line = shipment.lines.get()
    with pytest.raises(Invalid):
        short_line(shipment_id=shipment.pk, line_id=line.pk, reason=" ", actor=BOSS)
    short_line(shipment_id=shipment.pk, line_id=line.pk, reason="Not found", actor=BOSS)
    short_line(shipment_id=shipment.pk, line_id=line.pk, reason="Not found", actor=BOSS)
    assert quantities(order) == [(5, 2, 3, 0, 0)]
    assert pick(shipment, scan("LAMP"), ScanAction(uid=uuid4(), undo=first.uid)) == [
        "too_many",
        "line_closed",
    ]
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert shipment.lines.get().picked == 2
    assert_books_hold()


def test_a_refused_list_of_scans_leaves_its_wrong_scan_as_evidence() -> None:
    _lamp, shipment = lamps()
    make_item(sku="OTHER", barcode="222")
    with pytest.raises(Invalid) as refusal:
        pick_shipment(
            shipment_id=shipment.pk, actor=BOSS, scans=[ScanInput(barcode="111"), ScanInput(barcode="222")]
        )
    assert refusal.value.code == "wrong_item" and "scans[1]" in refusal.value.errors
    assert fresh(shipment).state == "released" and shipment.lines.get().picked == 0
    assert list(Scan.objects.values_list("refusal", "item__sku")) == [("wrong_item", "OTHER")]


def test_scans_over_the_api_answer_each_by_its_id() -> None:
    _lamp, shipment = lamps(2)
    api = api_with("warehouse_operator")
    url = f"/api/v1/shipments/{shipment.number}/"
    right, wrong = str(uuid4()), str(uuid4())
    scans = [{"id": right, "barcode": "111"}, {"id": wrong, "barcode": "999"}]
    for replayed in (False, True):
        answer = api.post(f"{url}scan/", {"scans": scans}, format="json")
        assert answer.status_code == 200, answer.content
        found = [(r["id"], r["result"], r["code"], r["replayed"]) for r in answer.json()["results"]]
        assert found == [(right, "counted", "", replayed), (wrong, "refused", "unknown_barcode", replayed)]
        assert answer.json()["shipment"]["lines"][0]["picked"] == "1"
    line = answer.json()["shipment"]["lines"][0]["id"]
    short = api.post(f"{url}short/", {"line": line, "reason": "damaged"}, format="json")
    assert short.status_code == 200 and len(short.json()["lines"]) == 1
    body: dict[str, Any]
    for body in ({}, {"scans": []}, {"scans": [{"id": "x"}]}, {"scans": scans, "stage": "count"}):
        assert api.post(f"{url}scan/", body, format="json").status_code == 400
    assert api.post(f"{url}short/", {"line": 10**9, "reason": "x"}, format="json").status_code == 409
    assert api_with("sales").post(f"{url}scan/", {"scans": scans}, format="json").status_code == 403
