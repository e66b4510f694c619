"""Real orders at the exact borders of the decision table take the routes it says, also when it changes."""

from decimal import Decimal

import pytest

from erp.processes.models import Incident, Task
from erp.rules.models import DecisionTable, TableVersion
from erp.rules.services.tables import TABLES
from erp.rules.services.versions import publish_version, save_draft
from orders.services.approvals import approve_order
from orders.services.orders import submit_order
from tests.clients import actor_with
from tests.factories import BOSS, draft, fresh, make_customer, make_item
from tests.processes.drawings import case_of, drained, log_of

OPEN = ["waiting", "claimed"]
FINANCE, MANAGER = ("finance_review", "finance"), ("manager_review", "sales_manager")


def order_of(price, quantity=1):
    order = draft(make_customer(), (make_item(stock=quantity, price=price, cost="1"), quantity))
    drained(lambda: submit_order(order_id=order.pk, actor=BOSS))
    order = fresh(order)
    assert order.total == Decimal(price) * quantity
    return order


def asked(order):
    rows = Task.objects.filter(subject_kind="order", subject_id=order.pk, state__in=OPEN).order_by("pk")
    return list(rows.values_list("node", "role"))


def signed(order, *roles):
    """Who is asked one after the other until the order is confirmed."""
    ways = []
    for role in roles:
        ways += asked(order)
        approve_order(order_id=order.pk, actor=actor_with(role))
    assert asked(order) == []
    assert fresh(order).state == "confirmed"
    return ways


def passed(order):
    return {node for node, outcome in log_of(case_of(order)) if outcome not in {"skipped", "routed"}}


@pytest.mark.parametrize(
    ("price", "quantity", "signers"),
    [
        ("9999", 1, ()),
        ("9999.99", 1, ()),
        ("3333", 3, ()),
        ("10000", 1, (FINANCE,)),
        ("2500", 4, (FINANCE,)),
        ("20000", 1, (FINANCE,)),
        ("20000.01", 1, (FINANCE, MANAGER)),
        ("20001", 1, (FINANCE, MANAGER)),
    ],
)
def test_an_order_at_a_border_is_signed_by_whom_the_table_names(order_process, price, quantity, signers):
    order = order_of(price, quantity)
    assert fresh(order).state == ("submitted" if signers else "confirmed")
    assert signed(order, *(role for _node, role in signers)) == list(signers)
    assert passed(order) & {"finance_review", "manager_review"} == {node for node, _role in signers}
    assert Task.objects.filter(subject_id=order.pk, subject_kind="order").count() == len(signers)
    assert case_of(order).version.state == "published"
    assert not Incident.objects.exists()


def test_who_changes_the_table_changes_the_way_of_the_next_order(order_process):
    before = order_of("15000")
    table = DecisionTable.objects.get(code="order_review")
    content = TableVersion.objects.get(definition=table, state="published").content
    for row in content["rows"]:
        if row["id"] == "large":
            row["when"]["total_in_base"]["value"] = 14999.99
    content["tests"] = []
    save_draft(kind=TABLES, pk=table.pk, content=content, actor=BOSS)
    still = order_of("15000")
    publish_version(kind=TABLES, pk=table.pk, actor=BOSS)
    after, below = order_of("15000"), order_of("14999.99")
    assert signed(still, "finance", "sales_manager") == [FINANCE, MANAGER]  # asked again at the second gate
    assert signed(after, "finance", "sales_manager") == [FINANCE, MANAGER]
    assert signed(below, "finance") == [FINANCE]
    assert signed(before, "finance", "sales_manager") == [FINANCE, MANAGER]
