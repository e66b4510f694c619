"""A bad lot of a component: which lots were made of it, where they lie, and who got some."""

from decimal import Decimal as D

import pytest

from erp.core.integrity import run_checks
from inventory.models import Lot, Move
from inventory.selectors.lots import lot_trace
from inventory.services.lots import block_lot
from production.models import NonConformance, WorkOrder
from production.selectors.genealogy import lot_genealogy, lots_out_of
from production.services.dispositions import Decision, decide_non_conformance
from production.services.issuing import issue_components
from production.services.merging import merge_work_orders
from production.services.splitting import split_work_order
from production.services.work_orders import cancel_work_order
from tests.clients import api_with, person
from tests.factories import BOSS, confirmed, make_customer, make_item, receive, ship
from tests.factories.making import made_item, released, report


@pytest.fixture
def chain():
    """Chips in boards in lamps, each by lot; two lots of chips."""
    chip = make_item(tracking="lot")
    for code in ("GOOD", "BAD"):
        receive(chip, 10, lot=code)
    board = made_item((chip, 1), tracking="lot")
    lamp = made_item((board, 1), tracking="lot")
    return chip, board, lamp


def test_genealogy_recall(chain, client):
    chip, board, lamp = chain
    report(released(board, 10), 10, lot="B-1")  # takes the chips that came first
    report(released(board, 5), 5, lot="B-2")
    report(released(lamp, 8), 8, lot="L-1")
    report(released(lamp, 7), 7)
    bad, good = Lot.objects.get(code="BAD"), Lot.objects.get(code="GOOD")
    first = {lot.code for lot in lots_out_of(good)}
    hit = {lot.code for lot in lots_out_of(bad)}
    last = WorkOrder.objects.order_by("-pk")[0].number
    assert "B-1" in first
    assert hit == {"B-2", last}
    made = lot_genealogy(Lot.objects.get(code=last)).made_of
    assert {(kin.lot.code, kin.level) for kin in made} == {("B-1", 1), ("B-2", 1), ("GOOD", 2), ("BAD", 2)}

    order = confirmed(make_customer(), (lamp, 15))
    ship(order)
    sent = lot_trace(BOSS, Lot.objects.get(code=last)).deliveries
    assert [row.shipment.document_number for row in sent] == [order.number]
    for lot in lots_out_of(bad):
        block_lot(lot_id=lot.pk, reason="bad chips", actor=BOSS)
    assert Lot.objects.filter(is_blocked=True).count() == 2

    api = api_with("production_manager")
    told = api.get(f"/api/v1/lots/lot_{bad.pk}/genealogy/").json()
    assert {(row["lot"], row["level"]) for row in told["went_into"]} == {("B-2", 1), (last, 2)}
    assert told["made_of"] == []
    assert api.get("/api/v1/lots/lot_99999/genealogy/").status_code == 404
    client.force_login(person("production_manager"))
    page = client.get(f"/lots/{bad.pk}/genealogy/").content.decode()
    assert "B-2" in page
    assert last in page


def test_what_came_back_from_the_floor_went_into_nothing(chain):
    chip, board, _lamp = chain
    row = released(board, 4)
    issue_components(work_order_id=row.pk, actor=BOSS)
    cancel_work_order(work_order_id=row.pk, reason="no", actor=BOSS)
    assert not any(lots_out_of(lot) for lot in Lot.objects.filter(item=chip))
    assert sum(Move.objects.filter(kind="consumption").values_list("quantity", flat=True)) == 0


def test_serial_numbers_are_made_one_by_one():
    lamp = made_item((make_item(stock=9), 1), tracking="serial")
    row = released(lamp, 3)
    report(row, 2)
    report(row, 1, lot="SN-7")
    assert sorted(Lot.objects.values_list("code", flat=True)) == [
        "SN-7",
        f"{row.number}-1",
        f"{row.number}-2",
    ]


def test_rework_split_and_merge_lose_no_parent(chain):
    """A bad chip is found in whatever became of its board: reworked, split off, merged again."""
    chip, board, lamp = chain
    report(released(board, 10), 10, lot="B-1")
    report(released(board, 8), 8, lot="B-2")  # of the bad chips
    row = released(lamp, 10)
    report(row, 9, rejected=D(1), reason="dim", lot="L-1")
    found = NonConformance.objects.get()
    decide_non_conformance(non_conformance_id=found.pk, decision=Decision("rework"), actor=BOSS)
    rework = WorkOrder.objects.get(is_rework=True)
    report(rework, 1, lot="L-1R")
    last = released(lamp, 6)
    split_work_order(work_order_id=last.pk, quantity=D(2), actor=BOSS)
    part = WorkOrder.objects.get(split_from=last)
    merge_work_orders(work_order_id=last.pk, other_id=part.pk, actor=BOSS)
    report(last, 6, lot="L-2")
    good, bad = Lot.objects.get(code="GOOD"), Lot.objects.get(code="BAD")
    assert {lot.code for lot in lots_out_of(good)} == {"B-1", "L-1", "L-1R"}
    assert {lot.code for lot in lots_out_of(bad)} == {"B-2", "L-2"}
    first = {kin.lot.code for kin in lot_genealogy(Lot.objects.get(code="L-1R")).made_of}
    assert first == {"B-1", "GOOD"}
    assert [one.rows for one in run_checks() if one.rows] == []
