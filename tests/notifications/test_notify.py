"""Telling people: to whom, once, in few statements."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from erp.core.actor import system_actor
from erp.core.errors import Invalid
from erp.core.palette import action_of, run_action
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Customer
from erp.notifications.models import ChannelSetting, Delivery, Notification, Preference
from erp.notifications.selectors.channels import forget_ways
from erp.notifications.selectors.recipients import Recipients, recipients_from, unknown_in
from erp.notifications.services.notify import Message, notify, notify_many
from tests.clients import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ORDER = DocumentRef("lot", 7, "L-7")


@pytest.fixture(autouse=True)
def channels_are_read_anew():
    forget_ways()
    yield
    forget_ways()


def told():
    return sorted(Notification.objects.values_list("user__username", flat=True))


def test_each_holder_of_a_role_is_told_once_whatever_is_repeated():
    person("finance", username="a"), person("finance", username="b"), person("sales", username="c")
    more: dict[str, Any] = {
        "to": Recipients(roles=["finance"]),
        "topic": "sla_reminder",
        "subject": ORDER,
        "at": AT,
    }
    assert len(notify(**more, dedupe="rung 1")) == 2
    assert notify(**more, dedupe="rung 1") == []
    assert len(notify(**more, dedupe="rung 2")) == 2
    assert told() == ["a", "a", "b", "b"]
    assert Delivery.objects.filter(channel="in_app", state="sent").count() == 4


def test_one_person_named_twice_is_told_once():
    user = person("finance", username="a")
    to = Recipients(roles=["finance"], users=["a"], user_ids=[user.pk])
    assert len(notify(to=to, topic="x", subject=ORDER, at=AT)) == 1


def test_nobody_meant_means_the_administrators():
    person("administrator", username="root")
    notify(to=Recipients(roles=["no_such_role"]), topic="x", subject=ORDER, at=AT)
    assert told() == ["root"]
    assert unknown_in(Recipients(roles=["no_such_role", "finance"], users=["nobody"])) == [
        "no_such_role",
        "nobody",
    ]


def test_a_role_is_told_about_customers_in_scope_only():
    mine, _other = (
        person("sales", username="mine", row_scope="own"),
        person("sales", username="other", row_scope="own"),
    )
    customer = Customer.objects.create(
        code="C", name="C", currency=Currency.objects.get(code="USD"), salesperson=mine
    )
    notify(to=Recipients(roles=["sales"]), topic="x", subject=ORDER, customer_id=customer.pk, at=AT)
    assert told() == ["mine"]


def test_a_stand_in_is_told_too_on_days_of_absence():
    deputy = person("finance", username="deputy")
    person(
        "sales",
        username="away",
        stand_in=deputy,
        absent_from=date(2026, 11, 19),
        absent_until=date(2026, 11, 21),
    )
    notify(to=Recipients(users=["away"]), topic="x", subject=ORDER, at=AT)
    assert told() == ["away", "deputy"]


def test_the_superior_of_somebody():
    boss = person("sales_manager", username="boss")
    person("sales", username="anna", manager=boss)
    notify(to=Recipients(manager_of="anna"), topic="x", subject=ORDER, at=AT)
    assert told() == ["boss"]


def test_many_messages_take_few_statements(django_assert_max_num_queries):
    for number in range(5):
        person("finance", username=f"f{number}")
    messages = [
        Message(to=Recipients(roles=["finance"]), topic="x", subject=DocumentRef("lot", n, f"L-{n}"))
        for n in range(200)
    ]
    with django_assert_max_num_queries(8):
        assert len(notify_many(messages=messages, at=AT)) == 1000


def test_deliveries_are_planned_by_channel_and_preference():
    ChannelSetting.objects.create(code="email", is_enabled=True, from_priority="normal")
    one, two = person("finance", username="a", email="a@x.test"), person("finance", username="b")
    Preference.objects.create(user=one, digest="hourly")
    notify(to=Recipients(user_ids=[one.pk, two.pk]), topic="x", subject=ORDER, at=AT)
    rows = Delivery.objects.filter(channel="email").order_by("notification__user__username")
    assert [(row.state, row.is_digest, row.error, row.due_at) for row in rows] == [
        ("pending", True, "", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("suppressed", False, "no_address", AT),
    ]


def test_the_palette_tells_with_facts_and_once_a_day():
    person("buyer", username="b")
    action = action_of("notifications.notify")
    assert action is not None and action.subjects == ()
    values = {
        "to": {"roles": ["buyer"]},
        "title": "{number} is low, {who} knows",
        "facts": {"who": "x"},
        "priority": "high",
    }
    actor = system_actor("rule low_stock, version 1")
    assert len(run_action("notifications.notify", ORDER, actor=actor, at=AT, **values)) == 1
    assert run_action("notifications.notify", ORDER, actor=actor, at=AT, **values) == []
    assert len(run_action("notifications.notify", ORDER, actor=actor, at=AT.replace(day=21), **values)) == 1
    row = Notification.objects.order_by("pk").first()
    assert row is not None
    assert (row.title, row.priority, row.by) == ("L-7 is low, x knows", "high", "rule low_stock, version 1")


@pytest.mark.parametrize(
    "values",
    [
        {"to": "buyer", "title": ""},
        {"to": "", "title": "x"},
        {"to": {}, "title": "x"},
        {"to": 5, "title": "x"},
        {"to": "buyer", "title": "x", "priority": "loud"},
    ],
)
def test_the_palette_refuses_what_it_cannot_tell(values):
    with pytest.raises(Invalid):
        run_action("notifications.notify", ORDER, actor=system_actor(), at=AT, **values)
    assert not Notification.objects.exists()


def test_recipients_in_words():
    assert recipients_from("finance") == Recipients(roles=("finance",))
    assert recipients_from("user:anna") == Recipients(users=("anna",))
    assert recipients_from("order.salesperson") == Recipients(field="order.salesperson")
    assert recipients_from(["finance", {"user": "anna"}]) == Recipients(roles=("finance",), users=("anna",))
    assert recipients_from({"manager_of": "order.salesperson"}) == Recipients(manager_of="order.salesperson")
