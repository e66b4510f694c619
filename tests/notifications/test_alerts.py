from dataclasses import replace

import pytest
from django.test import Client

from erp.core.actor import system_actor
from erp.core.errors import NotFound
from erp.core.models import LoggedEvent, OutboxMessage
from erp.core.refs import DocumentRef
from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import Currency, Customer
from erp.notifications.models import Alert
from erp.notifications.selectors.alerts import bell, visible_alerts
from erp.notifications.services.alerts import (
    NewAlert,
    acknowledge_alert,
    raise_alert,
    raise_alerts,
    settle_alerts,
)
from erp.notifications.tasks import tell_dead_letters
from tests.clients import actor_with, api_with, person

pytestmark = pytest.mark.django_db


def low(number=1, **more):
    return NewAlert(
        code="stock_below_safety",
        subject=DocumentRef("product", number, f"P-{number}"),
        role="buyer",
        facts={"available": "3", "warehouse": "MAIN", "safety_stock": "10"},
        **more,
    )


def test_an_alert_is_raised_once_while_it_is_open():
    buyer = actor_with("buyer")
    assert raise_alert(alert=low(), actor=system_actor())
    assert not raise_alert(alert=low(), actor=system_actor())
    acknowledge_alert(alert_id=Alert.objects.get().pk, actor=buyer)
    assert raise_alert(alert=low(), actor=system_actor())
    assert Alert.objects.count() == 2


def test_many_alerts_take_one_statement(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):  # savepoint, insert, release
        assert len(raise_alerts(alerts=[low(number) for number in range(50)], actor=system_actor())) == 50


def test_an_alert_concerns_its_role_and_person_and_the_administrators():
    buyer, seller, admin = actor_with("buyer"), person("sales"), actor_with("administrator")
    raise_alerts(alerts=[low(1), low(2, user_id=seller.pk)], actor=system_actor())
    assert visible_alerts(buyer).count() == 2
    assert [row.subject_number for row in visible_alerts(actor_for(seller))] == ["P-2"]
    assert visible_alerts(admin).count() == 2
    assert visible_alerts(actor_with("shop_floor")).count() == 0


def test_an_alert_about_a_customer_stays_inside_the_scope():
    me = person("sales", row_scope="own")
    currency = Currency.objects.get(code="USD")
    mine = Customer.objects.create(code="M", name="M", currency=currency, salesperson=me)
    theirs = Customer.objects.create(code="T", name="T", currency=currency)
    raise_alerts(
        alerts=[
            NewAlert(
                code="late", subject=DocumentRef("order", row.pk, row.code), role="sales", customer_id=row.pk
            )
            for row in (mine, theirs)
        ],
        actor=system_actor(),
    )
    assert [row.subject_number for row in visible_alerts(actor_for(me))] == ["M"]
    other = Alert.objects.get(subject_number="T")
    with pytest.raises(NotFound):
        acknowledge_alert(alert_id=other.pk, actor=actor_for(me))
    other.refresh_from_db()
    assert other.acknowledged_at is None


def test_the_bell_counts_open_alerts_and_words_the_latest():
    buyer = actor_with("buyer")
    raise_alerts(alerts=[low(number) for number in range(1, 11)], actor=system_actor())
    count, latest = bell(buyer)
    assert (count, len(latest)) == (10, 8)
    assert latest[0].title == "P-10 is below its safety stock"
    assert latest[0].detail == "3 available, safety stock 10"
    assert latest[0].tone == "wait"


def test_alerts_are_settled_when_their_cause_is_gone():
    raise_alerts(alerts=[low(1), low(2)], actor=system_actor())
    closed = settle_alerts(
        code="stock_below_safety", subjects=[DocumentRef("product", 1)], actor=system_actor("stock")
    )
    assert closed == 1
    assert Alert.objects.get(subject_number="P-1").acknowledged_by == "stock"
    assert Alert.objects.get(subject_number="P-2").acknowledged_at is None


def test_alerts_over_the_api():
    api = api_with("buyer", username="buy")
    raise_alert(alert=low(), actor=system_actor())
    row = api.get("/api/v1/alerts/?open=true").json()["results"][0]
    assert (row["code"], row["document"], row["level"]) == ("stock_below_safety", "P-1", "warning")
    done = api.post(f"/api/v1/alerts/{row['id']}/acknowledge/", format="json")
    assert (done.status_code, done.json()["acknowledged_by"]) == (200, "buy")
    assert api.get("/api/v1/alerts/?open=true").json()["results"] == []
    assert LoggedEvent.objects.get(name="alert.acknowledged").about_number == "P-1"
    assert api_with("shop_floor").get(f"/api/v1/alerts/{row['id']}/").status_code == 404


def test_the_bell_and_the_page_in_the_browser(client):
    user = person("buyer")
    client.force_login(user)
    raise_alert(alert=low(), actor=system_actor())
    assert "P-1 is below its safety stock" in client.get("/alerts/bell/").content.decode()
    page = client.get("/alerts/")
    assert page.status_code == 200
    assert "P-1 is below its safety stock" in page.content.decode()
    pk = Alert.objects.get().pk
    client.post("/alerts/acknowledge/", {"ids": [pk]})
    assert Alert.objects.get().acknowledged_at is not None
    assert "P-1" not in client.get("/alerts/bell/").content.decode()
    client.logout()
    assert client.get("/alerts/").status_code == 302


def test_administrators_are_told_once_about_what_was_given_up():
    raise_alert(alert=low(), actor=system_actor())
    acknowledge_alert(alert_id=Alert.objects.get().pk, actor=actor_with("buyer"))
    event = LoggedEvent.objects.get(name="alert.acknowledged")
    OutboxMessage.objects.create(
        event=event, subscriber="mail", stream_kind="product", stream_id=1, attempts=10, is_dead=True,
        next_attempt_at=event.at, last_error="OSError: refused",
    )  # fmt: skip
    assert tell_dead_letters() == 1
    assert tell_dead_letters() == 0
    _count, latest = bell(actor_with("administrator"))
    assert latest[0].detail == "mail failed 10 times: OSError: refused"


def test_the_page_says_for_whom_an_alert_is_role_or_person(django_assert_max_num_queries):
    seller = person("sales", username="seller", first_name="Ada", last_name="Lovelace")
    other = person("sales", username="other", first_name="Grace", last_name="Hopper")
    alerts = [low(1), *(replace(low(number, user_id=seller.pk), role="") for number in range(2, 9))]
    raise_alerts(alerts=[*alerts, replace(low(9, user_id=other.pk), role="")], actor=system_actor())
    client = Client()
    client.force_login(person("administrator"))
    client.get("/alerts/")
    with django_assert_max_num_queries(14):
        page = client.get("/alerts/").content.decode()
    assert page.count(str(seller)) == 7
    assert page.count(str(other)) == 1
    assert "Buyer" in page
