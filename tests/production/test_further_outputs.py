"""What falls out of work orders beside their item is expected, promised, planned with and given like it."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from erp.core.integrity import run_checks
from erp.masterdata.selectors.company import business_day
from inventory.models import Demand, ExpectedSupply, Peg
from orders.selectors.fulfillment import fulfillment_facts
from production.calc.planning.messages import CODES
from production.models import BomOutput, PlannedOrder, PlanningException, WorkOrder
from production.models.output import OUTPUT
from production.selectors.promise import Ask, quote_asks
from production.selectors.scenario_picture import read_world
from production.selectors.work_orders import made_for, production_of
from production.services.merging import merge_work_orders
from production.services.planning_runs import ask_planning, carry_out_run
from production.services.splitting import split_work_order
from production.services.work_orders import cancel_work_order, change_work_order, complete_work_order
from tests.clients import api_with, person
from tests.factories import BOSS, confirmed, fresh, main_warehouse, make_customer, make_item
from tests.factories.making import made_item, released, report, work_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    """A lamp out of steel; two shades fall out with each, and 0.3 of chips."""
    lamp = made_item((make_item(stock=1000, cost="1"), 1), cost="10")
    bom = lamp.boms.get()
    bom.outputs.create(item=make_item(sku="SHADE", cost="4"), kind=BomOutput.Kind.CO, quantity=2)
    bom.outputs.create(item=make_item(sku="CHIPS", cost="0.5"), kind=BomOutput.Kind.BY, quantity=D("0.3"))
    return lamp


def shade():
    return BomOutput.objects.get(item__sku="SHADE").item


def page_of(address):
    client = Client()
    client.force_login(
        person("production_manager", language="en"), backend="erp.identity.backends.RoleBackend"
    )
    return client.get(address).content.decode()


def expected(row, sku="SHADE"):
    found = ExpectedSupply.objects.get(source_kind=OUTPUT, document_id=row.pk, item__sku=sku)
    return found.quantity, found.received, found.is_open


def whole():
    broken = [(one.check.code, one.rows) for one in run_checks() if one.rows]
    assert broken == []


def test_they_are_expected_from_the_beginning_and_follow_their_work_order(lamp):
    row = work_order(lamp, 10)
    supply = ExpectedSupply.objects.get(source_kind=OUTPUT, item=shade())
    assert (supply.kind, supply.document.number, supply.due_on) == ("work_order", row.number, row.due_on)
    assert (expected(row), expected(row, "CHIPS")) == ((20, 0, True), (3, 0, True))
    row = change_work_order(
        work_order_id=row.pk, quantity=D(12), due_on=row.due_on + timedelta(days=2), actor=BOSS
    )
    assert expected(row) == (24, 0, True)
    assert fresh(supply).due_on == row.due_on
    whole()
    cancel_work_order(work_order_id=row.pk, reason="No", actor=BOSS)
    assert expected(row)[2] is False
    whole()


def test_what_came_is_received_and_scrap_brings_less(lamp):
    row = released(lamp, 10)
    report(row, 6, 1)
    assert (expected(row), expected(row, "CHIPS")) == ((18, 12, True), (D("2.7"), D("1.8"), True))
    told = api_with("production_manager").get(f"/api/v1/work-orders/wo_{row.pk}/").json()
    assert [(one["received"], one["coming"]) for one in told["outputs"]] == [("12", "6"), ("1.8", "0.9")]
    page = page_of(f"/work-orders/{row.number}/")
    assert "Still to come" in page
    complete_work_order(work_order_id=row.pk, actor=BOSS)
    assert expected(row) == (18, 12, False)
    whole()


def test_they_are_promised_and_given_to_whom_they_were_promised(lamp):
    row = released(lamp, 10)
    [quote] = quote_asks([Ask(shade(), main_warehouse().pk, D(15))], today=business_day(timezone.now()))
    assert [(one.kind, one.quantity) for one in quote.sources] == [("work_order", 15)]
    assert quote.promised_on == row.due_on
    confirmed(make_customer(), (shade(), 15))
    demand = Demand.objects.get(item=shade())
    assert Peg.objects.get(demand=demand).supply.source_kind == OUTPUT
    stock = page_of(f"/work-orders/{row.number}/")
    assert demand.document_number in stock
    report(row, 5)
    assert (fresh(demand).reserved, Peg.objects.get(demand=demand).quantity) == (10, 5)
    whole()
    change_work_order(work_order_id=row.pk, quantity=D(6), actor=BOSS)
    assert Peg.objects.get(demand=demand).quantity == 2
    whole()


def test_split_and_merge_take_their_promises_along(lamp):
    row = work_order(lamp, 10)
    confirmed(make_customer(), (shade(), 12))
    split_work_order(work_order_id=row.pk, quantity=D(6), actor=BOSS)
    part = WorkOrder.objects.exclude(pk=row.pk).get()
    assert (expected(row)[0], expected(part)[0]) == (8, 12)
    pegs = {peg.supply.document_id: peg.quantity for peg in Peg.objects.select_related("supply")}
    assert sum(pegs.values()) == 12 and pegs[part.pk] >= 4
    whole()
    merge_work_orders(work_order_id=row.pk, other_id=part.pk, actor=BOSS)
    assert (expected(row)[0], expected(part)[2]) == (20, False)
    assert Peg.objects.get().supply.document_id == row.pk
    whole()


def test_the_material_plan_counts_on_them_and_does_not_tell_to_cancel_them(lamp):
    row = released(lamp, 10)
    today = business_day(timezone.now())
    customer = make_customer()
    confirmed(customer, (shade(), 26), requested_on=today + timedelta(days=20))
    confirmed(customer, (lamp, 10), requested_on=today + timedelta(days=20))
    run = carry_out_run(run_id=ask_planning(actor=BOSS).pk, actor=BOSS)
    planned = PlannedOrder.objects.filter(run=run)
    assert {one.item.sku: one.quantity for one in planned} == {"SHADE": 6}
    told = PlanningException.objects.filter(run=run, document_id=row.pk, document_kind="work_order")
    assert {one.item.sku for one in told if one.code in {"cancel", "defer"}} <= {lamp.sku}
    assert "cancel" in CODES


def test_sales_sees_them_in_production_and_scenarios_see_them_come_with_their_work_order(lamp):
    row = released(lamp, 10)
    order = confirmed(make_customer(), (shade(), 12))
    confirmed(make_customer(), (lamp, 1))
    assert [one.work_order.pk for one in made_for("order", order.pk)] == [row.pk]
    report(row, 1)
    made = production_of("order", order.pk)
    assert made is not None and made.state == "in_production"
    assert fulfillment_facts(order.pk).has_started_work
    jobs = read_world(timezone.now()).picture.job_of
    assert list(jobs.values()) == [row.pk] * 3  # lamps, shades, chips


def test_open_work_orders_of_before_get_theirs(lamp):
    row = released(lamp, 10)
    report(row, 4, 1)
    rows = ExpectedSupply.objects.order_by("source_kind", "source_id")
    columns = [field.attname for field in ExpectedSupply._meta.concrete_fields if not field.primary_key]
    before = list(rows.values_list(*columns))
    name = "0018_outputs_are_expected"
    [step] = MigrationLoader(None).disk_migrations["production", name].operations
    assert isinstance(step, RunSQL)
    with connection.cursor() as cursor:
        cursor.execute(str(step.reverse_sql))
        assert not ExpectedSupply.objects.filter(source_kind=OUTPUT).exists()
        cursor.execute(str(step.sql))
    assert list(rows.values_list(*columns)) == before
    whole()
