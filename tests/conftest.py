"""What every test may use, and what is said about the tests that could not run."""

import pytest

from erp.embedded.chromium import find_chromium
from erp.settings import env

NO_CHROMIUM = "no Chromium found"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no browser; with ERP_REQUIRE_CHROMIUM that is a failure."""
    wanted = [item for item in items if item.get_closest_marker("browser")]
    if not wanted or find_chromium(env.CHROMIUM):
        return
    if env.REQUIRE_CHROMIUM:
        raise pytest.UsageError(f"{len(wanted)} browser tests must run here, and there is no Chromium")
    for item in wanted:
        item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the skipped browser tests, and repeat which checks failed before the tests began."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} browser tests skipped: {NO_CHROMIUM} (install chromium, or set ERP_CHROMIUM)"
        )
    if env.FAILED_CHECKS:
        terminalreporter.write_line(f"Failed before the tests: {env.FAILED_CHECKS}", red=True)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser that the browser tests drive."""
    found = find_chromium(env.CHROMIUM)
    assert found is not None, NO_CHROMIUM
    return found
