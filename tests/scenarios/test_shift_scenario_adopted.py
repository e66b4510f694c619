"""A rush load makes an order late; an extra shift is tried on paper, approved, and the schedule keeps it."""

from datetime import timedelta

from django.utils import timezone

from erp.core.models import LoggedEvent
from erp.masterdata.models import CalendarException, WorkingCalendar
from production.models import RoutingOperation, Scenario, WorkCenter
from production.selectors.scenario_words import told_differences
from production.selectors.schedule import late_orders
from production.services.scenario_adoption import adopt_scenario, ask_adoption
from production.services.scenarios import create_scenario, reckon_scenario
from production.services.scheduling import run_schedule
from tests.clients import actor_with
from tests.factories import BOSS, confirmed, fresh, make_customer
from tests.factories.making import made_item, released
from tests.production.scheduling.shop import DAYS

TODAY = timezone.now().date()


def a_shop_with_one_saw():
    """A saw that works eight hours a day; a lamp or a stool takes an hour of it."""
    weekly = {day: [["08:00", "16:00"]] for day in DAYS}
    WorkingCalendar.objects.create(code="SHOP", name="Shop", weekly=weekly)
    lamp, stool = (made_item(steps=("saw",), lead_time_days=1, cost="40", price="100") for _ in range(2))
    RoutingOperation.objects.update(run_minutes=60)
    WorkCenter.objects.update(cost_per_hour=30)
    return lamp, stool


def test_an_extra_shift_is_tried_approved_and_kept(db):
    lamp, stool = a_shop_with_one_saw()
    mine = released(lamp, 24, days=6)
    order = confirmed(make_customer(), (lamp, 24), requested_on=TODAY + timedelta(days=6))
    assert order.lines.get().promised_on == TODAY + timedelta(days=6)
    rush = released(stool, 40, days=4, priority=40)
    run_schedule(actor=BOSS)
    assert [row.order for row in late_orders(BOSS)], "the rush pushes somebody out"

    planner, chief = actor_with("planner"), actor_with("production_manager")
    shift = {
        "kind": "extra_hours",
        "work_center": "SAW",
        "start_date": TODAY.isoformat(),
        "end_date": (TODAY + timedelta(days=10)).isoformat(),
        "hours": "8",
    }
    tried = create_scenario(name="A second shift", changes=[shift], actor=planner)
    tried = reckon_scenario(scenario_id=tried.pk, actor=planner)
    assert tried.state == "reckoned"
    assert (tried.base["late"]["orders"], tried.figures["late"]["orders"]) == (1, 0)
    told = told_differences(tried.base, tried.figures)
    assert (told[0].code, told[0].subject) == ("on_time", order.number)
    assert "SAW" in told[0].text
    assert tried.figures["cost"]["overtime"] > 0
    assert not CalendarException.objects.exists()

    ask_adoption(scenario_id=tried.pk, actor=planner)
    adopt_scenario(scenario_id=tried.pk, actor=chief)
    assert fresh(tried).state == "adopted"
    assert CalendarException.objects.count() == 11
    assert CalendarException.objects.all()[0].intervals == [["08:00", "24:00"]]
    run_schedule(actor=BOSS)
    assert late_orders(BOSS) == []
    news = LoggedEvent.objects.filter(document_kind="scenario", document_id=tried.pk).order_by("id")
    assert [one.name for one in news][-1] == "scenario.adopted"
    assert Scenario.objects.get().decided_label == chief.label
    assert {rush.state, mine.state} == {"released"}
