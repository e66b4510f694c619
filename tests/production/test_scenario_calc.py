"""Scenarios without a database: a longer day, what is extra, a change leaves the picture as it was."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from production.calc.planning.model import Dated, Model, Nodes, Structure
from production.calc.scenarios.changes import (
    ItemOutside,
    LateSupply,
    MoreHours,
    MoreOrder,
    OperationOutside,
    OtherForecast,
    laid_over,
)
from production.calc.scenarios.comparing import differences
from production.calc.scenarios.figures import figures
from production.calc.scenarios.hours import NoRoom, longer_day, without
from production.calc.scenarios.picture import DAY, Claim, Picture, RecipeStep, Station
from production.calc.scenarios.reckoning import reckon
from production.calc.scheduling.problem import NO_LIMIT, Center, Job, Problem, Step
from production.calc.scheduling.working import WorkingTime

HOUR, MILLION = 3600, 1_000_000
NOWHERE, SAW = 0, 1


def eight_hours(until=40):
    return WorkingTime(
        [(day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in range(until)], period=DAY, until=until * DAY
    )


def picture():
    """A lamp (node 0) is sawn, an hour each, of a board (node 1) that is bought in 5 days; 30 lie there.

    A work order of 8 lamps waits; SO-1 wants 8 lamps on day 2.
    """
    model = Model(
        Nodes.of(2, lead=[1, 5], on_hand=[0, 30 * MILLION]),
        Structure.of([(0, 1, 1.0)]),
        Dated.of([(0, 2, 8 * MILLION)]),
        Dated.of([(0, 1, 8 * MILLION)]),
    )
    centers = {
        NOWHERE: Center(NOWHERE, WorkingTime.always(), NO_LIMIT),
        SAW: Center(SAW, eight_hours(), 1),
    }
    job = Job(77, (Step(770, SAW, 8 * HOUR),), 2 * DAY)
    return Picture(
        today=date(2026, 3, 2),
        day_zero=0,
        model=model,
        problem=Problem(centers, (job,), 8 * HOUR),
        node_of={(10, 1): 0, (11, 1): 1},
        items=(10, 11),
        skus=("LAMP", "BOARD"),
        is_made=(True, False),
        claims=(Claim("order", "SO-1", "Ada", 100.0),),
        job_of={0: 77},
        recipes={10: (RecipeStep(SAW, 0, float(HOUR)),)},
        stations={SAW: Station("SAW", 30.0, 0.0)},
        cost=np.array([40.0, 5.0]),
        price=np.array([100.0, 9.0]),
    )


def told(one):
    return figures(reckon(one))


def test_today_by_hand():
    found = told(picture())
    assert found["late"]["orders"] == 0
    assert (found["revenue"], found["margin"]) == (800, 800 - 320)
    assert found["cost"]["production"] == 8 * 30
    assert found["load"]["centers"][0]["weeks"][0] == [8.0, 8.0, 56.0]
    assert found["stock"][:2] == [150.0, 150.0]  # the boards stay; the lamps come and go within the week


def test_an_order_more_queues_for_the_saw_and_for_boards():
    base = picture()
    more = MoreOrder(0, 2, 40 * MILLION, "+ 40", "Bob", 90.0)
    found = told(laid_over(base, [more]))
    assert len(base.model.demands) == 1
    [late] = found["late"]["worst"]
    assert (late["order"], late["cause"], late["about"]) == ("+ 40", "lead_time", "BOARD")
    assert late["comes"] == "2026-03-11"  # boards on day 5, then forty hours at eight a day
    assert found["cost"]["purchase"] == 10 * 5
    assert [one.code for one in differences(told(base), found)] == ["late"]


def test_hours_work_away_and_pieces_from_outside():
    base = laid_over(picture(), [MoreOrder(0, 1, 18 * MILLION, "+ 18", "", 90.0)])
    assert told(base)["late"]["orders"] == 2
    longer = WorkingTime(
        [(day * DAY + 8 * HOUR, day * DAY + 24 * HOUR) for day in range(40)], period=DAY, until=40 * DAY
    )
    extra = tuple((day * DAY + 16 * HOUR, day * DAY + 24 * HOUR) for day in range(2))
    helped = told(laid_over(base, [MoreHours(SAW, longer, extra)]))
    assert helped["cost"]["overtime"] > 0
    assert helped["late"]["days"] <= told(base)["late"]["days"]
    away = told(laid_over(base, [OperationOutside(770, NOWHERE, HOUR, 50.0)]))
    assert away["late"]["orders"] == 0
    assert away["cost"]["outsourcing"] == 50
    assert away["margin"] == told(base)["margin"] - 50 + 8 * 30
    bought = told(laid_over(base, [ItemOutside(0, 1, 18 * MILLION, 900.0)]))
    assert (bought["late"]["orders"], bought["planned"]) == (0, 0)
    assert bought["margin"] == told(base)["margin"] - 900 + 18 * 40


def test_late_supply_and_other_forecasts():
    base = picture()
    late = told(laid_over(base, [LateSupply((), 4, {770: 5 * DAY})]))
    assert (late["late"]["worst"][0]["days"], late["late"]["worst"][0]["cause"]) == (3, "material")
    beaten = told(laid_over(base, [LateSupply((0,), 4)]))
    assert beaten["planned"] == 1  # a new order of what lies there comes before the late one
    up = laid_over(base, [OtherForecast(0, ((7, 5 * MILLION),), 13, "LAMP")])
    assert up.model.is_forecast.tolist() == [False, True]
    assert told(up)["revenue"] == 800 + 500
    assert told(up)["late"]["all"] == 1
    down = laid_over(up, [OtherForecast(0, ((7, -2 * MILLION),), 13, "LAMP")])
    assert down.model.demands.quantity.tolist() == [8 * MILLION, 3 * MILLION]
    none = laid_over(base, [OtherForecast(0, ((0, -9 * MILLION),), 9, "LAMP")])
    assert none.model.demands.quantity.tolist() == [8 * MILLION]  # orders stay


def test_a_longer_day():
    assert longer_day([("08:00", "12:00"), ("13:00", "17:00")], 120) == [
        ("08:00", "12:00"),
        ("13:00", "19:00"),
    ]
    assert longer_day([("08:00", "16:00")], 600) == [("06:00", "24:00")]
    assert longer_day([], 240) == [("08:00", "12:00")]
    assert longer_day([("22:00", "06:00")], 60) == [("21:00", "06:00")]
    with pytest.raises(NoRoom):
        longer_day([("08:00", "16:00")], 961)


SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=6)


@given(SPANS, SPANS)
def test_what_is_extra_lies_in_the_new_and_not_in_the_old(new, old):
    inside = {at for start, end in new for at in range(start, end)}
    before = {at for start, end in old for at in range(start, end)}
    found = [at for start, end in without(new, old) for at in range(start, end)]
    assert sorted(found) == sorted(inside - before)
