"""Picking accuracy is counted from scans by its written definition."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.errors import Invalid
from inventory.models import Scan
from inventory.selectors.accuracy import picking_accuracy
from inventory.services.picking import pick_shipment
from inventory.services.scanning import ScanAction, scan_to_pack, scan_to_pick
from inventory.services.scans import ScanInput
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, confirmed, make_customer, make_item, release

pytestmark = pytest.mark.django_db


def scan(code: str, quantity: int = 1) -> ScanAction:
    uid = uuid4()
    return ScanAction(uid=uid, scan=ScanInput(uid=uid, barcode=code, quantity=Decimal(quantity)))


def test_right_wrong_and_escaped_scans_by_picker_item_and_day() -> None:
    lamp = make_item(sku="LAMP", stock=50)
    make_item(sku="OTHER")
    shipment = release(confirmed(make_customer(), (lamp, 8)))
    one, two = (
        actor_with("warehouse_operator", username="one"),
        actor_with("warehouse_operator", username="two"),
    )
    right = [scan("LAMP") for _ in range(7)]
    undo = ScanAction(uid=uuid4(), undo=right[0].uid)
    scan_to_pick(shipment_id=shipment.pk, actions=[*right, undo, scan("OTHER"), scan("NOBODY")], actor=one)
    scan_to_pick(shipment_id=shipment.pk, actions=[scan("LAMP", 2)], actor=two)
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    scan_to_pack(shipment_id=shipment.pk, actions=[scan("OTHER"), scan("LAMP", 8)], actor=BOSS)
    today = timezone.now().date()
    span: dict[str, Any] = {"since": today - timedelta(days=1), "until": today + timedelta(days=1)}
    total, rows = picking_accuracy(BOSS, **span)
    assert (total.right, total.wrong, total.found_at_packing, total.share) == (8, 1, 1, Decimal("0.8"))
    assert not total.is_on_target
    assert {row.name: (row.right, row.wrong, row.found_at_packing) for row in rows} == {
        one.label: (7, 1, 0),
        two.label: (1, 0, 1),
    }
    by_item = picking_accuracy(BOSS, **span, by="item")[1]
    assert {row.name: row.scans for row in by_item} == {"LAMP": 8, "OTHER": 2}
    assert sum(row.scans for row in picking_accuracy(BOSS, **span, by="day")[1]) == 10
    answer = api_with("warehouse_manager").get("/api/v1/shipments/accuracy/", {**span, "by": "item"}).json()
    assert answer["total"]["accuracy"] == "0.800000" and len(answer["results"]) == 2
    client = Client()
    client.force_login(person("warehouse_manager"), backend="erp.identity.backends.RoleBackend")
    assert "80.00%" in client.get("/picking-accuracy/").content.decode()
    assert client.get("/picking-accuracy/?by=day&since=x&until=y").status_code == 200
    assert client.get("/picking-accuracy/export.csv").status_code == 200


def test_without_scans_there_is_no_figure_and_bad_spans_are_refused() -> None:
    day = date(2026, 1, 1)
    total, rows = picking_accuracy(BOSS, since=day, until=day)
    assert (total.share, rows, Scan.objects.count()) == (None, [], 0)
    spans: list[dict[str, Any]] = [{"by": "moon"}, {"until": date(2025, 1, 1)}, {"until": date(2029, 1, 1)}]
    for wrong in spans:
        with pytest.raises(Invalid):
            picking_accuracy(BOSS, **{"since": day, "until": day, **wrong})
    api = api_with("warehouse_manager")
    assert api.get("/api/v1/shipments/accuracy/").status_code == 400
