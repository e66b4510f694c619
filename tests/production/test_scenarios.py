"""Scenarios: what is refused, each kind of change, four eyes, reality that changed, the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.masterdata.models import CalendarException, ExchangeRate, WorkingCalendar
from erp.notifications.models import Alert
from inventory.models import PurchaseRequisition
from inventory.services.purchase import PurchaseLineInput, create_purchase_order, send_purchase_order
from inventory.services.purchase_changes import reschedule_purchase_order
from orders.models import Order
from production.models import Operation, Scenario, WorkCenter
from production.selectors.scenario_compare import compare_scenarios
from production.services.boms import edit_bom
from production.services.scenario_adoption import adopt_scenario, ask_adoption, refuse_adoption
from production.services.scenarios import (
    create_scenario,
    discard_scenario,
    edit_scenario,
    reckon_scenario,
)
from production.services.work_centers import edit_work_center
from tests.clients import actor_with, api_with
from tests.factories import (
    BOSS,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
)
from tests.factories.making import made_item, released
from tests.production.scheduling.shop import DAYS

TODAY = timezone.now().date()
pytestmark = pytest.mark.django_db


def day(n):
    return (TODAY + timedelta(days=n)).isoformat()


@pytest.fixture
def lamp():
    weekly = {name: [["08:00", "16:00"]] for name in DAYS}
    WorkingCalendar.objects.create(code="SHOP", name="Shop", weekly=weekly)
    return made_item(steps=("saw",), lead_time_days=1, cost="40", price="100")


@pytest.fixture
def planner():
    return actor_with("planner")


def hours(**more):
    return {
        "kind": "extra_hours",
        "work_center": "SAW",
        "start_date": day(0),
        "end_date": day(3),
        "hours": "4",
        **more,
    }


def asked(planner, *changes):
    """A scenario that is reckoned and whose adoption waits for a decision."""
    row = create_scenario(name="Try", changes=changes, actor=planner)
    reckon_scenario(scenario_id=row.pk, actor=planner)
    return ask_adoption(scenario_id=row.pk, actor=planner)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "more_luck"}, "kind"),
        (hours(work_center="NONE"), "work_center"),
        (hours(hours="0"), "hours"),
        (hours(hours="17"), "hours"),
        (hours(hours="soon"), "hours"),
        (hours(hours="NaN"), "hours"),
        (hours(start_date=day(-2)), "start_date"),
        (hours(end_date="tomorrow"), "end_date"),
        (hours(start_date=day(5)), "end_date"),
        (hours(luck=1), "luck"),
        (hours(closed_days="perhaps"), "closed_days"),
        ({"kind": "add_order", "product": "NONE", "quantity": 1, "wanted_date": day(3)}, "product"),
        ({"kind": "add_order", "product": "LAMP", "quantity": -1, "wanted_date": day(3)}, "quantity"),
        ({"kind": "add_order", "product": "LAMP", "quantity": "1e40", "wanted_date": day(3)}, "quantity"),
        ({"kind": "add_order", "product": "LAMP", "quantity": [1], "wanted_date": day(3)}, "quantity"),
        ({"kind": "add_order", "product": "LAMP", "quantity": 1, "wanted_date": day(999)}, "wanted_date"),
        ({"kind": "late_supplier", "days": 3}, "purchase_order"),
        ({"kind": "late_supplier", "days": 0, "purchase_order": "PO-1"}, "days"),
        ({"kind": "late_supplier", "days": "1.5", "purchase_order": "PO-1"}, "days"),
        ({"kind": "outsource", "supplier": "NONE", "lead_days": 3, "unit_cost": 1}, "supplier"),
        ({"kind": "outsource", "product": "LAMP", "lead_days": 3, "unit_cost": 1}, "quantity"),
        (
            {"kind": "forecast_change", "product": "LAMP", "start_date": day(0), "end_date": day(9)},
            "percent",
        ),
        (
            {"kind": "forecast_change", "product": "LAMP", "start_date": day(0), "end_date": day(9),
             "percent": 10},
            "product",
        ),
    ],
)  # fmt: skip
def test_bad_changes_name_their_field_and_write_nothing(lamp, planner, values, field):
    lamp.sku = "LAMP"
    lamp.save()
    with pytest.raises(Invalid) as refusal:
        create_scenario(name="Try", changes=[hours(), values], actor=planner)
    assert f"changes[1].{field}" in refusal.value.errors
    assert not Scenario.objects.exists()


def test_names_notes_and_numbers_of_changes_are_bounded(lamp, planner):
    for name in ("", "  ", "x" * 121):
        with pytest.raises(Invalid):
            create_scenario(name=name, actor=planner)
    with pytest.raises(Invalid):
        create_scenario(name="Try", changes=[hours()] * 51, actor=planner)
    row = create_scenario(name="Try", actor=planner)
    with pytest.raises(Conflict, match="scenario_empty"):
        reckon_scenario(scenario_id=row.pk, actor=planner)
    discard_scenario(scenario_id=row.pk, actor=planner)
    with pytest.raises(Conflict, match="scenario_closed"):
        edit_scenario(scenario_id=row.pk, name="Again", actor=planner)


def test_an_order_more_needs_machines_and_becomes_a_draft(lamp, planner):
    customer = make_customer()
    more = {
        "kind": "add_order",
        "product": lamp.sku,
        "quantity": "300",
        "wanted_date": day(2),
        "customer": customer.code,
        "price": "90",
    }
    Operation.objects.all().delete()
    lamp.routings.get().operations.update(run_minutes=30)
    row = asked(planner, more)
    assert (row.base["late"]["orders"], row.figures["late"]["orders"]) == (0, 1)
    worst = row.figures["late"]["worst"][0]
    assert (worst["sku"], worst["cause"], worst["about"]) == (lamp.sku, "work", "SAW")
    assert worst["days"] > 14  # 150 hours at eight a day
    assert row.figures["revenue"] - row.base["revenue"] == 27_000
    assert row.figures["margin"] - row.base["margin"] == 300 * (90 - 40)
    assert row.figures["load"]["centers"][0]["weeks"][0][0] == 150
    row = adopt_scenario(scenario_id=row.pk, actor=actor_with("production_manager"))
    order = Order.objects.get()
    assert (order.state, order.customer) == ("draft", customer)
    assert str(order.requested_on) == day(2)
    assert row.results == [{"kind": "order", "id": order.pk, "number": order.number}]
    assert order.lines.get().unit_price == 90


def test_work_given_away_leaves_the_machine_and_costs(lamp, planner):
    order = released(lamp, 200, days=1)
    supplier = make_supplier()
    operation = order.operations.get()
    WorkCenter.objects.update(cost_per_hour=60)
    operation.run_minutes = 60
    operation.save()
    out = {
        "kind": "outsource",
        "operation": f"opn_{operation.pk}",
        "supplier": supplier.code,
        "lead_days": 3,
        "unit_cost": "5",
    }
    row = asked(planner, out)
    assert row.figures["cost"]["outsourcing"] == 1000
    assert row.base["cost"]["production"] - row.figures["cost"]["production"] == 200 * 60
    adopt_scenario(scenario_id=row.pk, actor=actor_with("production_manager"))
    operation = fresh(operation)
    assert (operation.outside_days, operation.work_center.supplier) == (3, supplier)
    assert operation.work_center.is_outside


def test_pieces_from_outside_become_a_requisition(lamp, planner):
    out = {
        "kind": "outsource",
        "product": lamp.sku,
        "quantity": "20",
        "supplier": make_supplier().code,
        "lead_days": 4,
        "unit_cost": "55",
    }
    confirmed(make_customer(), (lamp, 20), requested_on=TODAY + timedelta(days=30))
    row = asked(planner, out)
    assert row.figures["planned"] == row.base["planned"] - 1
    assert row.base["margin"] - row.figures["margin"] == 20 * (55 - 40)
    adopt_scenario(scenario_id=row.pk, actor=actor_with("production_manager"))
    asked_for = PurchaseRequisition.objects.get()
    assert (asked_for.item, asked_for.quantity, asked_for.state != "draft") == (lamp, 20, True)


def test_a_late_supplier_makes_orders_late_and_is_refused_after_the_date_changed(planner):
    part = make_item(lead_time_days=60)
    purchase = create_purchase_order(
        supplier=make_supplier(is_inspection_exempt=True),
        warehouse=main_warehouse(),
        expected_on=TODAY + timedelta(days=5),
        lines=[PurchaseLineInput(part, Decimal(50), Decimal(2))],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    confirmed(make_customer(), (part, 50), requested_on=TODAY + timedelta(days=6))
    late = {"kind": "late_supplier", "purchase_order": purchase.number, "days": 10}
    row = asked(planner, late)
    assert (row.base["late"]["orders"], row.figures["late"]["orders"]) == (0, 1)
    assert row.figures["late"]["worst"][0]["cause"] == "supply"
    dates = {line.line_no: TODAY + timedelta(days=8) for line in purchase.lines.all()}
    reschedule_purchase_order(purchase_order_id=purchase.pk, dates=dates, reason="they said so", actor=BOSS)
    chief = actor_with("production_manager")
    with pytest.raises(Conflict, match="scenario_outdated") as refusal:
        adopt_scenario(scenario_id=row.pk, actor=chief)
    assert purchase.number in refusal.value.facts["what"]
    assert fresh(row).state == "stale"
    assert fresh(purchase).lines.get().expected_on == TODAY + timedelta(days=8)
    reckon_scenario(scenario_id=row.pk, actor=planner)
    ask_adoption(scenario_id=row.pk, actor=planner)
    adopt_scenario(scenario_id=row.pk, actor=chief)
    assert fresh(purchase).lines.get().expected_on == TODAY + timedelta(days=18)


def test_every_line_that_a_scenario_rests_on_is_watched(planner):
    part = make_item(lead_time_days=60)
    purchase = create_purchase_order(
        supplier=make_supplier(),
        warehouse=main_warehouse(),
        expected_on=TODAY + timedelta(days=5),
        lines=[
            PurchaseLineInput(part, Decimal(50), Decimal(2)),
            PurchaseLineInput(part, Decimal(9), Decimal(2)),
        ],
        actor=BOSS,
    )
    send_purchase_order(purchase_order_id=purchase.pk, actor=BOSS)
    late = {"kind": "late_supplier", "purchase_order": purchase.number, "days": 10}
    row = create_scenario(name="Try", changes=[{**late, "line": n} for n in (1, 2)], actor=planner)
    reckon_scenario(scenario_id=row.pk, actor=planner)
    dates = {1: TODAY + timedelta(days=8)}
    reschedule_purchase_order(purchase_order_id=purchase.pk, dates=dates, reason="they said so", actor=BOSS)
    with pytest.raises(Conflict, match="scenario_outdated"):
        ask_adoption(scenario_id=row.pk, actor=planner)


def test_hours_that_a_day_has_not_are_refused_with_words(lamp, planner):
    row = create_scenario(name="Try", changes=[hours(hours="10"), hours(hours="10")], actor=planner)
    with pytest.raises(Conflict, match="scenario_no_room"):
        reckon_scenario(scenario_id=row.pk, actor=planner)
    calendar = WorkingCalendar.objects.get()
    calendar.weekly = {name: [["00:00", "24:00"]] for name in DAYS}
    calendar.save()
    api = api_with("planner")
    told = api.get(f"/api/v1/scenarios/{row.number}/")
    assert (told.status_code, "0 hours left" in told.json()["real_changes"][0]) == (200, True)
    refused = api.post(f"/api/v1/scenarios/{row.number}/reckon/")
    assert (refused.status_code, refused.json()["code"]) == (409, "scenario_no_room")


def test_what_a_change_names_may_be_deleted(lamp, planner):
    item = make_item(planning="mrp")
    more = {"kind": "add_order", "product": item.sku, "quantity": 3, "wanted_date": day(9)}
    row = create_scenario(name="Try", changes=[more, hours()], actor=planner)
    item.delete()
    api = api_with("planner")
    told = api.get(f"/api/v1/scenarios/{row.number}/").json()
    assert [len(one["values"]) > 0 for one in told["changes"]] == [False, True]
    refused = api.post(f"/api/v1/scenarios/{row.number}/reckon/")
    assert (refused.status_code, refused.json()["code"]) == (409, "scenario_gone")
    assert api.post(f"/api/v1/scenarios/{row.number}/remove-change/", {"line": 1}).status_code == 200
    assert api.post(f"/api/v1/scenarios/{row.number}/reckon/").status_code == 200


def test_another_bill_outdates_a_scenario(lamp, planner):
    bill, part = lamp.boms.get(), make_item()
    more = {"kind": "add_order", "product": lamp.sku, "quantity": 3, "wanted_date": day(9)}
    row = create_scenario(name="Try", changes=[more], actor=planner)
    reckon_scenario(scenario_id=row.pk, actor=planner)
    edit_bom(bom_id=bill.pk, components=[{"item_id": part.pk, "quantity": Decimal(2)}], actor=BOSS)
    with pytest.raises(Conflict, match="scenario_outdated"):
        ask_adoption(scenario_id=row.pk, actor=planner)


def test_a_price_in_base_currency_becomes_one_of_the_customers(lamp, planner):
    ExchangeRate.objects.create(currency_id="EUR", valid_from=TODAY - timedelta(days=9), rate=Decimal(2))
    customer = make_customer(currency_id="EUR")
    more = {
        "kind": "add_order", "product": lamp.sku, "quantity": 3, "wanted_date": day(9),
        "customer": customer.code, "price": "90",
    }  # fmt: skip
    row = asked(planner, more)
    assert row.figures["revenue"] - row.base["revenue"] == 270
    adopt_scenario(scenario_id=row.pk, actor=actor_with("production_manager"))
    order = Order.objects.get()
    assert (order.currency_id, order.lines.get().unit_price) == ("EUR", 45)


def test_four_eyes_and_reasons(lamp, planner):
    row = asked(planner, hours())
    waiting = Alert.objects.filter(code="scenario_waits", acknowledged_at__isnull=True)
    assert waiting.get().role == "production_manager"
    with pytest.raises(Conflict, match="scenario_four_eyes"):
        adopt_scenario(scenario_id=row.pk, actor=planner)
    with pytest.raises(NotPermitted):
        adopt_scenario(scenario_id=row.pk, actor=actor_with("executive"))
    with pytest.raises(Conflict, match="scenario_asked"):
        ask_adoption(scenario_id=row.pk, actor=planner)
    chief = actor_with("production_manager")
    with pytest.raises(Invalid):
        refuse_adoption(scenario_id=row.pk, reason=" ", actor=chief)
    row = refuse_adoption(scenario_id=row.pk, reason="too dear", actor=chief)
    assert (row.state, row.asked_at, row.reason) == ("reckoned", None, "too dear")
    assert not waiting.exists()
    with pytest.raises(Conflict, match="scenario_not_asked"):
        adopt_scenario(scenario_id=row.pk, actor=chief)
    ask_adoption(scenario_id=row.pk, actor=planner)
    row = edit_scenario(scenario_id=row.pk, changes=[hours(hours="2")], actor=planner)
    assert (row.state, row.asked_at) == ("stale", None)
    with pytest.raises(Conflict, match="scenario_not_current"):
        ask_adoption(scenario_id=row.pk, actor=planner)
    assert not CalendarException.objects.exists()


def test_a_shared_calendar_stays_as_it_is_and_a_changed_center_refuses(lamp, planner):
    saw = WorkCenter.objects.get(code="SAW")
    WorkCenter.objects.create(code="MILL", name="Mill", calendar=saw.calendar)
    row = asked(planner, hours(), hours(start_date=day(2), hours="1"))
    chief = actor_with("production_manager")
    edit_work_center(work_center_id=saw.pk, values={"machines": 2}, actor=BOSS)
    with pytest.raises(Conflict, match="scenario_outdated"):
        adopt_scenario(scenario_id=row.pk, actor=chief)
    assert not CalendarException.objects.exists()
    reckon_scenario(scenario_id=row.pk, actor=planner)
    ask_adoption(scenario_id=row.pk, actor=planner)
    adopt_scenario(scenario_id=row.pk, actor=chief)
    own = fresh(saw).calendar
    assert own.code != "SHOP"
    assert not WorkingCalendar.objects.get(code="SHOP").exceptions.exists()
    found = dict(own.exceptions.values_list("date", "intervals"))
    assert found[TODAY] == [["08:00", "20:00"]]
    assert found[TODAY + timedelta(days=2)] == [["08:00", "21:00"]]


def test_scenarios_are_compared_on_one_picture(lamp, planner):
    released(lamp, 400, days=1)
    first = create_scenario(name="Hours", changes=[hours()], actor=planner)
    second = create_scenario(name="Order", changes=[
        {"kind": "add_order", "product": lamp.sku, "quantity": 9000, "wanted_date": day(1)},
    ], actor=planner)  # fmt: skip
    found = compare_scenarios(planner, [first.number, f"scn_{second.pk}"])
    assert [column.is_fresh for column in found.columns] == [True, True]
    assert [column.figures["late"]["orders"] for column in found.columns] == [0, 1]
    assert {told.code for told in found.columns[1].told} == {"late", "overloaded"}
    assert fresh(first).state == "draft"
    for names in ([], ["SCN-9"], [first.number] + [str(n) for n in range(4)]):
        with pytest.raises(Invalid):
            compare_scenarios(planner, names)


def test_the_api_from_draft_to_adopted(lamp):
    api, chief, reader = api_with("planner"), api_with("production_manager"), api_with("executive")
    made = api.post("/api/v1/scenarios/", {"name": "Longer days", "changes": [hours()]}, format="json")
    assert made.status_code == 201, made.content
    body = made.json()
    address = f"/api/v1/scenarios/{body['number']}/"
    assert body["changes"][0]["values"]["work_center"] == "SAW"
    assert "SAW" in body["real_changes"][0] or "SHOP" in body["real_changes"][0]
    bad = api.post(f"{address}add-change/", {"kind": "late_supplier", "days": 2}, format="json")
    assert bad.status_code == 400
    assert "purchase_order" in bad.json()["errors"]
    assert api.post("/api/v1/scenarios/", {"name": "x", "changes": "y"}, format="json").status_code == 400
    assert api.post(f"{address}reckon/").json()["state"] == "reckoned"
    seen = reader.get(address).json()
    assert seen["figures"]["late"]["orders"] == 0
    assert reader.post(f"{address}reckon/").status_code == 403
    assert api_with("buyer").get(address).status_code in {403, 404}
    assert api.post(f"{address}ask-adoption/").status_code == 200
    assert api.post(f"{address}adopt/").status_code == 409
    assert api.patch(address, {"name": "y"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    found = reader.get("/api/v1/scenarios/compare/", {"ids": body["number"]})
    assert found.status_code == 200, found.content
    assert chief.post(f"{address}adopt/").json()["state"] == "adopted"
    assert chief.post(f"{address}adopt/").status_code == 409
    assert CalendarException.objects.count() == 4
    listed = api.get("/api/v1/scenarios/", {"state": "adopted"}).json()["results"]
    assert [row["number"] for row in listed] == [body["number"]]
    assert Decimal(listed[0]["late_orders"]) == 0
