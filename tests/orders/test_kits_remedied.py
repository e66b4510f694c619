"""Kits in trouble: what they lack can be had from others or bought faster; rushed kits go first."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.masterdata.selectors.company import business_day
from inventory.models import ExpectedSupply
from orders.models import PromiseSlip
from orders.selectors.remedies import remedies_for
from orders.selectors.rush_sheet import rush_sheet
from orders.services.remedies import remedy_slip
from orders.services.watch import watch_everything
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    draft,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    quantities,
    receive,
)
from tests.scenarios.test_kit_partial import make_kit


@pytest.fixture
def today(db):
    yield business_day(timezone.now())
    assert_books_hold()


def test_a_kit_gets_its_missing_component_from_a_later_order(today):
    desk, leg = make_item(stock=10), make_item(lead_time_days=60)
    kit = make_kit((desk, 1), (leg, 4), price="100")
    supply = ExpectedSupply.objects.create(
        source_kind="test",
        source_id=1,
        document_kind="purchase_order",
        document_id=1,
        document_number="PO-1",
        kind="purchase",
        item=leg,
        warehouse=main_warehouse(),
        due_on=today + timedelta(days=4),
        quantity=D(10),
    )
    order = confirmed(make_customer(), (kit, 1))
    receive(leg, 4)
    later = confirmed(make_customer(), (leg, 4), requested_on=today + timedelta(days=40))
    assert quantities(later) == [(4, 4, 0, 0, 0)]
    supply.due_on = today + timedelta(days=20)
    supply.save()
    watch_everything()
    slip = PromiseSlip.objects.select_related("order", "line__item__unit", "line__demand").get(order=order)
    kinds = [one.kind for one in remedies_for(slip, BOSS, today=today)]
    assert "repeg" in kinds
    remedy_slip(slip_id=slip.pk, kind="repeg", actor=BOSS)
    assert quantities(fresh(order)) == [(1, 1, 0, 0, 0)]
    assert quantities(fresh(later)) == [(4, 0, 4, 0, 0)]


def test_a_rushed_kit_shows_whom_its_components_delay(today):
    desk, leg = make_item(stock=10), make_item(stock=4, lead_time_days=30)
    kit = make_kit((desk, 1), (leg, 4), price="100")
    waits = confirmed(make_customer(), (leg, 4), requested_on=today + timedelta(days=3))
    rush = draft(make_customer(), (kit, 1), priority="rush")
    lines = list(rush.lines.select_related("item", "unit", "demand"))
    sheet = rush_sheet(rush, lines, actor=BOSS, today=today, is_stored=True)
    assert sheet.dates == [today]
    assert [one.slip.number for one in sheet.first.affected] == [waits.number]
    assert sheet.first.affected[0].slip.new_promise == today + timedelta(days=30)
