"""Pegs by hand: who a supply is for, fixed or soft, on the page and over the API."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.errors import Invalid, NotPermitted
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, ExpectedSupply, Peg
from inventory.services.manual_pegs import peg_by_hand, unpeg_by_hand
from orders.models import PromiseSlip
from orders.services.watch import watch_everything
from tests.clients import actor_with, api_with, person
from tests.factories import BOSS, assert_books_hold, confirmed, main_warehouse, make_customer, make_item


@pytest.fixture
def world(db):
    """Two orders of six that lean on two supplies of six."""
    today = business_day(timezone.now())
    item = make_item(lead_time_days=60)
    supplies = [
        ExpectedSupply.objects.create(
            source_kind="purchase_order_line",
            source_id=n,
            document_kind="purchase_order",
            document_id=n,
            document_number=f"PO-{n}",
            kind="purchase",
            item=item,
            warehouse=main_warehouse(),
            due_on=today + timedelta(days=5 * n),
            quantity=D(6),
        )
        for n in (1, 2)
    ]
    first, second = (confirmed(make_customer(), (item, 6)) for _ in range(2))
    yield item, supplies, first, second
    assert_books_hold()


def demand_of(order):
    return Demand.objects.get(document_id=order.pk)


def pegs():
    rows = Peg.objects.order_by("demand_id", "supply_id")
    return [(p.demand.document_number, p.supply.document_number, p.quantity, p.is_hard) for p in rows]


def test_a_tie_takes_the_soft_pegs_of_others_but_never_hard_ones(world):
    item, (early, late), first, second = world
    assert pegs() == [(first.number, "PO-1", 6, False), (second.number, "PO-2", 6, False)]
    wanted = {"demand_id": demand_of(second).pk, "supply_id": early.pk, "quantity": D(6)}
    with pytest.raises(NotPermitted):
        peg_by_hand(**wanted, is_hard=True, actor=actor_with("sales"))
    peg_by_hand(**wanted, is_hard=True, actor=actor_with("buyer"))
    assert pegs() == [(second.number, "PO-1", 6, True)]
    with pytest.raises(Invalid) as refusal:
        peg_by_hand(
            demand_id=demand_of(first).pk, supply_id=early.pk, quantity=D(1), is_hard=False, actor=BOSS
        )
    assert refusal.value.code == "fixed_for_others"
    watch_everything()
    assert [slip.order_id for slip in PromiseSlip.objects.all()] == [first.pk]
    unpeg_by_hand(peg_id=Peg.objects.get().pk, actor=BOSS)
    watch_everything()
    assert PromiseSlip.objects.get().state == "withdrawn"


@pytest.mark.parametrize(("quantity", "code"), [("7", "more_than_lacking"), ("0", "out_of_range")])
def test_impossible_ties_are_refused(world, quantity, code):
    item, (early, _late), first, _second = world
    before = pegs()
    with pytest.raises(Invalid) as refusal:
        peg_by_hand(
            demand_id=demand_of(first).pk,
            supply_id=early.pk,
            quantity=D(quantity),
            is_hard=False,
            actor=BOSS,
        )
    assert refusal.value.code == code
    assert pegs() == before


def test_pegs_on_the_page_and_over_the_api(world):
    item, (early, late), first, second = world
    client = Client()
    client.force_login(person("buyer"))
    page = client.get(f"/stock/{item.sku}/pegs/").content.decode()
    assert "PO-1" in page and second.number in page
    peg = Peg.objects.get(demand__document_id=first.pk)
    client.post(f"/stock/{item.sku}/pegs/fix/", {"peg": peg.pk})
    assert Peg.objects.get(pk=peg.pk).is_hard
    client.post(f"/stock/{item.sku}/pegs/unpeg/", {"peg": peg.pk})
    assert not Peg.objects.filter(pk=peg.pk).exists()
    api = api_with("buyer")
    body = {"order_line": f"orl_{first.lines.get().pk}", "supply": "PO-1", "quantity": "6"}
    made = api.post("/api/v1/pegs/", body, format="json")
    assert (made.status_code, made.json()["hard"], made.json()["order"]) == (201, True, first.number)
    assert len(api.get(f"/api/v1/pegs/?product={item.sku}").json()["results"]) == 2
    unknown = api.post("/api/v1/pegs/", body | {"supply": "PO-9"}, format="json")
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["supply"])
    assert api.delete(f"/api/v1/pegs/{made.json()['id']}/").status_code == 204
