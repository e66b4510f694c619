"""Two pickers on one shipment, the same scan twice at once, a wave given up while it is picked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from erp.core.errors import DomainError
from inventory.models import Scan
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms
from inventory.services.scanning import ScanAction, scan_to_pick
from inventory.services.scans import ScanInput
from inventory.services.waves import cancel_wave, create_wave, release_wave
from tests.concurrency.conftest import at_once
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    release,
)

pytestmark = pytest.mark.concurrency


def surprises(outcomes):
    """What nobody should see: anything that is no answer of the business."""
    return [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, DomainError)]


def scan(code):
    uid = uuid4()
    return ScanAction(uid=uid, scan=ScanInput(uid=uid, barcode=code, quantity=Decimal(1)))


def test_one_scan_sent_twice_at_once_counts_once(committed):
    item = make_item(stock=10)
    shipment = release(confirmed(make_customer(), (item, 5)))
    actions = [scan(item.sku) for _ in range(3)]
    work = [partial(scan_to_pick, shipment_id=shipment.pk, actions=[a], actor=BOSS) for a in actions * 4]
    outcomes = at_once(work)
    assert surprises(outcomes) == []
    assert {outcome[0].result for outcome in outcomes} == {"counted"}
    assert shipment.lines.get().picked == 3 and Scan.objects.count() == 3
    assert_books_hold()


def test_two_pickers_on_one_shipment_never_take_more_than_asked(committed):
    item = make_item(stock=20)
    shipment = release(confirmed(make_customer(), (item, 6)))
    work: list[Callable[[], object]] = [
        partial(scan_to_pick, shipment_id=shipment.pk, actions=[scan(item.sku)], actor=BOSS)
        for _ in range(10)
    ]
    work.append(partial(pick_shipment, shipment_id=shipment.pk, actor=BOSS))
    outcomes = at_once(work)
    assert surprises(outcomes) == []
    assert fresh(shipment).state == "picked" and shipment.lines.get().picked == 6
    assert_books_hold()


def test_a_wave_given_up_while_its_shipments_are_picked_stays_consistent(committed):
    item = make_item(stock=50)
    orders = [confirmed(make_customer(), (item, 2)) for _ in range(6)]
    documents = [(order.ref, ShippingTerms()) for order in orders]
    wave = create_wave(warehouse=main_warehouse(), documents=documents, actor=BOSS)
    release_wave(wave_id=wave.pk, actor=BOSS)
    work: list[Callable[[], object]] = [
        partial(pick_shipment, shipment_id=row.pk, actor=BOSS) for row in wave.shipments.all()
    ]
    work.append(partial(cancel_wave, wave_id=wave.pk, reason="x", actor=BOSS))
    outcomes = at_once(work)
    assert surprises(outcomes) == []
    assert fresh(wave).state in {"cancelled", "done", "picking"}
    assert_books_hold()
