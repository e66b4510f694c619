"""The pages of work orders, the shop floor on a phone, and what sales sees of it."""

import pytest
from django.urls import reverse

from production.models import Operation, WorkOrder
from production.services.reporting import move_operation
from production.services.work_orders import release_work_order
from tests.clients import actor_with, person
from tests.factories import assert_books_hold, confirmed, fresh, main_warehouse, make_customer, make_item
from tests.factories.making import made_item, released, report, work_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    return made_item((make_item(stock=100), 2), steps=("Cut", "Weld"))


@pytest.fixture
def manager(client):
    client.force_login(person("production_manager"))
    return client


def act(client, verb, row, **fields):
    values = {"version": fresh(row).version, **fields}
    return client.post(reverse("work-order-act", args=[row.number, verb]), values, follow=True)


def test_from_the_form_to_the_settlement(manager, lamp):
    form = {
        "item": lamp.pk, "quantity": "5", "due": "2099-01-05", "warehouse": main_warehouse().pk,
        "priority": "30", "release": "1",
    }  # fmt: skip
    bad = manager.post(reverse("work-order-new"), {**form, "quantity": "-1", "due": ""})
    assert bad.status_code == 422
    assert not WorkOrder.objects.exists()
    assert manager.get(reverse("work-order-new")).status_code == 200
    page = manager.post(reverse("work-order-new"), form, follow=True)
    row = WorkOrder.objects.get()
    assert (row.state, row.priority) == ("released", 30)
    assert lamp.sku in page.content.decode()
    act(manager, "issue", row)
    act(manager, "hold", row, reason="no power")
    assert "no power" in act(manager, "start", row).content.decode()
    act(manager, "resume", row)
    act(manager, "start", row)
    report(row, 4)
    act(manager, "split", row, quantity="0.5")
    assert WorkOrder.objects.count() == 2
    act(manager, "change", row, quantity="4", due="2099-01-06", priority="20")
    act(manager, "complete", row)
    act(manager, "close", row)
    assert fresh(row).state == "closed"
    act(manager, "cancel", WorkOrder.objects.exclude(pk=row.pk).get(), reason="enough")
    assert_books_hold()


def test_the_list_its_filters_and_files(manager, lamp):
    row = work_order(lamp, 5)
    for query in (
        "",
        "?state=planned",
        "?late=1",
        "?unneeded=1",
        f"?q={row.number}",
        "?due_after=2020-01-01",
    ):
        page = manager.get(reverse("work-order-list") + query)
        assert page.status_code == 200
        assert (row.number in page.content.decode()) == (query not in {"?late=1", "?unneeded=1"})
    answer = manager.get(reverse("work-order-export", args=["csv"]))
    assert row.number in b"".join(answer.streaming_content).decode()
    assert manager.get(reverse("work-order-detail", args=["WO-X"])).status_code == 404
    assert manager.post(reverse("work-order-act", args=[row.number, "burn"])).status_code == 404


def test_the_shop_floor_on_a_phone(client, lamp):
    client.force_login(person("shop_floor"))
    row = released(lamp, 5)
    cut, weld = Operation.objects.order_by("number")
    assert "CUT" in client.get(reverse("floor")).content.decode()
    assert row.number in client.get(reverse("floor-center", args=["CUT"])).content.decode()
    assert client.get(reverse("floor") + f"?q={row.number}").url == reverse("floor-job", args=[cut.pk])
    assert client.get(reverse("floor") + f"?q={row.number}/20").url == reverse("floor-job", args=[weld.pk])
    assert client.get(reverse("floor-job", args=[weld.pk])).status_code == 200

    def tap(step, verb, **fields):
        return client.post(reverse("floor-act", args=[step.pk, verb]), fields, follow=True).content.decode()

    tap(cut, "start")
    seen = fresh(row).version
    tap(cut, "report", good="3", scrap="1", reason="bent", version=seen)
    tap(cut, "report", good="3", scrap="1", reason="bent", version=seen)  # the second tap
    assert (fresh(cut).good, fresh(cut).scrapped) == (3, 1)
    tap(cut, "report", good="x")
    tap(cut, "report", scrap="1")
    assert fresh(cut).scrapped == 1
    assert row.number in client.get(reverse("floor")).content.decode()
    tap(cut, "pause")
    tap(cut, "finish")
    assert fresh(cut).state == "finished"
    assert client.post(reverse("floor-act", args=[cut.pk, "burn"])).status_code == 404
    assert client.get(reverse("floor-center", args=["NONE"])).status_code == 404
    assert_books_hold()


def test_jobs_without_a_work_center_and_several_at_a_time(client):
    user = person("shop_floor")
    client.force_login(user)
    rows = [released(made_item((make_item(stock=9), 1)), 2) for _ in range(2)]
    for row in rows:
        step = row.operations.get()
        client.post(reverse("floor-act", args=[step.pk, "start"]))
    page = client.get(reverse("floor")).content.decode()
    assert all(row.number in page for row in rows)
    assert client.get(reverse("floor-center", args=["-"])).status_code == 200


def test_sales_sees_how_far_it_is(client, lamp):
    lamp.planning = "to_order"
    lamp.save()
    order = confirmed(make_customer(), (lamp, 4))
    row = WorkOrder.objects.get()
    client.force_login(person("sales_manager"))
    url = reverse("order-detail", args=[order.number])
    assert "Scheduled" in client.get(url).content.decode()
    release_work_order(work_order_id=row.pk, actor=actor_with("planner"))
    move_operation(work_order_id=row.pk, operation=10, verb="start", actor=actor_with("shop_floor"))
    report(row, 2, operation=10)
    page = client.get(url).content.decode()
    assert "25 %" in page
    assert row.number in page
