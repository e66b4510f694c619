"""The case on its canvas reads the clocks: late is what the clock of the step says, in its own calendar."""

from datetime import timedelta

import pytest
from django.utils import timezone

from erp.identity.selectors.actors import actor_for
from erp.processes.models import Case, Task
from erp.processes.selectors.inbox import inbox
from erp.processes.selectors.positions import position
from erp.processes.services.handing_over import request_info
from sla.models import SlaPolicy, SlaTimer
from sla.selectors.policies import forget_levels
from tests.clients import person
from tests.factories import BOSS
from tests.processes.drawings import case_of, graph, node, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    SlaPolicy.objects.update(is_active=False)
    forget_levels()
    published(
        graph(
            node("review", "task", assignee={"role": "finance"}, target_seconds=1800),
            node("news", "wait", wait_for="invoice.paid", target_seconds=60),
        )
    )
    return case_of(submitted())


def here(case: Case, seconds: int = 0) -> dict[str, object]:
    found = position(case, at=timezone.now() + timedelta(seconds=seconds))
    return next(one for one in found["nodes"] if one["is_here"])


def test_late_is_what_the_clock_says(case):
    now = timezone.now()
    SlaTimer.objects.filter(node="review").update(due_at=now + timedelta(hours=15))  # a night lies in between
    assert (here(case, 7200)["is_late"], here(case, 15 * 3600 + 60)["is_late"]) == (False, True)
    assert 14 * 3600 < here(case)["due_in"] <= 15 * 3600
    [row] = inbox(actor_for(person("finance")), "todo")
    assert timedelta(hours=14) < row.due_at - now <= timedelta(hours=15)


def test_a_clock_that_stands_is_not_late(case):
    SlaTimer.objects.filter(node="review").update(due_at=timezone.now() - timedelta(hours=1))
    assert here(case)["is_late"]
    request_info(task_id=Task.objects.get(case=case).pk, reason="Which drawing?", actor=BOSS)
    assert SlaTimer.objects.get(node="review").state == "paused"
    assert not here(case)["is_late"]


def test_a_step_without_a_clock_is_never_late(case):
    SlaTimer.objects.all().delete()
    assert not here(case, 10**7)["is_late"]
