"""Two people adopt the same scenario at once: it becomes real once. Its plan and the company's don't mix."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from erp.core.errors import DomainError
from erp.masterdata.models import CalendarException, WorkingCalendar
from production.models import PlannedOrder, Scenario, WorkCenter
from production.selectors.planning import plan_in_force
from production.services.planning_runs import ask_planning, run_planning
from production.services.scenario_adoption import adopt_scenario, ask_adoption
from production.services.scenarios import create_scenario, discard_scenario, reckon_scenario
from tests.clients import actor_with
from tests.concurrency.conftest import at_once
from tests.factories import BOSS, confirmed, fresh, make_customer
from tests.factories.making import made_item
from tests.production.scheduling.shop import DAYS


def today():
    return timezone.now().date()


def asked(planner, code, hours):
    change = {
        "kind": "extra_hours",
        "work_center": code,
        "start_date": today().isoformat(),
        "end_date": (today() + timedelta(days=2)).isoformat(),
        "hours": hours,
    }
    row = create_scenario(name="Longer days", changes=[change], actor=planner)
    reckon_scenario(scenario_id=row.pk, actor=planner)
    return ask_adoption(scenario_id=row.pk, actor=planner)


def test_one_of_many_adoptions_wins(committed):
    weekly = {day: [["08:00", "16:00"]] for day in DAYS}
    calendar = WorkingCalendar.objects.create(code="SHOP", name="Shop", weekly=weekly)
    WorkCenter.objects.create(code="SAW", name="Saw", calendar=calendar)
    planner, chiefs = actor_with("planner"), [actor_with("production_manager") for _ in range(3)]
    first, second = asked(planner, "SAW", "2"), asked(planner, "SAW", "4")
    outcomes = at_once([partial(adopt_scenario, scenario_id=first.pk, actor=chief) for chief in chiefs])
    assert sorted(isinstance(one, Scenario) for one in outcomes) == [False, False, True], outcomes
    refused = {one.code for one in outcomes if isinstance(one, DomainError)}
    assert refused == {"scenario_closed"}
    assert CalendarException.objects.count() == 3
    outcomes = at_once([partial(adopt_scenario, scenario_id=second.pk, actor=chief) for chief in chiefs])
    refused = {one.code for one in outcomes if isinstance(one, DomainError)}
    assert "scenario_outdated" in refused and refused <= {"scenario_outdated", "scenario_not_current",
                                                          "scenario_not_asked"}  # fmt: skip
    assert CalendarException.objects.get(date=today()).intervals == [["08:00", "18:00"]]
    assert fresh(second).state == "stale"


def test_plans_of_scenarios_and_the_companys_are_made_at_once(committed):
    lamp = made_item(lead_time_days=1)
    confirmed(make_customer(), (lamp, 20), requested_on=today() + timedelta(days=30))
    more = {
        "kind": "add_order", "product": lamp.sku, "quantity": 100,
        "wanted_date": (today() + timedelta(days=40)).isoformat(),
    }  # fmt: skip
    kept, closed = (create_scenario(name="More", changes=[more], actor=BOSS) for _ in range(2))
    company = [ask_planning(actor=BOSS) for _ in range(2)]
    twice = [ask_planning(scenario_id=kept.pk, actor=BOSS) for _ in range(2)]
    doomed = ask_planning(scenario_id=closed.pk, actor=BOSS)
    outcomes = at_once([
        *(partial(run_planning, run.pk) for run in (*company, *twice, doomed, doomed)),
        partial(discard_scenario, scenario_id=closed.pk, actor=BOSS),
    ])  # fmt: skip
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert {fresh(run).state for run in (company[-1], *twice)} == {"completed"}
    assert (fresh(company[0]).state, fresh(company[0]).error) in {("completed", ""), ("failed", "overtaken")}
    assert [fresh(run).rows_kept for run in twice].count(True) == 1
    force = plan_in_force()
    assert force == company[-1]

    def planned(runs):
        return sum(PlannedOrder.objects.filter(run__in=runs).values_list("quantity", flat=True))

    assert (planned([force]), planned(twice), planned([doomed])) == (20, 120, 0)
