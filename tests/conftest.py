"""What every test may use, and what is said about the tests that could not run."""

import fcntl
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from erp.embedded.chromium import find_chromium
from erp.settings import env
from tests.order import in_order

# A machine that stands still for a moment is no fault of what is tested.
hypothesis.settings.register_profile("kept", deadline=None)
hypothesis.settings.load_profile("kept")

NO_CHROMIUM = "no Chromium found"
NO_DATASET = "the real data set is not there"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the longest tests begin first, so that no worker is left with one at the end."""
    items[:] = in_order(items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip browser tests where there is no browser; with ERP_REQUIRE_CHROMIUM that is a failure."""
    if item.get_closest_marker("browser") and find_chromium(env.CHROMIUM) is None:
        if env.REQUIRE_CHROMIUM:
            pytest.fail(f"{NO_CHROMIUM}, and browser tests must run here", pytrace=False)
        pytest.skip(NO_CHROMIUM)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the skipped browser tests, and repeat which checks failed before the tests began."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} browser tests skipped: {NO_CHROMIUM} (install chromium, or set ERP_CHROMIUM)"
        )
    without_data = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_DATASET in str(report.longrepr)
    ]
    if without_data:
        terminalreporter.write_line(
            f"{len(without_data)} tests on real data skipped: {NO_DATASET} (../shared/data)"
        )
    if env.FAILED_CHECKS:
        terminalreporter.write_line(f"Failed before the tests: {env.FAILED_CHECKS}", red=True)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser that the browser tests drive."""
    found = find_chromium(env.CHROMIUM)
    assert found is not None, NO_CHROMIUM
    return found


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Wait for the migrated database that `bin/test` makes beside its checks; all workers copy it."""
    if env.TEST_TEMPLATE_LOCK:
        with Path(env.TEST_TEMPLATE_LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The plugin's database; sessions that a thread has left open end before it is given back."""
    from django.db import connection

    from tests.database import remember_first_rows

    with django_db_blocker.unblock():
        remember_first_rows()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """Real commits, for threads and live servers; replaces the plugin's, which would lose first rows."""
    from erp.notifications.views.notifications import end_streams
    from tests.database import empty_tables, first_rows_are_there

    with django_db_blocker.unblock():
        assert first_rows_are_there(), "A test before has flushed the database; use transactional_db alone."
        try:
            yield
        finally:
            end_streams(patience=5.0)  # or they would look into the next test's database
            empty_tables()


@pytest.fixture(autouse=True)
def no_drawing_is_kept():
    """The published processes are read anew in every test: each has a database of its own."""
    from erp.processes.selectors.definitions import forget_drawings

    forget_drawings()
    yield
    forget_drawings()


@pytest.fixture(autouse=True)
def what_is_kept_is_of_this_test(request):
    """Nothing is kept from the test before, nor runs out between two countings of statements.

    Where commits are real the clock runs on: other threads and a server are at work there.
    """
    from erp.core import fresh

    fresh.forget_all()
    running, began = fresh.clock, fresh.clock()
    if not {"transactional_db", "live_server"} & set(request.fixturenames):
        fresh.clock = lambda: began
    yield
    fresh.clock = running


@pytest.fixture(autouse=True)
def texts_are_in_the_usual_language():
    """A request leaves the reader's language behind in its thread; the next test is not that reader."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def order_process(request):
    """The shipped order process takes submitted orders, as in every real company."""
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    request.getfixturevalue("transactional_db" if commits else "db")
    from erp.processes.services.shipped import publish_shipped

    publish_shipped(codes=("order_fulfillment", "quotation_approval"))
