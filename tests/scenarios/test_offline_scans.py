"""Scenario offline_scans: a phone replays its queue; no scan is lost, none is doubled."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from inventory.models import Scan, Shipment
from inventory.services.dispatch import ship_shipment
from inventory.services.picking import pick_shipment
from tests.clients import person
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    make_customer,
    make_item,
    make_location,
    quantities,
    receive,
    release,
)


class Phone:
    """A picker's phone: it keeps what it did, in order, and sends it when there is a connection."""

    def __init__(self) -> None:
        self.client = Client()
        self.client.force_login(person("warehouse_operator"), backend="erp.identity.backends.RoleBackend")
        self.queue: list[dict[str, Any]] = []

    def does(self, shipment: Shipment, kind: str = "scan", stage: str = "pick", **more: Any) -> str:
        """Do something; the phone remembers it under an id of its own."""
        action = {"id": str(uuid4()), "kind": kind, "stage": stage, "shipment": shipment.number, **more}
        self.queue.append(action)
        return action["id"]

    def sends(self, actions: list[dict[str, Any]]) -> list[str]:
        """Bring actions to the server; gives what became of each."""
        answer = self.client.post(
            "/scan/send/", json.dumps({"actions": actions}), content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        return [row["code"] or row["result"] for row in answer.json()["results"]]


def shipment_of_two() -> tuple[Any, Shipment]:
    """3 lamps from A-01 and 8 screws from B-01."""
    lamp, screw = make_item(sku="LAMP", barcode="111"), make_item(sku="SCREW", barcode="222")
    receive(lamp, 10, location=make_location("A-01"))
    receive(screw, 10, location=make_location("B-01"))
    order = confirmed(make_customer(), (lamp, 3), (screw, 8))
    return order, release(order)


def test_a_queue_is_replayed_in_pieces_again_and_again_and_counts_once():
    order, shipment = shipment_of_two()
    phone = Phone()
    phone.does(shipment, code="111", quantity="2")
    wrong = phone.does(shipment, code="999", seen="wrong_item")
    over = phone.does(shipment, code="111")
    phone.does(shipment, "undo", target=over)
    phone.does(shipment, code="111")
    phone.does(shipment, code="222", quantity="8")
    phone.does(shipment, "finish")
    # The connection comes and goes: the first answer is lost, the second piece overlaps the first …
    first = ["counted", "unknown_barcode", "counted", "undone"]
    assert phone.sends(phone.queue[:4]) == first
    assert phone.sends(phone.queue[:6]) == [*first, "counted", "counted"]
    assert fresh(shipment).state == "picking"
    # … and at the end the whole queue goes out twice.
    everything = [*first, "counted", "counted", "counted"]
    assert phone.sends(phone.queue) == everything
    assert phone.sends(phone.queue) == everything
    assert fresh(shipment).state == "picked"
    assert sorted(line.picked for line in shipment.lines.all()) == [3, 8]
    assert Scan.objects.count() == 5 and Scan.objects.get(uid=wrong).is_right is False

    phone.queue = []
    phone.does(shipment, stage="pack", code="111", quantity="3", package=1)
    phone.does(shipment, stage="pack", code="222", quantity="8", package=2)
    phone.does(shipment, "finish", "pack", packages=[{"weight": "2.5"}, {"weight": "4"}])
    for _again in range(2):
        assert phone.sends(phone.queue) == ["counted"] * 3
    assert [len(box.contents) for box in shipment.packages.all()] == [1, 1]
    ship_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert [line[3] for line in quantities(order)] == [3, 8]


def test_two_pickers_offline_on_one_shipment_get_one_shipment():
    _order, shipment = shipment_of_two()
    one, two = Phone(), Phone()
    for phone in (one, two):
        phone.does(shipment, code="111", quantity="2")
        phone.does(shipment, code="222", quantity="4")
    assert one.sends(one.queue) == ["counted", "counted"]
    # The second phone learns of its conflict and nothing is picked twice.
    assert two.sends(two.queue) == ["too_many", "counted"]
    assert sorted(line.picked for line in shipment.lines.all()) == [2, 8]
    assert two.sends(two.queue) == ["too_many", "counted"]
    one.queue = []
    one.does(shipment, code="111")
    one.does(shipment, "finish")
    assert one.sends(one.queue) == ["counted", "counted"]
    assert fresh(shipment).state == "picked"


def test_a_shipment_that_was_finished_at_the_desk_meanwhile_refuses_what_comes_late():
    _order, shipment = shipment_of_two()
    phone = Phone()
    phone.does(shipment, code="111")
    phone.does(shipment, "finish", reason="Damaged")
    pick_shipment(shipment_id=shipment.pk, actor=BOSS)
    assert phone.sends(phone.queue) == ["not_open", "invalid_transition"]
    assert sorted(line.picked for line in shipment.lines.all()) == [3, 8]
    assert Scan.objects.get().refusal == "not_open"
