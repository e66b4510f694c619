"""Schedules of a shop: what every one of them keeps, and the small cases that one can reckon by hand."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.schedule import make_shop
from production.calc.scheduling.check import faults
from production.calc.scheduling.dispatch import Rule, dispatch
from production.calc.scheduling.improve import Effort, improved
from production.calc.scheduling.insertion import added, insert_jobs, kept_in_order
from production.calc.scheduling.problem import Center, Fixed, Job, Problem, Step, Wait, measure
from production.calc.scheduling.waits import explain
from production.calc.scheduling.working import NeverWorks, WorkingTime

HOUR, DAY = 3600, 86400
SHIFT = WorkingTime([(8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)], period=DAY, until=DAY)
ALWAYS = WorkingTime.always()


def one(steps, due=10 * DAY, key=0, **more):
    return Job(key, tuple(steps), due, **more)


@st.composite
def calendars(draw):
    edges = sorted(draw(st.lists(st.integers(0, 50), min_size=2, max_size=8, unique=True)))
    return WorkingTime(list(zip(edges[::2], edges[1::2], strict=False)), period=50, until=50)


@st.composite
def problems(draw):
    """Small shops with everything that makes scheduling hard."""
    now = draw(st.integers(0, 30))
    centers = {}
    for key in range(draw(st.integers(1, 3))):
        machines = draw(st.integers(0, 3))
        down = []
        for number in range(machines):
            if draw(st.integers(0, 4)) == 0:
                start = draw(st.integers(0, 80))
                down.append((number, start, start + draw(st.integers(1, 40))))
        centers[key] = Center(key, draw(calendars()), machines, tuple(down))
    jobs, operation = [], 0
    for index in range(draw(st.integers(1, 7))):
        steps = []
        for _ in range(draw(st.integers(1, 4))):
            operation, run = operation + 1, draw(st.integers(1, 30))
            steps.append(
                Step(
                    operation,
                    draw(st.sampled_from(sorted(centers))),
                    run=run,
                    setup=draw(st.integers(0, 8)),
                    group=draw(st.sampled_from(["", "red", "blue"])),
                    material_at=draw(st.integers(0, 60)),
                    after=draw(st.integers(0, 5)),
                    queue=draw(st.integers(0, 5)),
                    lot=draw(st.integers(0, run)),
                )
            )
        due, release = draw(st.integers(0, 300)), draw(st.integers(0, 60))
        jobs.append(one(steps, due, index, release=release, weight=draw(st.sampled_from([1.0, 3.0]))))
    return with_fixed(draw, Problem(centers, tuple(jobs), now))


def with_fixed(draw, problem):
    """Some first operations run already: at most one a machine, over now."""
    jobs, busy = list(problem.jobs), set()
    for index, job in enumerate(jobs):
        first = job.steps[0]
        machines = problem.centers[first.center].machines
        if machines == 0 or draw(st.integers(0, 2)):
            continue
        machine = draw(st.integers(0, machines - 1))
        if (first.center, machine) in busy:
            continue
        busy.add((first.center, machine))
        start = max(0, problem.now - draw(st.integers(0, 10)))
        fixed = Fixed(machine, start, problem.now + draw(st.integers(1, 40)))
        jobs[index] = replace(job, steps=(replace(first, fixed=fixed), *job.steps[1:]))
    return replace(problem, jobs=tuple(jobs))


@given(problems(), st.sampled_from([Rule("mod"), Rule("atc")]))
def test_a_played_shop_is_feasible(problem, rule):
    assert faults(dispatch(problem, rule)) == []


@given(problems(), st.booleans())
def test_job_after_job_is_feasible(problem, backward):
    assert faults(insert_jobs(problem, backward=backward)) == []


@pytest.mark.parametrize("backward", [False, True])
def test_what_runs_over_a_breakdown_keeps_its_machine_to_its_end(backward):
    running = Step(1, 1, 4, fixed=Fixed(0, 0, 4))
    jobs = (one([running]), one([Step(2, 1, 1)], due=4, key=1, release=2))
    shop = Problem({1: Center(1, ALWAYS, down=((0, 1, 2),))}, jobs)
    schedule = insert_jobs(shop, backward=backward)
    assert faults(schedule) == []
    assert schedule.by_job[1][0].start == 4


def test_backward_no_step_comes_between_a_later_one_and_what_spares_it_the_set_up():
    red = Step(1, 1, 1, group="red", fixed=Fixed(0, 0, 1))
    jobs = (one([red]), one([Step(2, 1, 1), Step(3, 1, 1, setup=1, group="red")], due=4, key=1))
    schedule = insert_jobs(Problem({1: Center(1, ALWAYS)}, jobs), backward=True)
    assert faults(schedule) == []
    assert [(slot.start, slot.end) for slot in schedule.by_job[1]] == [(1, 2), (2, 4)]


def test_the_proof_sees_an_overlap_with_what_began_before_the_one_before():
    fixed = [Step(1, 1, 9, fixed=Fixed(0, 0, 9)), Step(2, 1, 1, fixed=Fixed(0, 1, 2))]
    jobs = (*(one([step], key=step.key) for step in fixed), one([Step(3, 1, 1)], key=3))
    schedule = insert_jobs(Problem({1: Center(1, ALWAYS)}, jobs))
    [slot] = schedule.by_job[2]
    assert (slot.start, faults(schedule)) == (9, [])
    slot.start, slot.end = 3, 4
    assert faults(schedule) == ["operations 1, 3 overlap on 1/0"]


@settings(max_examples=60)
@given(problems())
def test_a_repaired_schedule_is_feasible_never_worse_and_the_same_again(problem):
    effort = Effort(tries=40, seconds=60, late=20)
    best = improved(problem, effort)
    assert faults(best.schedule) == []
    assert best.cost <= improved(problem, replace(effort, tries=0)).cost + 1e-9
    again = improved(problem, effort)
    assert [(s.machine, s.start) for s in again.schedule.slots()] == [
        (s.machine, s.start) for s in best.schedule.slots()
    ]


@given(problems())
def test_one_more_job_moves_nobody(problem):
    *jobs, last = problem.jobs
    schedule = insert_jobs(replace(problem, jobs=tuple(jobs)))
    if any(step.fixed for step in last.steps):
        return
    before = [(slot.start, slot.end) for slot in schedule.slots()]
    row = added(schedule, last)
    assert [(slot.start, slot.end) for slot in schedule.slots()] == before
    full = insert_jobs(problem, [*range(len(jobs)), len(jobs)]) if jobs else insert_jobs(problem)
    assert [s.start for s in row] == [s.start for s in full.by_job[-1]] or jobs != sorted(
        jobs, key=lambda job: (job.due, job.key)
    )
    schedule.by_job.append(row)
    assert faults(replace_problem(schedule, problem)) == []


def replace_problem(schedule, problem):
    schedule.problem = problem
    return schedule


@given(problems())
def test_a_schedule_kept_in_order_is_feasible_and_begins_nothing_earlier(problem):
    old = dispatch(problem)
    before = {slot.step.key: (slot.machine, slot.start) for slot in old.slots()}
    again = kept_in_order(problem, before)
    assert faults(again) == []
    assert all(slot.start >= before[slot.step.key][1] for slot in again.slots())
    fresh = {key: place for key, place in before.items() if key % 3}
    assert faults(kept_in_order(problem, fresh)) == []


@given(calendars(), st.integers(0, 400), st.integers(1, 200))
def test_working_time_there_and_back(working, at, work):
    opens = working.opens(at)
    end = working.finish(opens, work)
    assert opens >= at
    assert working.between(opens, end) == work
    assert working.between(at, end) == work
    assert working.begins(working.passed(opens)) == opens


def test_a_calendar_without_working_time_is_refused():
    with pytest.raises(NeverWorks):
        WorkingTime([], period=DAY, until=DAY)


def test_an_operation_is_interrupted_by_the_night():
    shop = Problem({1: Center(1, SHIFT)}, (one([Step(1, 1, 10 * HOUR)]),))
    [[slot]] = dispatch(shop).by_job
    assert (slot.start, slot.end) == (8 * HOUR, DAY + 10 * HOUR)


def test_backward_ends_at_the_promise_and_forward_where_it_cannot():
    job = one([Step(1, 1, 4 * HOUR, after=HOUR), Step(2, 1, 4 * HOUR)], due=3 * DAY + 12 * HOUR)
    shop = Problem({1: Center(1, SHIFT)}, (job,))
    first, second = insert_jobs(shop, backward=True).by_job[0]
    assert (second.start, second.end) == (3 * DAY + 8 * HOUR, 3 * DAY + 12 * HOUR)
    assert (first.start, first.end) == (2 * DAY + 13 * HOUR, 2 * DAY + 17 * HOUR)
    late = replace(shop, jobs=(replace(job, due=HOUR),))
    assert insert_jobs(late, backward=True).by_job[0][0].start == 8 * HOUR


def test_a_group_is_set_up_once():
    steps = [Step(n, 1, HOUR, setup=HOUR, group=group) for n, group in enumerate(["a", "b", "a", "b"])]
    jobs = tuple(one([step], key=n) for n, step in enumerate(steps))
    shop = Problem({1: Center(1, ALWAYS)}, jobs)
    schedule = dispatch(shop)
    assert measure(schedule).setups == 2
    assert measure(schedule).makespan == 6 * HOUR


def test_each_wait_has_its_reason():
    jobs = (
        one([Step(1, 1, 2 * HOUR), Step(2, 2, HOUR)], due=3 * HOUR),
        one([Step(3, 1, HOUR)], due=DAY, key=1),
        one([Step(4, 2, HOUR, material_at=10 * HOUR)], key=2),
        one([Step(5, 3, HOUR)], key=3),
        one([Step(6, 2, HOUR)], key=4, release=5 * HOUR),
    )
    centers = {1: Center(1, ALWAYS), 2: Center(2, ALWAYS, 2), 3: Center(3, SHIFT)}
    slots = {slot.step.key: slot for slot in explain(dispatch(Problem(centers, jobs))).slots()}
    assert {key: slot.wait for key, slot in slots.items()} == {
        1: Wait.NONE,
        2: Wait.PREDECESSOR,
        3: Wait.CAPACITY,
        4: Wait.MATERIAL,
        5: Wait.CALENDAR,
        6: Wait.RELEASE,
    }
    assert slots[3].behind == 1
    assert slots[3].wait_since == 0


def test_an_operation_goes_before_what_is_locked_only_when_it_fits():
    locked = Step(1, 1, HOUR, fixed=Fixed(0, 3 * HOUR, 4 * HOUR))
    jobs = (one([locked]), one([Step(2, 1, 4 * HOUR)], due=0, key=1), one([Step(3, 1, 2 * HOUR)], key=2))
    slots = {s.step.key: s.start for s in dispatch(Problem({1: Center(1, ALWAYS)}, jobs)).slots()}
    assert slots == {1: 3 * HOUR, 2: 4 * HOUR, 3: 0}


def test_only_who_is_in_the_way_moves():
    jobs = tuple(one([Step(n, 1, HOUR)], due=n * HOUR, key=n) for n in range(1, 6))
    shop = Problem({1: Center(1, ALWAYS)}, jobs)
    old = {slot.step.key: (slot.machine, slot.start) for slot in dispatch(shop).slots()}
    locked = replace(jobs[0].steps[0], fixed=Fixed(0, 2 * HOUR, 3 * HOUR))
    moved = replace(shop, jobs=(replace(jobs[0], steps=(locked,)), *jobs[1:]))
    starts = {slot.step.key: slot.start // HOUR for slot in kept_in_order(moved, old).slots()}
    assert starts == {1: 2, 2: 1, 3: 3, 4: 4, 5: 5}


def test_a_whole_shop_at_a_heavy_load_is_planned_to_the_last():
    shop = make_shop(jobs=300, machines=6, load=1.3)
    found = improved(shop, Effort(tries=200, seconds=60))
    assert faults(found.schedule) == []
    assert len(found.schedule.slots()) == 1500


def test_repair_makes_fewer_late_than_job_after_job():
    shop = make_shop(jobs=300, machines=6)
    best, plain = (
        measure(improved(shop, Effort(tries=500, seconds=60)).schedule),
        measure(insert_jobs(shop)),
    )
    assert best.late < plain.late
    assert best.lateness < plain.lateness


@pytest.mark.parametrize("wrong", [{"run": 0}, {"setup": -1}, {"after": -1}, {"queue": -1}, {"lot": -1}])
def test_impossible_operations_are_refused(wrong):
    with pytest.raises(ValueError, match="a second at least"):
        Step(1, 1, **{"run": 1, **wrong})


MINUTE = 60


def two(first, second, **more):
    """Ten pieces through two operations, so many minutes a piece, handed on in lots of two."""
    steps = [
        Step(1, 1, 10 * first * MINUTE, lot=2 * first * MINUTE, **more),
        Step(2, 2, 10 * second * MINUTE),
    ]
    return Problem({1: Center(1, ALWAYS), 2: Center(2, ALWAYS)}, (one(steps, due=DAY),))


@pytest.mark.parametrize(
    ("first", "second", "begins"),
    [
        (6, 6, 12),  # as fast: behind the first lot
        (6, 12, 12),  # slower: too
        (6, 3, 36),  # faster: the last lot comes at 60 and takes 6, so it ends at 66, not before
    ],
)
def test_overlapping_operations_begin_with_the_first_lot_and_never_run_out_of_pieces(first, second, begins):
    problem = two(first, second)
    for schedule in (dispatch(problem), insert_jobs(problem)):
        assert faults(schedule) == []
        assert schedule.by_job[0][1].start == begins * MINUTE
    late = insert_jobs(problem, backward=True)
    assert faults(late) == []
    gap = late.by_job[0][1].start - late.by_job[0][0].start
    assert (late.by_job[0][1].end, gap) == (DAY, begins * MINUTE)


def test_the_proof_sees_an_operation_that_runs_out_of_pieces():
    schedule = insert_jobs(two(6, 3))
    second = schedule.by_job[0][1]
    second.start, second.end = 30 * MINUTE, 60 * MINUTE
    assert faults(schedule) == ["operation 2 before its pieces are there"]


def test_a_lot_waits_for_the_night_like_everything_else():
    # all is done by 17; the next shop works at night only
    night = WorkingTime([(20 * HOUR, 24 * HOUR)], period=DAY, until=DAY)
    steps = [Step(1, 1, 8 * HOUR, lot=96 * MINUTE), Step(2, 2, HOUR)]
    problem = Problem({1: Center(1, SHIFT), 2: Center(2, night)}, (one(steps),))
    first, second = insert_jobs(problem).by_job[0]
    assert (first.end, second.start) == (17 * HOUR, 20 * HOUR)


def test_outside_nothing_is_handed_on_in_lots():
    problem = two(6, 6)
    away = replace(problem, centers={1: Center(1, ALWAYS), 2: Center(2, ALWAYS, 0)})
    assert insert_jobs(away).by_job[0][1].start == HOUR


def test_queue_and_move_go_on_at_night_and_are_told_as_such():
    steps = [
        Step(1, 1, HOUR, queue=2 * HOUR, after=HOUR),
        Step(2, 1, HOUR),
        Step(3, 1, HOUR, queue=10 * HOUR),
        Step(4, 1, HOUR),
    ]
    problem = Problem({1: Center(1, SHIFT)}, (one(steps, release=8 * HOUR),), now=9 * HOUR)
    schedule = explain(insert_jobs(problem))
    assert faults(schedule) == []
    assert [(slot.start // HOUR, slot.wait) for slot in schedule.by_job[0]] == [
        (10, Wait.QUEUE),  # lay since its release at 8
        (13, Wait.CALENDAR),  # 12 would do, in the break
        (32, Wait.CALENDAR),  # from midnight on, opens at 8
        (33, Wait.PREDECESSOR),
    ]
    problem = replace(problem, centers={1: Center(1, ALWAYS)})
    schedule = explain(insert_jobs(problem))
    assert [(slot.start // HOUR, slot.wait) for slot in schedule.by_job[0]] == [
        (10, Wait.QUEUE),
        (12, Wait.MOVE),
        (23, Wait.QUEUE),
        (24, Wait.PREDECESSOR),
    ]
    backward = insert_jobs(replace(problem, jobs=(one(steps, due=40 * HOUR),)), backward=True)
    assert [slot.start // HOUR for slot in backward.by_job[0]] == [25, 27, 38, 39]
    assert faults(backward) == []
