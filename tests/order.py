"""The order of the tests: the longest first, those that wait spread among those that reckon."""

import pytest

# The longest, from the longest on, by the beginning of their names; none is wrong here, only slower.
LONGEST = (
    "tests/orders/test_load_dataset.py::test_the_whole_real_set",
    "tests/security/test_walk.py::test_a_seller_sees_nothing_of_others[sales_manager-session]",
    "tests/security/test_walk.py::test_a_seller_sees_nothing_of_others[sales-session]",
    "tests/scenarios/test_random_walk.py",
    "tests/security/test_walk.py",
    "tests/admin/test_admin_documents.py::test_every_page",
    "tests/orders/test_demo.py::test_the_small_company",
    "tests/orders/test_load_dataset.py::test_the_real_set",
    "tests/production/forecast/test_m3.py",
    "tests/api/test_fuzz.py",
    "tests/browser/test_process_designer.py",
    "tests/browser/test_order_entry.py::test_the_sales_pages",
    "tests/browser/test_order_walk.py",
    "tests/browser/test_picking.py::test_warehouse_pages",
)
WAITING = "tests/embedded/"  # they wait for servers


def _rank(item: pytest.Item) -> int:
    for place, name in enumerate(LONGEST):
        if item.nodeid.startswith(name):
            return place
    is_slow = any(item.get_closest_marker(name) for name in ("slow", "browser", "concurrency"))
    return len(LONGEST) + (not is_slow)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = bool(marker and marker.kwargs.get("transaction"))
    return asked or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """Tests that roll back, then those that commit; the longest first in each, waiting ones between."""
    waiting = [item for item in items if item.nodeid.startswith(WAITING)]
    others = [item for item in items if not item.nodeid.startswith(WAITING)]
    others.sort(key=lambda item: (_commits(item), _rank(item)))
    step = len(others) // (len(waiting) + 1) or 1
    found: list[pytest.Item] = []
    for place in range(0, len(others), step):
        found += others[place : place + step] + waiting[:1]
        del waiting[:1]
    return found + waiting
