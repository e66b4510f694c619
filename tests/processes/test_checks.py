"""What `check_integrity` finds of processes when it is not as it has to be."""

import pytest
from django.utils import timezone

from erp.processes.models import Task, Token
from tests.processes.drawings import broken_checks, graph, node, open_task, published, submitted

pytestmark = pytest.mark.django_db


def test_what_the_checks_of_tokens_claims_timers_and_parts_find():
    published(graph(node("ask", "task", assignee={"role": "finance"})))
    order = submitted()
    assert broken_checks() == []
    Task.objects.filter(pk=open_task(order).pk).update(state="claimed")
    assert broken_checks() == ["process.claims"]
    Task.objects.all().delete()
    assert broken_checks() == ["process.tasks"]
    Token.objects.update(wait_for="!subprocess")
    assert broken_checks() == ["process.parts"]
    Token.objects.update(state="active", wait_for="", due_at=timezone.now())
    assert broken_checks() == ["process.timers"]
