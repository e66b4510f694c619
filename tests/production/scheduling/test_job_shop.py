"""The classical job shop: published instances, and small ones whose shortest schedule is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.job_shop import FOLDER, is_feasible, published
from production.calc.scheduling.job_shop import shortest

PUBLISHED = published()


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), min_size=1, max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_any_job_shop_is_feasible(jobs):
    found = shortest(jobs, iterations=30, seconds=60)
    assert is_feasible(jobs, found)


def test_two_jobs_that_cross():
    found = shortest([[(0, 3), (1, 2)], [(1, 2), (0, 4)]], iterations=50)
    assert found.makespan == 7
    assert found.proven


def test_the_same_input_gives_the_same_answer():
    jobs = [[(m * (j + 1) % 5, 3 + (7 * j + m) % 11) for m in range(5)] for j in range(6)]
    first, second = (shortest(jobs, iterations=400, seconds=60, seed=3) for _ in range(2))
    assert first == second


@pytest.mark.skipif(not PUBLISHED, reason=f"no published instances in {FOLDER}")
@pytest.mark.dataset
def test_published_instances_are_feasible_and_near_the_optimum():
    gaps = []
    for name, (optimum, jobs) in PUBLISHED.items():
        found = shortest(jobs, iterations=1500, seconds=10)
        assert is_feasible(jobs, found), name
        assert found.makespan >= optimum, name
        gaps.append(found.makespan / optimum - 1)
    assert sum(gaps) / len(gaps) <= 0.06
