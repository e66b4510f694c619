"""Inspection between operations, and what becomes of pieces that do not pass."""

from decimal import Decimal as D

import pytest

from erp.core.errors import Conflict, IllegalTransition, Invalid
from erp.core.integrity import run_checks
from erp.core.outbox import relay
from inventory.models import ExpectedSupply, Peg
from production.models import Disposition, NonConformance, RoutingOperation, WorkOrder
from production.selectors.genealogy import lot_genealogy
from production.services.dispositions import Decision, decide_non_conformance
from production.services.inspecting import Findings, inspect_work
from production.services.issuing import issue_components
from production.services.outsourcing import outsource_operation
from production.services.splitting import split_work_order
from production.services.work_orders import (
    cancel_work_order,
    close_work_order,
    complete_work_order,
    release_work_order,
)
from tests.clients import api_with, person
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    make_customer,
    make_item,
    make_supplier,
    quantities,
    receive,
)
from tests.factories.making import made_item, released, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    """Two steel each, cut and welded; cut pieces are looked at, one in ten."""
    steel = make_item(stock=1000, cost="3")
    lamp = made_item((steel, 2), steps=("Cut", "Weld"), planning="to_order", cost="10")
    RoutingOperation.objects.filter(routing__item=lamp, number=10).update(inspection_percent=10)
    return lamp


def inspect(row, accepted=0, rejected=0, operation=10, **more):
    more.setdefault("reason", "burr" if rejected else "")
    findings = Findings(D(accepted), D(rejected), **more)
    return inspect_work(work_order_id=row.pk, operation=operation, findings=findings, actor=BOSS)


def decide(kind, quantity=None, **more):
    row = NonConformance.objects.get(state="open")
    decision = Decision(kind, None if quantity is None else D(quantity), **more)
    return decide_non_conformance(non_conformance_id=row.pk, decision=decision, actor=BOSS)


def nothing_broken():
    assert [(one.check.code, one.rows) for one in run_checks() if one.rows] == []


def test_the_next_operation_waits_for_the_inspection(lamp):
    row = released(lamp, 20)
    report(row, 20, operation=10)
    with pytest.raises(Conflict) as refusal:
        report(row, 1, operation=20)
    assert refusal.value.code == "ahead_of_predecessor"
    with pytest.raises(Conflict) as refusal:
        inspect(row, 21)
    assert refusal.value.code == "nothing_to_inspect"
    with pytest.raises(Invalid):
        inspect(row, 20, sample=D(1))
    with pytest.raises(Invalid):
        inspect(row, 0, 2, reason=" ")
    inspect(row, 15)
    report(row, 15, operation=20)
    assert fresh(row).good == 15
    with pytest.raises(Conflict) as refusal:
        complete_work_order(work_order_id=row.pk, actor=BOSS)
    assert refusal.value.code == "pieces_undecided"
    nothing_broken()


def test_the_receipt_waits_for_the_inspection_of_the_last_operation():
    lamp = made_item((make_item(stock=99), 1), tracking="lot")
    row = released(lamp, 5)
    row.operations.update(inspection_percent=100)
    with pytest.raises(Invalid):
        report(row, 5, lot="L-1")
    report(row, 5)
    assert (fresh(row).good, lamp.balances.count()) == (0, 0)
    inspect(row, 5, lot="L-1")
    assert (fresh(row).good, fresh(row).lot.code) == (5, "L-1")
    nothing_broken()


def test_used_as_they_are(lamp):
    row = released(lamp, 10)
    report(row, 10, operation=10)
    inspect(row, 7, 3)
    found = NonConformance.objects.get()
    assert (found.quantity, found.reason, found.found_by) == (3, "burr", "inspection")
    with pytest.raises(Conflict):
        report(row, 8, operation=20)
    decide("use_as_is")
    assert fresh(found).state == "closed"
    report(row, 10, operation=20)
    assert fresh(row).good == 10
    with pytest.raises(IllegalTransition):
        decide_non_conformance(non_conformance_id=found.pk, decision=Decision("scrap"), actor=BOSS)
    nothing_broken()


def test_scrapped_the_promise_hears_of_it(lamp):
    order = confirmed(make_customer(), (lamp, 10))
    row = WorkOrder.objects.get()
    release_work_order(work_order_id=row.pk, actor=BOSS)
    report(row, 10, operation=10)
    inspect(row, 7, 3)
    assert Peg.objects.get().quantity == 10
    decide("scrap")
    assert Peg.objects.get().quantity == 7
    assert (fresh(row).scrapped, ExpectedSupply.objects.get().quantity) == (3, 7)
    report(row, 7, operation=20)
    assert quantities(order) == [(10, 7, 3, 0, 0)]
    complete_work_order(work_order_id=row.pk, actor=BOSS)
    close_work_order(work_order_id=row.pk, actor=BOSS)
    assert fresh(row).settled_value == 60 - 70
    relay()
    nothing_broken()


def test_reworked_under_an_order_of_their_own_with_pegs_and_value(lamp):
    order = confirmed(make_customer(), (lamp, 10))
    row = WorkOrder.objects.get()
    release_work_order(work_order_id=row.pk, actor=BOSS)
    report(row, 10, operation=10)
    inspect(row, 6, 4)
    with pytest.raises(Invalid):
        decide("rework", 5)
    decide("rework", 3, minutes=D("1.5"), note="grind")
    decide("scrap", 1)
    found = NonConformance.objects.get()
    assert found.state == "in_rework"
    rework = Disposition.objects.get(kind="rework").work_order
    assert rework is not None
    assert (rework.state, rework.quantity, rework.rework_of_id, rework.is_rework) == (
        "released", 3, row.pk, True,
    )  # fmt: skip
    assert [(one.number, one.run_minutes) for one in rework.operations.order_by("number")] == [
        (10, D("1.5")),
        (20, 2),
    ]
    assert {(p.supply.document_number, p.quantity) for p in Peg.objects.all()} == {
        (row.number, 6),
        (rework.number, 3),
    }
    assert rework.carried_value == 18 == -fresh(row).carried_value
    for verb in (cancel_work_order,):
        with pytest.raises(Conflict) as refusal:
            verb(work_order_id=rework.pk, reason="no", actor=BOSS)
        assert refusal.value.code == "rework_fixed"
    report(row, 6, operation=20)
    complete_work_order(work_order_id=row.pk, actor=BOSS)
    close_work_order(work_order_id=row.pk, actor=BOSS)
    assert fresh(row).settled_value == 60 - 18 - 60
    report(rework, 3, operation=10)
    inspect(rework, 3)
    report(rework, 3, operation=20)
    assert quantities(order) == [(10, 9, 1, 0, 0)]
    complete_work_order(work_order_id=rework.pk, actor=BOSS)
    assert fresh(found).state == "closed"
    close_work_order(work_order_id=rework.pk, actor=BOSS)
    assert fresh(rework).settled_value == 18 - 30
    relay()
    nothing_broken()


def test_the_floor_sets_pieces_aside_and_reworked_lots_know_their_parts():
    chip = make_item(tracking="lot")
    receive(chip, 10, lot="CHIP")
    lamp = made_item((chip, 1), tracking="lot")
    row = released(lamp, 10)
    report(row, 6, rejected=D(4), reason="dim")
    assert (fresh(row).good, NonConformance.objects.get().found_by) == (6, "floor")
    decide("rework")
    rework = WorkOrder.objects.get(is_rework=True)
    report(rework, 2, rejected=D(2), reason="still dim")
    decide("rework")
    again = WorkOrder.objects.get(rework_of=row, quantity=2)
    assert again.carried_value == 2 * chip.standard_cost
    report(again, 1, 1)
    kin = lot_genealogy(fresh(again).lot).made_of
    assert {one.lot.code for one in kin} == {"CHIP"}
    nothing_broken()


def test_over_the_api(lamp):
    row = released(lamp, 4)
    api = api_with("production_manager")
    first = row.operations.get(number=10)
    told = api.post(
        f"/api/v1/operations/opn_{first.pk}/report/", {"good": "3", "rejected": "1", "reason": "bent"}
    )
    assert (told.status_code, told.json()["to_inspect"], told.json()["to_decide"]) == (200, "3", "1")
    [found] = api.get("/api/v1/non-conformances/?state=open").json()["results"]
    assert (found["quantity"], found["undecided"], found["found_by"]) == ("1", "1", "floor")
    address = f"/api/v1/non-conformances/{found['id']}/decide/"
    assert api.post(address, {"decision": "eat"}).status_code == 400
    assert api.post(address, {"decision": "scrap"}, headers={"If-Match": '"7"'}).status_code == 412
    done = api.post(address, {"decision": "rework", "minutes": "4"}, headers={"If-Match": '"1"'}).json()
    assert (done["state"], done["decisions"][0]["rework_order"]) == (
        "in_rework", WorkOrder.objects.get(is_rework=True).number,
    )  # fmt: skip
    assert api.post(address, {"decision": "scrap"}).status_code == 409
    told = api.post(
        f"/api/v1/work-orders/wo_{row.pk}/inspect/",
        {"operation": 10, "accepted": "2", "rejected": "1", "reason": "burr"},
    )
    assert told.status_code == 200
    assert told.json()["operations"][0]["to_decide"] == "1"
    assert api_with("shop_floor").post(address, {"decision": "scrap"}).status_code == 403


def test_on_the_pages(lamp, client):
    row = released(lamp, 4)
    client.force_login(person("production_manager"))
    step = row.operations.get(number=10)
    client.post(f"/floor/jobs/{step.pk}/report/", {"good": "4"})
    page = client.get(f"/floor/jobs/{step.pk}/").content.decode()
    assert f"/floor/jobs/{step.pk}/inspect/" in page
    assert row.number in client.get("/non-conformances/").content.decode()
    client.post(f"/floor/jobs/{step.pk}/inspect/", {"accepted": "3", "rejected": "1", "reason": "burr"})
    found = NonConformance.objects.get()
    assert found.number in client.get(f"/work-orders/{row.number}/").content.decode()
    page = f"/non-conformances/{found.number}/"
    client.post(f"{page}decide/", {"decision": "rework", "quantity": "9"})
    assert not Disposition.objects.exists()
    client.post(f"{page}decide/", {"decision": "rework", "quantity": "1", "version": "1"})
    client.post(f"{page}decide/", {"decision": "scrap", "quantity": "1", "version": "1"})
    assert Disposition.objects.get().kind == "rework"
    assert WorkOrder.objects.get(is_rework=True).number in client.get(page).content.decode()
    file = b"".join(client.get("/non-conformances/export.csv").streaming_content)
    assert found.number in file.decode()
    assert found.number in client.get("/search/", {"q": found.number}).content.decode()


def test_components_issued_by_hand_are_those_of_all_pieces(lamp):
    row = released(lamp, 10)
    issue_components(work_order_id=row.pk, actor=BOSS)
    report(row, 1, operation=10)
    inspect(row, 0, 1)
    decide("rework")
    assert (fresh(row).issued_value, fresh(row).carried_value) == (60, -6)
    report(row, 9, operation=10)
    inspect(row, 9)
    report(row, 9, operation=20)
    complete_work_order(work_order_id=row.pk, actor=BOSS)
    close_work_order(work_order_id=row.pk, actor=BOSS)
    assert fresh(row).settled_value == 60 - 6 - 90
    nothing_broken()


def test_what_is_done_outside_is_done_outside_after_rework_and_split_too(lamp):
    row = released(lamp, 10)
    weld = row.operations.get(number=20)
    outsource_operation(operation_id=weld.pk, supplier=make_supplier(), lead_days=4, actor=BOSS)
    split_work_order(work_order_id=row.pk, quantity=D(3), actor=BOSS)
    report(row, 1, operation=10)
    inspect(row, 0, 1)
    decide("rework")
    for other in WorkOrder.objects.exclude(pk=row.pk):
        step = other.operations.get(number=20)
        assert (step.outside_days, step.work_center) == (4, fresh(weld).work_center)
    nothing_broken()


def test_an_operation_whose_pieces_all_went_to_rework_was_done(lamp):
    row = released(lamp, 2)
    report(row, 0, operation=10, rejected=D(2), reason="bent")
    decide("rework")
    complete_work_order(work_order_id=row.pk, actor=BOSS)
    assert [one.state for one in row.operations.order_by("number")] == ["finished", "cancelled"]
    nothing_broken()
