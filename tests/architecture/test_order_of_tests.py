"""The order of the tests loses none, and speaks of tests that are there."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.order import LONGEST, in_order

ROOT = Path(__file__).resolve().parents[2]


def item(name, *fixtures, markers=()):
    found = {name: SimpleNamespace(kwargs={}) for name in markers}
    return SimpleNamespace(nodeid=name, fixturenames=fixtures, get_closest_marker=found.get)


def test_the_longest_begin_what_commits_comes_last_and_none_is_lost():
    small = [item(f"tests/orders/test_x.py::test_{place}") for place in range(4)]
    commits = item("tests/orders/test_y.py::test_y", "transactional_db")
    browser = item("tests/browser/test_z.py::test_z", "live_server", markers=("browser",))
    long, longest = item(f"{LONGEST[1]}[x]"), item(LONGEST[0])
    slow = item("tests/sla/test_s.py::test_s", markers=("slow",))
    waiting = item("tests/embedded/test_up.py::test_up")
    items = [waiting, commits, *small, browser, slow, long, longest]
    found = in_order(items)
    assert {one.nodeid for one in found} == {one.nodeid for one in items} and len(found) == len(items)
    found.remove(waiting)
    assert found == [longest, long, slow, *small, browser, commits]


@pytest.mark.parametrize("name", LONGEST)
def test_what_is_called_long_is_there(name):
    path, _, test = name.partition("::")
    assert f"def {test.partition('[')[0]}" in (ROOT / path).read_text()
