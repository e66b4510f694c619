"""Every invariant of production is broken once on purpose, and the proof says so."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection, transaction
from django.db.models import F

from erp.core.integrity import run_checks
from erp.masterdata.models import Unit
from inventory.models import ExpectedSupply, Peg, Reservation
from production.models import (
    Bom,
    BomComponent,
    BomOutput,
    Disposition,
    NonConformance,
    Operation,
    WorkOrder,
    WorkOrderComponent,
    WorkOrderOutput,
    WorkReport,
)
from production.models.output import OUTPUT
from production.services.dispositions import Decision, decide_non_conformance
from production.services.work_orders import release_work_order
from tests.factories import BOSS, confirmed, make_customer, make_item
from tests.factories.making import TODAY, made_item, released, report

pytestmark = pytest.mark.django_db


def broken() -> set[str]:
    return {one.check.code for one in run_checks() if one.rows}


@pytest.fixture
def shop():
    """An order with a work order in progress: some good, some scrapped, some in rework, one undecided."""
    lamp = made_item((make_item(stock=100, cost="3"), 2), steps=("Cut", "Weld"), planning="to_order")
    chips = make_item(cost="0.5")
    lamp.boms.get().outputs.create(item=chips, kind=BomOutput.Kind.BY, quantity=1)
    confirmed(make_customer(), (lamp, 10))
    row = WorkOrder.objects.get()
    release_work_order(work_order_id=row.pk, actor=BOSS)
    report(row, 5, 1, operation=10, rejected=D(3))
    found = NonConformance.objects.get()
    decide_non_conformance(non_conformance_id=found.pk, decision=Decision("rework", D(2)), actor=BOSS)
    report(row, 4, operation=20)
    assert broken() == set()
    return row


def update(model, **values):
    model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**values)


CASES = {
    "work_order.adds_up": [
        lambda: update(WorkOrder, good=3),
        lambda: update(WorkOrder, reworked=0),
        lambda: update(WorkOrder, quantity=2),
    ],
    "work_order.operations": [lambda: Operation.objects.filter(number=20, good=4).update(good=6)],
    "work_order.reports": [
        lambda: update(WorkReport, good=4),
        lambda: update(Operation, rejected=2),
        lambda: update(Operation, scrapped=0),
    ],
    "work_order.received": [
        lambda: WorkOrder.objects.filter(good__gt=0).update(received_value=F("received_value") + 1),
        lambda: update(WorkOrderOutput, received=3),
    ],
    "work_order.issued": [
        lambda: update(WorkOrderComponent, issued=F("issued") - 1),
        lambda: update(WorkOrder, issued_value=1),
    ],
    "work_order.needed": [
        lambda: update(WorkOrderComponent, quantity=1),
    ],
    "work_order.reserved": [
        lambda: connection.cursor().execute("UPDATE production_workorder SET state = 'cancelled'")
    ],
    "work_order.supply": [
        lambda: ExpectedSupply.objects.update(quantity=F("quantity") + 1),
        lambda: ExpectedSupply.objects.filter(source_kind=OUTPUT).update(quantity=F("quantity") + 1),
        lambda: ExpectedSupply.objects.filter(source_kind=OUTPUT).update(received=F("received") + 1),
        lambda: ExpectedSupply.objects.filter(source_kind=OUTPUT).delete(),
    ],
    "work_order.pegs": [lambda: Peg.objects.update(quantity=F("quantity") + 90)],
    "work_order.rework": [
        lambda: WorkOrder.objects.filter(is_rework=True).update(quantity=7),
        lambda: WorkOrder.objects.filter(is_rework=True).update(carried_value=1),
        lambda: Disposition.objects.update(work_order=None),
    ],
    "non_conformance.adds_up": [
        lambda: Disposition.objects.update(quantity=1),
        lambda: connection.cursor().execute("UPDATE production_nonconformance SET state = 'closed'"),
    ],
}


@pytest.mark.parametrize("code", sorted(CASES))
def test_broken_on_purpose(shop, code):
    for spoil in CASES[code]:
        sid = transaction.savepoint()
        spoil()
        assert code in broken()
        transaction.savepoint_rollback(sid)
    assert broken() == set()


def test_reservations_of_components(shop):
    assert Reservation.objects.filter(demand__document_kind="work_order").exists()
    Reservation.objects.filter(demand__document_kind="work_order").delete()
    assert broken()


def test_structure():
    steel = make_item(cost="3")
    frame = made_item((steel, 2))
    lamp = made_item((frame, 1))
    assert broken() == set()
    own = frame.boms.get()
    BomComponent.objects.create(bom=own, item=lamp, quantity=1)
    assert "structure.no_circle" in broken()
    own.components.filter(item=lamp).delete()
    part = own.components.get()
    liter, _made = Unit.objects.get_or_create(code="zz-l", defaults={"name": "l", "dimension": "volume"})
    BomComponent.objects.filter(pk=part.pk).update(unit=liter, unit_quantity=1)
    assert "structure.units" in broken()
    BomComponent.objects.filter(pk=part.pk).update(unit=None, unit_quantity=None)
    BomOutput.objects.create(bom=own, item=make_item(), quantity=1, cost_share_percent=60)
    BomOutput.objects.create(bom=own, item=make_item(), quantity=1, cost_share_percent=60)
    assert "structure.outputs" in broken()
    own.outputs.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE production_bom DROP CONSTRAINT production_bom_from")
    Bom.objects.create(item=frame, version=2, valid_from=TODAY - timedelta(days=30))
    assert broken() == {"structure.versions"}


def test_a_rework_order_that_nobody_asked_for():
    row = released(made_item((make_item(stock=9), 1)), 2)
    WorkOrder.objects.filter(pk=row.pk).update(rework_of=row.pk)
    assert "work_order.rework" in broken()
