"""What is there goes now, what is missing goes when it comes, and nobody re-keys anything."""

from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict, IllegalTransition
from erp.core.outbox import relay
from finance.models import Invoice
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms, release_shipments
from inventory.services.scans import ScanInput
from inventory.services.waves import create_wave, release_wave
from orders.services.orders import hold_order
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_location,
    quantities,
    receive,
    release,
    ship,
)


def test_the_rest_follows_when_stock_arrives():
    customer, item = make_customer(), make_item(stock=4, price="10")
    order = confirmed(customer, (item, 10))
    assert quantities(order) == [(10, 4, 6, 0, 0)]
    assert order.fulfillment_state == "partially_allocated"

    ship(order)
    assert fresh(order).fulfillment_state == "partially_shipped"
    assert fresh(order).billing_state == "partially_billed"

    receive(item, 20)
    relay()
    assert quantities(fresh(order)) == [(10, 6, 0, 4, 0)]
    ship(fresh(order))

    order = fresh(order)
    assert (order.fulfillment_state, order.billing_state) == ("shipped", "billed")
    assert sum(Invoice.objects.values_list("total", flat=True)) == order.total == D("100.00")


def test_partial_invoices_add_up_to_the_order_whatever_the_rounding():
    customer, item = make_customer(), make_item(stock=1, price="0.3333")
    order = confirmed(customer, (item, 7))
    for _ in range(6):
        ship(fresh(order))
        receive(item, 1)
        relay()
    ship(fresh(order))
    assert sum(Invoice.objects.values_list("total", flat=True)) == fresh(order).total == D("2.33")


def test_stock_goes_to_priority_first_then_to_the_earlier_promise():
    customer, item = make_customer(), make_item(lead_time_days=5)
    normal = confirmed(customer, (item, 5))
    rush = confirmed(customer, (item, 5), priority="rush")
    receive(item, 7)
    relay()
    assert quantities(rush) == [(5, 5, 0, 0, 0)]
    assert quantities(normal) == [(5, 2, 3, 0, 0)]


def test_ship_complete_waits_for_all_of_it():
    customer, item = make_customer(), make_item(stock=4)
    order = confirmed(customer, (item, 10), ship_complete=True)
    assert quantities(order) == [(10, 4, 6, 0, 0)]
    with pytest.raises(Conflict) as refusal:
        release_shipments(document=order.ref, actor=BOSS)
    assert refusal.value.code == "ship_complete_short"
    receive(item, 6)
    relay()
    assert release(order).state == "released"


def test_a_short_pick_is_looked_for_elsewhere_and_the_rest_is_back_ordered():
    customer, item = make_customer(), make_item(stock=5)
    order = confirmed(customer, (item, 5))
    shipment = release(order)
    receive(item, 1, location=make_location("B-2"))
    pick_shipment(
        shipment_id=shipment.pk,
        scans=[ScanInput(quantity=D(3), barcode=item.sku)],
        short_reason="two are broken",
        actor=BOSS,
    )
    assert quantities(order) == [(5, 4, 1, 0, 0)]
    assert fresh(shipment).state == "picked"
    assert [(line.quantity, line.picked, line.short_reason) for line in shipment.lines.all()] == [
        (5, 3, "two are broken")
    ]


def test_a_wave_gathers_drafts_and_releases_them_together():
    customer, item = make_customer(), make_item(stock=10)
    orders = [confirmed(customer, (item, 3)) for _ in range(3)]
    documents = [(order.ref, ShippingTerms()) for order in orders]
    wave = create_wave(warehouse=main_warehouse(), documents=documents, actor=BOSS)
    assert {s.state for s in wave.shipments.all()} == {"draft"}
    assert {fresh(order).fulfillment_state for order in orders} == {"allocated"}
    hold_order(order_id=orders[2].pk, reason="unsure", actor=BOSS)
    release_wave(wave_id=wave.pk, actor=BOSS)
    assert [s.state for s in wave.shipments.order_by("pk")] == ["released", "released", "draft"]
    assert fresh(orders[0]).fulfillment_state == "picking"
    with pytest.raises(IllegalTransition):
        release_wave(wave_id=wave.pk, actor=BOSS)
