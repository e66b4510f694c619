"""A purchase order between writing and receiving: edited, answered by the supplier, moved in time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.models import LoggedEvent
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from erp.notifications.models import Alert
from inventory.models import ExpectedSupply, ItemUnit, Peg, PurchaseOrder, SupplierItem
from inventory.selectors.purchase_needs import served_by
from inventory.services.purchase import (
    PurchaseLineInput,
    create_purchase_order,
    send_purchase_order,
)
from inventory.services.purchase_changes import reschedule_purchase_order
from inventory.services.purchase_documents import purchase_order_pdf
from inventory.services.purchase_drafts import LineChange, edit_purchase_order
from inventory.services.requisitions import approve_requisition, raise_requisition
from inventory.services.supplier_answers import (
    LineAnswer,
    accept_proposal,
    answer_purchase_order,
    decline_proposal,
)
from inventory.services.supplier_links import SALT, make_supplier_link, order_of_link
from tests.clients import api_with, person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    make_supplier,
)

pytestmark = pytest.mark.django_db


def day(after=10):
    return business_day(timezone.now()) + timedelta(days=after)


def draft(*lines, **more):
    values = {"supplier": make_supplier(), "warehouse": main_warehouse(), "expected_on": day()} | more
    wanted = [PurchaseLineInput(item, D(quantity), D(2)) for item, quantity in lines]
    return create_purchase_order(lines=wanted, actor=BOSS, **values)


def sent(*lines, **more):
    return send_purchase_order(purchase_order_id=draft(*lines, **more).pk, actor=BOSS)


def answered(order, *answers, **more):
    given = [LineAnswer(number, D(quantity), on) for number, quantity, on in answers]
    return answer_purchase_order(purchase_order_id=order.pk, answers=given, actor=BOSS, **more)


def test_a_draft_is_edited_line_by_line() -> None:
    one, two, three = make_item(), make_item(), make_item()
    order = draft((one, 5), (two, 5))
    changes = [LineChange(1, quantity=D(7), unit_price=D(3)), LineChange(2, quantity=D(0)),
               LineChange(item=three, quantity=D(1), unit_price=D(4))]  # fmt: skip
    order = edit_purchase_order(purchase_order_id=order.pk, lines=changes, note="Fast please", actor=BOSS)
    assert list(order.lines.values_list("line_no", "item_id", "quantity")) == [
        (1, one.pk, 7),
        (3, three.pk, 1),
    ]
    assert (order.total, order.note) == (25, "Fast please")
    with pytest.raises(Invalid):
        edit_purchase_order(purchase_order_id=order.pk, lines=[LineChange(9, quantity=D(1))], actor=BOSS)
    with pytest.raises(Invalid):
        edit_purchase_order(purchase_order_id=order.pk, lines=[LineChange(1, quantity=D(-1))], actor=BOSS)
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    with pytest.raises(Conflict):
        edit_purchase_order(purchase_order_id=order.pk, note="x", actor=BOSS)


def test_the_supplier_confirms_as_ordered() -> None:
    order = sent((make_item(), 5))
    order = answered(order, (1, 5, order.expected_on), reference="AB-1")
    assert (order.confirmation, order.supplier_reference) == ("confirmed", "AB-1")
    with pytest.raises(Conflict):
        answered(order, (1, 5, order.expected_on))


def test_a_proposal_changes_nothing_until_it_is_accepted() -> None:
    item = make_item(lead_time_days=90)
    order = sent((item, 5))
    sale = confirmed(make_customer(), (item, 5))
    answered(order, (1, 3, day(20)))
    supply = ExpectedSupply.objects.get()
    assert (supply.quantity, supply.due_on) == (5, day())
    assert Alert.objects.filter(code="purchase_proposal", acknowledged_at__isnull=True).count() == 1
    order = accept_proposal(purchase_order_id=order.pk, actor=BOSS)
    supply = fresh(supply)
    assert (supply.quantity, supply.due_on, order.total) == (3, day(20), 6)
    assert order.confirmation == "confirmed"
    assert not Alert.objects.filter(code="purchase_proposal", acknowledged_at__isnull=True).exists()
    told = LoggedEvent.objects.get(name="supply.changed")
    assert [D(value) for value in told.facts["supplies"][0]["quantity"]] == [5, 3]
    assert sum(Peg.objects.filter(demand__document_id=sale.pk).values_list("quantity", flat=True)) <= 3
    assert_books_hold()


def test_a_declined_proposal_leaves_the_order_and_asks_again() -> None:
    order = sent((make_item(), 5))
    answered(order, (1, 4, day(12)))
    with pytest.raises(Invalid):
        decline_proposal(purchase_order_id=order.pk, reason="", actor=BOSS)
    order = decline_proposal(purchase_order_id=order.pk, reason="We need all", actor=BOSS)
    assert order.confirmation == "none"
    assert order.lines.get().proposed_quantity is None
    with pytest.raises(Conflict):
        accept_proposal(purchase_order_id=order.pk, actor=BOSS)


@pytest.mark.parametrize(
    ("quantity", "after", "field"),
    [("0", 10, "quantity-1"), ("6", 10, "quantity-1"), ("5", -3, "date-1"), ("5", 9999, "date-1")],
)
def test_what_a_supplier_can_not_answer(quantity, after, field) -> None:
    order = sent((make_item(), 5))
    with pytest.raises(Invalid) as refusal:
        answered(order, (1, quantity, day(after)))
    assert field in refusal.value.errors
    assert fresh(order).confirmation == "none"


def test_another_day_moves_what_is_expected_and_shows_whom_it_endangers() -> None:
    item = make_item(lead_time_days=90)
    order = sent((item, 5))
    sale = confirmed(make_customer(), (item, 2))
    reschedule_purchase_order(purchase_order_id=order.pk, dates={1: day(30)}, reason="Strike", actor=BOSS)
    assert ExpectedSupply.objects.get().due_on == day(30)
    assert fresh(order).expected_on == day(30)
    (served,) = served_by([order.pk], BOSS, today=day(0))[order.pk]
    assert (served.number, served.is_endangered, served.days_late) == (sale.number, True, 20)
    for dates, reason in (({1: day(-1)}, "x"), ({7: day()}, "x"), ({}, "x"), ({1: day(9)}, " ")):
        with pytest.raises(Invalid):
            reschedule_purchase_order(purchase_order_id=order.pk, dates=dates, reason=reason, actor=BOSS)


def test_a_line_taken_out_of_a_draft_frees_its_requisition() -> None:
    from inventory.services.conversion import convert_requisitions

    item = make_item()
    row = raise_requisition(
        item_id=item.pk, warehouse_id=main_warehouse().pk, quantity=D(4), needed_on=day(), reason="",
        origin=None, actor=BOSS,
    )  # fmt: skip
    approve_requisition(requisition_id=row.pk, actor=BOSS)
    (order,) = convert_requisitions(requisition_ids=[row.pk], supplier=make_supplier(), actor=BOSS)
    changes = [LineChange(1, quantity=D(0)), LineChange(item=make_item(), quantity=D(1))]
    edit_purchase_order(purchase_order_id=order.pk, lines=changes, actor=BOSS)
    assert fresh(row).state == "approved"
    assert_books_hold()


def test_the_link_shows_one_order_to_whoever_has_it_and_takes_the_answer() -> None:
    item = make_item()
    order = sent((item, 5))
    other = sent((make_item(), 5))
    path = make_supplier_link(purchase_order_id=order.pk, actor=BOSS)
    client = Client()
    shown = client.get(path)
    assert shown.status_code == 200
    assert order.number in shown.content.decode() and other.number not in shown.content.decode()
    assert shown["X-Robots-Tag"].startswith("noindex")
    assert client.get(f"{path}paper/").content.startswith(b"%PDF")
    wrong = client.post(path, {"as_ordered": "0", "quantity-1": "9", "date-1": day().isoformat()})
    assert wrong.status_code == 422 and "quantity-1" in wrong.context["errors"]
    none = client.post(path, {"as_ordered": "0", "quantity-1": "", "date-1": "soon"})
    assert none.status_code == 422 and {"quantity-1", "date-1"} <= set(none.context["errors"])
    changed = client.post(path, {"as_ordered": "0", "quantity-1": "4", "date-1": day(12).isoformat()})
    assert changed.status_code == 302 and fresh(order).confirmation == "proposed"
    assert client.post(path, {"as_ordered": "1", "reference": "R-9"}).status_code == 302
    assert fresh(order).confirmation == "confirmed"
    assert client.post(path, {"as_ordered": "1"}).status_code == 409
    assert LoggedEvent.objects.filter(actor_label=order.supplier.name).exists()


def test_links_that_are_not_good() -> None:
    order = sent((make_item(), 5))
    client = Client()
    old = make_supplier_link(purchase_order_id=order.pk, actor=BOSS)
    assert make_supplier_link(purchase_order_id=order.pk, actor=BOSS)
    new = make_supplier_link(purchase_order_id=order.pk, is_new=True, actor=BOSS)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    token = new.split("/")[2]
    guesses = ["x", token[:-2] + "xx", signing.dumps([order.pk, ""], salt=SALT), signing.dumps(1, salt=SALT),
               signing.dumps([order.pk, order.link_key], salt="other")]  # fmt: skip
    for guess in guesses:
        assert client.get(f"/supplier/{guess}/").status_code == 404
    with pytest.raises(NotFound):
        order_of_link("nothing")


def test_an_expired_link_is_not_good(monkeypatch) -> None:
    order = sent((make_item(), 5))
    path = make_supplier_link(purchase_order_id=order.pk, actor=BOSS)
    monkeypatch.setattr("inventory.services.supplier_links.LASTS", timedelta(seconds=-1))
    assert Client().get(path).status_code == 404


def test_the_link_is_limited_in_rate(monkeypatch) -> None:
    monkeypatch.setattr("inventory.views.supplier_answer.take", lambda *asked: 3.0)
    assert Client().get("/supplier/x/").status_code == 429


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_paper_in_both_languages(language) -> None:
    order = sent((make_item(name="轴承 Bearing"), 5), (make_item(), 1))
    assert purchase_order_pdf(purchase_order_id=order.pk, language=language).startswith(b"%PDF")


def test_the_same_over_the_api() -> None:
    item = make_item()
    api = api_with("buyer")
    url = "/api/v1/purchase-orders/"
    body = {
        "supplier": make_supplier().code, "warehouse": "MAIN", "expected_date": day().isoformat(),
        "lines": [{"product": item.sku, "quantity": "5", "unit_price": "2"}],
    }  # fmt: skip
    for on, path in (("1900-01-01", "expected_date"), ("2190-01-01", "expected_date")):
        refused = api.post(url, {**body, "expected_date": on}, format="json")
        assert (refused.status_code, list(refused.json()["errors"])) == (400, [path])
    number = api.post(url, body, format="json").json()["number"]
    old = {"lines": [{"line": 1, "expected_date": "1900-01-01"}]}
    refused = api.patch(f"{url}{number}/", old, format="json")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["lines[0].expected_date"])
    changed = api.patch(f"{url}{number}/", {"lines": [{"line": 1, "quantity": "6"}]}, format="json")
    assert (changed.status_code, changed.json()["total"]) == (200, "12.00")
    api.post(f"{url}{number}/send/", {}, format="json")
    link = api.post(f"{url}{number}/supplier-link/", {}, format="json").json()["url"]
    assert link.startswith("http") and Client().get(link).status_code == 200
    moved = {"lines": [{"line": 1, "expected_date": day(15).isoformat()}], "reason": "Late ship"}
    answer = api.post(f"{url}{number}/reschedule/", moved, format="json")
    assert answer.json()["expected_date"] == day(15).isoformat()
    done = api.post(f"{url}{number}/confirm/", {"reference": "77"}, format="json").json()
    assert (done["confirmation"], done["supplier_reference"]) == ("confirmed", "77")
    assert api.post(f"{url}{number}/accept-proposal/", {}, format="json").json()["code"] == "no_proposal"
    assert (
        api_with("warehouse_operator").post(f"{url}{number}/confirm/", {}, format="json").status_code == 403
    )


def signed_in(*roles):
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def test_the_buyers_pages() -> None:
    item = make_item(lead_time_days=90)
    order = sent((item, 5))
    confirmed(make_customer(), (item, 2))
    client = signed_in("buyer")
    side = f"/purchases/{order.number}/side/"
    assert client.get(side).status_code == 200
    do = f"/purchases/{order.number}/change/"
    client.post(f"{do}link/", {})
    assert "/supplier/" in client.get(side).content.decode()
    client.post(f"{do}reschedule/", {"date-1": day(40).isoformat(), "reason": "Strike"})
    assert "late" in client.get(side).content.decode()
    answered(order, (1, 4, day(40)))
    assert client.get(side).status_code == 200
    client.post(f"{do}decline/", {"reason": "No"})
    client.post(f"{do}confirm/", {"reference": "X"})
    assert PurchaseOrder.objects.get().confirmation == "confirmed"
    assert client.post(f"{do}eat/", {}).status_code == 404
    assert client.get(f"/purchases/{order.number}/paper/").content.startswith(b"%PDF")
    assert signed_in("warehouse_operator").get(f"/purchases/{order.number}/paper/").status_code == 403


def test_a_draft_is_edited_in_the_browser() -> None:
    first, other, third = make_item(), make_item(), make_item()
    order = draft((first, 5), (other, 2))
    client = signed_in("buyer")
    url = f"/purchases/{order.number}/edit/"
    page = client.get(url).content.decode()
    assert 'name="line-0" value="1"' in page
    assert first.sku in page
    values = {
        "line-0": "1",
        "item-0": str(first.pk),
        "quantity-0": "8",
        "price-0": "3",
        "date-0": day(3).isoformat(),
        "item-5": str(third.pk),
        "quantity-5": "2",
        "price-5": "1.5",
        "date-5": day(4).isoformat(),
        "note": "Now",
    }
    assert client.post(url, values | {"version": order.version}).status_code == 302
    order = fresh(order)
    lines = list(order.lines.values_list("line_no", "item__sku", "quantity"))
    assert lines == [(1, first.sku, 8), (3, third.sku, 2)]
    assert (order.total, order.note, order.expected_on) == (27, "Now", day(4))
    for change, told in (
        ({"quantity-0": "many"}, "not a number"),
        ({"item-0": str(third.pk)}, "Take the line out"),
        ({"line-0": "77"}, "no such line"),
        ({"date-0": "1900-01-01"}, "Lies more than a year back"),
        ({"quantity-5": ""}, "Give a quantity"),
    ):
        bad = client.post(url, values | {"line-5": "3", "version": order.version} | change)
        assert bad.status_code == 422
        assert told in bad.content.decode()
    client.post(url, values | {"version": "1", "note": "Stale"})
    assert fresh(order).note == "Now"
    assert client.post(url, {"version": order.version}).status_code == 422
    assert signed_in("warehouse_operator").get(url).status_code == 403
    send_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    assert client.get(url).status_code != 200


def test_lines_that_the_page_does_not_show_stay(monkeypatch) -> None:
    monkeypatch.setattr("inventory.views.purchase_form.MOST_LINES", 2)
    items = [make_item() for _number in range(3)]
    order = draft(*((item, 5) for item in items))
    client = signed_in("buyer")
    url = f"/purchases/{order.number}/edit/"
    page = client.get(url).content.decode()
    assert "more lines than the 2 shown" in page and items[2].sku not in page
    values = {"line-0": "1", "item-0": str(items[0].pk), "quantity-0": "7", "version": order.version}
    assert client.post(url, values).status_code == 302
    assert list(fresh(order).lines.values_list("line_no", "quantity")) == [(1, 7), (3, 5)]


def test_the_grid_tells_units_and_the_best_price() -> None:
    item, mine, best = make_item(), make_supplier(), make_supplier()
    ItemUnit.objects.create(item=item, unit=Unit.objects.get(code="ctn"), numerator=12)
    for supplier, price in ((mine, 3), (best, 2)):
        SupplierItem.objects.create(supplier=supplier, item=item, price=D(price))
    asked = {"item": item.pk, "quantity": "2", "supplier": mine.pk}
    client = signed_in("buyer")
    told = client.get("/purchases/prices/", asked | {"unit": Unit.objects.get(code="ctn").pk}).json()
    assert [code for _pk, code in told["units"]] == ["pcs", "ctn"]
    assert (told["price"], told["is_best"]) == ("36", False)
    assert best.name in told["told"]
    assert client.get("/purchases/prices/", asked | {"quantity": "x"}).json()["price"] == ""
    assert client.get("/purchases/prices/", {"item": "9" * 30}).status_code == 404
    assert signed_in("warehouse_operator").get("/purchases/prices/", asked).status_code == 403
