"""What the clock does once a night is done in the night of the company, wherever that is."""

from datetime import UTC, datetime, timedelta

import pytest

from erp.masterdata.models import Company, NightlyJob
from erp.masterdata.selectors.company import forget_company
from erp.masterdata.services import nights
from inventory import tasks
from inventory.models import Proof
from sla import tasks as sla_tasks

pytestmark = pytest.mark.django_db
TASKS = (tasks.prove_books, tasks.propose_due_counts, tasks.replenish, sla_tasks.snapshots_of_measures)


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of the tasks; the company is in Shanghai, eight hours ahead."""
    Company.objects.update(time_zone="Asia/Shanghai")
    forget_company()

    def put(at):
        monkeypatch.setattr(nights.timezone, "now", lambda: at)

    return put


def test_every_task_of_the_night_waits_for_the_company_and_runs_once(clock) -> None:
    midnight = datetime(2026, 6, 1, 16, 30, tzinfo=UTC)
    clock(midnight - timedelta(hours=17))
    assert [task() for task in TASKS]
    NightlyJob.objects.all().delete()
    Proof.objects.all().delete()
    clock(midnight)
    for task in TASKS:
        task()
    assert not NightlyJob.objects.exists()
    for hours in (5, 6):
        clock(midnight + timedelta(hours=hours))
        for task in TASKS:
            task()
    assert sorted(NightlyJob.objects.values_list("name", "day")) == sorted(
        (name, (midnight + timedelta(days=1)).date())
        for name in ("inventory.prove_books", "inventory.propose_counts", "inventory.replenish",
                     "sla.take_snapshots")
    )  # fmt: skip
    assert Proof.objects.count() == 1
