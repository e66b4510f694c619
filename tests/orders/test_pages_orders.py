"""List, detail, actions, exports, views, tasks, customers, items and search over HTTP."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.identity.models import SavedView
from erp.masterdata.models import Customer
from erp.processes.models import Task
from inventory.models import Item, Shipment
from orders.models import Order
from orders.services.entry import OrderInput, create_order
from orders.services.order_lines import LineInput
from orders.services.orders import confirm_order, submit_order
from tests.clients import person
from tests.factories import BOSS, make_customer, make_item

pytestmark = pytest.mark.django_db


def client_of(*roles: str, **more: Any) -> Client:
    client = Client()
    client.force_login(person(*roles, **more), backend="erp.identity.backends.RoleBackend")
    return client


def draft(customer: Any = None, item: Any = None, quantity: int = 2, **more: Any) -> Order:
    lines = [LineInput(item_id=(item or make_item(stock=10)).pk, quantity=Decimal(quantity))]
    customer = customer or make_customer()
    return create_order(order=OrderInput(customer_id=customer.pk, lines=lines, **more), actor=BOSS)


def confirmed(**more: Any) -> Order:
    order = draft(**more)
    submit_order(order_id=order.pk, actor=BOSS)
    return confirm_order(order_id=order.pk, actor=BOSS)


def test_the_list_shows_only_the_readers_customers() -> None:
    seller = person("sales", row_scope="own")
    mine = draft(make_customer(salesperson=seller))
    other = draft()
    client = Client()
    client.force_login(seller, backend="erp.identity.backends.RoleBackend")
    page = client.get("/orders/").content.decode()
    assert mine.number in page
    assert other.number not in page
    assert client.get(f"/orders/{other.number}/").status_code == 404
    for path in ("/orders/", "/quotations/", "/returns/", "/promises-at-risk/"):
        answer = client.get(f"{path}?customer={other.customer_id}").content.decode()
        assert other.customer.name not in answer, path  # a filter names nobody whom the reader does not see
        assert mine.customer.name in client.get(f"{path}?customer={mine.customer_id}").content.decode()


def test_the_list_is_paged_by_key_in_few_queries() -> None:
    customer, item = make_customer(), make_item(stock=500)
    numbers = [draft(customer, item).number for _ in range(55)]
    client = client_of("sales_manager")
    with CaptureQueriesContext(connection) as queries:
        first = client.get("/orders/?state=draft")
    assert len(queries) <= 12
    assert not [one for one in queries if "COUNT(*)" in one["sql"] and "orders_order" in one["sql"]]
    page = first.context["page"]
    assert [row.number for row in page.rows] == numbers[:4:-1]
    second = client.get(f"/orders/?state=draft&cursor={page.next}").context["page"]
    assert [row.number for row in second.rows] == numbers[4::-1]
    back = client.get(f"/orders/?state=draft&cursor={second.previous}").context["page"]
    assert [row.number for row in back.rows] == numbers[:4:-1]


@pytest.mark.parametrize(
    "query",
    ["cursor=x", "ordering=nothing", "customer=9999999999999999999", "promised_after=x", "q=%00", "state=x"],
)
def test_a_list_address_that_is_none_shows_the_list(query: str) -> None:
    assert client_of("sales_manager").get(f"/orders/?{query}").status_code == 200


def test_filters_and_search_narrow_the_list() -> None:
    one, two = draft(priority="rush", customer_po="PO-77"), confirmed()
    client = client_of("sales_manager")

    def found(query: str) -> list[str]:
        return [row.number for row in client.get(f"/orders/?{query}").context["page"].rows]

    assert found("priority=rush") == [one.number]
    assert found("state=confirmed") == [two.number]
    assert found("q=PO-77") == [one.number]
    assert found(f"q={int(two.number.rpartition('-')[2])}") == [two.number]
    assert found(f"customer={one.customer_id}") == [one.number]
    assert found("late=1") == []


def test_a_view_is_saved_replaced_and_forgotten() -> None:
    client = client_of("sales_manager")
    body = {"name": "Rush", "query": "priority=rush&cursor=abc", "shared": "1"}
    for _ in range(2):
        assert client.post("/orders/views/", body)["Location"] == "/orders/?priority=rush"
    view = SavedView.objects.get()
    assert (view.query, view.is_shared) == ("priority=rush", True)
    assert "Rush" in client_of("sales").get("/orders/").content.decode()
    client.post(f"/orders/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_sharing_a_view_needs_the_right() -> None:
    client_of("sales").post("/orders/views/", {"name": "Mine", "query": "", "shared": "1"})
    assert not SavedView.objects.exists()


def test_bulk_actions_do_what_is_possible_and_tell_the_rest() -> None:
    good, bad = draft(), confirmed()
    page = client_of("sales_manager").post("/orders/bulk/submit/", {"ids": [good.pk, bad.pk]})
    assert [order.number for order in page.context["done"]] == [good.number]
    assert [row["number"] for row in page.context["refused"]] == [bad.number]
    good.refresh_from_db(fields=["submitted_at"])
    assert good.submitted_at is not None


def test_exports_hold_what_the_list_shows_and_no_formula() -> None:
    customer = make_customer(name="=HYPERLINK(1)")
    order = draft(customer)
    client = client_of("sales_manager")
    text = b"".join(client.get("/orders/export.csv?state=draft")).decode("utf-8-sig")
    assert order.number in text
    assert "'=HYPERLINK(1)" in text
    answer = client.get("/orders/export.xlsx?state=draft")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == [order.number, customer.code, "'=HYPERLINK(1)"]
    assert "Number" in b"".join(client.get("/orders/export.csv?state=closed")).decode("utf-8-sig")


def test_exporting_needs_the_right() -> None:
    assert client_of("planner").get("/orders/export.csv").status_code == 403


def test_the_detail_page_tells_lines_states_and_timeline_in_few_queries() -> None:
    order = confirmed()
    client = client_of("sales_manager")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/orders/{order.number}/")
    assert len(queries) <= 25
    assert page.context["lines"][0]["parts"]["reserved"] == 2
    assert page.context["lines"][0]["reason"] == "2 pcs from stock"
    assert [event["label"] for event in page.context["events"]][-1] == "Order entered"
    assert client.get(f"/orders/{order.number}/print/").status_code == 200


def test_only_legal_and_permitted_actions_are_offered() -> None:
    order = confirmed()
    seller = client_of("sales").get(f"/orders/{order.number}/").context
    keeper = client_of("warehouse_manager").get(f"/orders/{order.number}/").context
    assert [one["label"] for one in seller["buttons"]] == ["Change"]
    assert [one["verb"] for one in keeper["buttons"]] == ["pick"]


def test_hold_and_release_by_button() -> None:
    order = confirmed()
    client = client_of("sales_manager")
    client.post(
        f"/orders/{order.number}/do/hold/", {"reason": "Waits for drawings", "version": order.version}
    )
    assert Order.objects.get().state == "on_hold"
    client.post(f"/orders/{order.number}/do/release/", {})
    assert Order.objects.get().state == "confirmed"


def test_an_action_on_a_changed_order_is_not_done() -> None:
    order = confirmed()
    answer = client_of("sales_manager").post(
        f"/orders/{order.number}/do/cancel/", {"reason": "x", "version": order.version - 1}, follow=True
    )
    assert Order.objects.get().state == "confirmed"
    assert "changed by someone else" in answer.content.decode()


def test_an_action_without_the_right_changes_nothing() -> None:
    order = confirmed()
    client_of("planner").post(f"/orders/{order.number}/do/cancel/", {"reason": "x"})
    assert Order.objects.get().state == "confirmed"


def test_release_to_the_warehouse_makes_shipments() -> None:
    order = confirmed()
    client_of("warehouse_manager").post(f"/orders/{order.number}/do/pick/", {})
    assert Shipment.objects.get().document_number == order.number


def review(order: Order) -> Task:
    from erp.processes.services.running import run_cases_of
    from erp.processes.services.shipped import publish_shipped

    publish_shipped(codes=("order_fulfillment",))
    submit_order(order_id=order.pk, actor=BOSS)
    run_cases_of(order.ref)
    return Task.objects.get(subject_id=order.pk)


def test_the_inbox_says_why_and_approves() -> None:
    order = draft(make_customer(grade="C"))
    task = review(order)
    client = client_of("finance")
    page = client.get("/tasks/").content.decode()
    assert "credit grade is C" in page
    client.post(f"/tasks/{task.pk}/approve/")
    assert Order.objects.get(pk=order.pk).state == "confirmed"


def test_rejecting_needs_a_reason() -> None:
    order = draft(make_customer(grade="C"))
    task = review(order)
    client = client_of("finance")
    client.post(f"/tasks/{task.pk}/reject/", {"reason": " "})
    assert Order.objects.get(pk=order.pk).state == "submitted"
    client.post("/tasks/bulk/reject/", {"ids": [task.pk], "reason": "No cover"})
    assert Order.objects.get(pk=order.pk).state == "rejected"


def test_another_roles_task_is_not_there() -> None:
    task = review(draft(make_customer(grade="C")))
    client = client_of("sales")
    assert client.get("/tasks/").context["rows"] == []
    client.post(f"/tasks/{task.pk}/approve/")
    assert Task.objects.get().state == "waiting"


CUSTOMER = {
    "name": "Harbor Lights",
    "currency": "USD",
    "is_active": "on",
    "credit_grade": "B",
    "payment_days": "30",
}


def test_a_customer_is_taken_up_changed_and_shown() -> None:
    client = client_of("sales_manager", "finance")
    client.post(
        "/customers/new/", CUSTOMER | {"code": "HL-1", "line1": "1 Quay", "city": "Oslo", "discount": "5"}
    )
    customer = Customer.objects.get(code="HL-1")
    assert (customer.terms.discount_rate, customer.addresses.get().city) == (Decimal("0.05"), "Oslo")
    stale = CUSTOMER | {"code": "HL-1", "name": "New name", "version": "99"}
    client.post("/customers/HL-1/edit/", stale)
    assert Customer.objects.get(code="HL-1").name == "Harbor Lights"
    client.post("/customers/HL-1/edit/", stale | {"version": str(customer.version)})
    assert Customer.objects.get(code="HL-1").name == "New name"
    assert client.get("/customers/HL-1/").status_code == 200
    assert "HL-1" in client.get("/customers/").content.decode()


def test_mistakes_of_a_customer_stand_beside_their_fields() -> None:
    answer = client_of("sales_manager").post(
        "/customers/new/", CUSTOMER | {"name": "", "email": "x", "line1": "1 Quay"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "email", "city"}


ITEM = {
    "sku": "LAMP-1",
    "name": "Lamp",
    "kind": "stocked",
    "tracking": "none",
    "supply": "buy",
    "planning": "mrp",
}


def test_an_item_is_taken_up_and_its_sku_is_its_own() -> None:
    client = client_of("production_manager")
    unit = make_item().unit_id
    client.post("/items/new/", ITEM | {"unit": unit, "list_price": "9.90", "standard_cost": "4"})
    item = Item.objects.get(sku="LAMP-1")
    assert (item.list_price, item.standard_cost) == (Decimal("9.9"), Decimal(4))
    again = client.post("/items/new/", ITEM | {"unit": unit})
    assert again.status_code == 422
    assert "sku" in again.context["form"].errors
    assert client.get("/items/LAMP-1/").status_code == 200
    assert "LAMP-1" in client.get("/items/").content.decode()


def test_search_finds_across_kinds_within_scope_in_a_query_a_kind() -> None:
    order = confirmed()
    client = client_of("sales_manager")
    client.get("/search/?q=a")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/search/?q={order.number}").content.decode()
    business = [
        one
        for one in queries
        if not any(t in one["sql"] for t in ("django_session", "identity_user", "identity_role"))
    ]
    assert len(business) <= 10
    assert f"/orders/{order.number}/" in page
    stranger = client_of("sales", row_scope="own")
    assert f"/orders/{order.number}/" not in stranger.get(f"/search/?q={order.number}").content.decode()


@pytest.mark.parametrize(
    ("role", "start"), [("sales", "/my-day/"), ("finance", "/tasks/"), ("customer_service", "/orders/")]
)
def test_each_role_starts_where_its_work_is(role: str, start: str) -> None:
    assert client_of(role).get("/")["Location"] == start


def test_my_day_shows_what_waits() -> None:
    order = draft()
    page = client_of("sales_manager").get("/my-day/")
    assert page.status_code == 200
    assert order.number in page.content.decode()


def test_the_page_leaves_a_slot_for_the_orders_files() -> None:
    order = draft()
    page = client_of("sales").get(f"/orders/{order.number}/").content.decode()
    assert f'hx-get="/files/order/{order.pk}/"' in page


def test_a_usual_channel_is_told_in_words_and_another_as_it_is(db):
    from django.utils import translation

    from orders.selectors.wording import channel_text

    with translation.override("en"):
        assert [channel_text(code) for code in ("field", "EBAY-7", "")] == ["field sales", "EBAY-7", ""]
