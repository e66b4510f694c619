"""Quotations: written, approved by themselves or a manager, held for, won, lost, expired."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from erp.core.errors import Conflict, IllegalTransition, Invalid, NotFound, NotPermitted
from erp.core.models import LoggedEvent
from erp.core.outbox import relay
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import business_day, forget_company
from erp.processes.models import Task
from inventory.models import Balance, Hold, ItemCategory
from inventory.selectors.categories import forget_margin_floors
from inventory.services.holds import release_hold
from orders.models import CustomerTerms, Order, PriceList, PriceListItem, Quotation
from orders.selectors.quotations import kept_back, visible_quotations
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from orders.services.orders import cancel_order, submit_order
from orders.services.quotation_approvals import (
    approve_quotation,
    revise_quotation,
    send_back_quotation,
    sign_quotation,
    submit_quotation,
)
from orders.services.quotation_ends import (
    convert_quotation,
    expire_due_quotations,
    expire_quotation,
    lose_quotation,
)
from orders.services.quotations import QuotationInput, copy_quotation, create_quotation, rewrite_quotation
from production.models import Bom, BomComponent
from tests.clients import actor_with
from tests.factories import BOSS, assert_books_hold, make_customer, make_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("order_process")]


def offered(*lines, customer=None, actor=BOSS, hold=False, **more):
    entered = OrderInput(
        customer_id=(customer or make_customer()).pk,
        lines=[LineInput(item.pk, D(quantity), **values) for item, quantity, values in lines],
    )
    return create_quotation(quotation=QuotationInput(entered, holds_stock=hold, **more), actor=actor)


def submitted(*lines, **more):
    row = offered(*lines, **more)
    submit_quotation(quotation_id=row.pk, actor=more.get("actor", BOSS))
    relay()
    return Quotation.objects.get(pk=row.pk)


@pytest.fixture(autouse=True)
def company_read_anew():
    """What one test sets is not what the next one reads."""
    forget_company()
    yield
    forget_company()


def settings_of(**values):
    Company.objects.update(**values)
    forget_company()


def free(item):
    balance = Balance.objects.get(item=item)
    return balance.on_hand - balance.reserved


def told(row):
    return list(
        LoggedEvent.objects.filter(document_kind="quotation", document_id=row.pk)
        .order_by("pk")
        .values_list("name", flat=True)
    )


def test_a_routine_offer_approves_itself_and_becomes_its_order():
    item = make_item(stock=10)
    row = submitted((item, 4, {"unit_price": D("9.5")}), hold=True)
    assert row.state == "approved" and row.is_self_approved and row.promised_on is not None
    assert free(item) == 6
    hold = row.lines.get().holds.get().hold
    assert hold.state == "open" and hold.reference == row.number
    won = convert_quotation(quotation_id=row.pk, actor=BOSS, customer_po="PO-7")
    relay()
    assert won.order_id is not None
    order = Order.objects.get(pk=won.order_id)
    line = order.lines.get()
    assert (line.unit_price, line.quantity, order.total, order.customer_po) == (D("9.5"), 4, D(38), "PO-7")
    assert order.state == "confirmed" and Hold.objects.get().state == "converted"
    assert line.demand is not None
    assert free(item) == 6 and line.demand.reserved == 4
    assert told(row) == [
        "quotation.created", "quotation.submitted", "quotation.approved", "quotation.stock_held",
        "quotation.converted",
    ]  # fmt: skip
    assert_books_hold()


def test_a_large_offer_waits_for_the_manager():
    settings_of(approve_quotations_below=D(100))
    seller, manager = actor_with("sales"), actor_with("sales_manager")
    row = submitted((make_item(stock=20), 10, {}), actor=seller)
    assert row.state == "submitted"
    assert Task.objects.get(subject_kind="quotation").role == "sales_manager"
    with pytest.raises(NotPermitted):
        sign_quotation(quotation_id=row.pk, actor=seller)
    sign_quotation(quotation_id=row.pk, actor=manager)
    relay()
    row = Quotation.objects.get()
    assert row.state == "approved" and not row.is_self_approved and row.approved_by == manager.label
    with pytest.raises(IllegalTransition):
        sign_quotation(quotation_id=row.pk, actor=manager)


def test_the_manager_sends_it_back_with_the_reason():
    settings_of(approve_quotations_below=D(0))
    manager = actor_with("sales_manager")
    row = submitted((make_item(), 1, {}))
    with pytest.raises(Invalid):
        send_back_quotation(quotation_id=row.pk, reason=" ", actor=manager)
    send_back_quotation(quotation_id=row.pk, reason="Too cheap", actor=manager)
    relay()
    row = Quotation.objects.get()
    assert (row.state, row.rejection) == ("draft", "Too cheap")
    submit_quotation(quotation_id=row.pk, actor=BOSS)
    relay()
    assert Task.objects.filter(subject_kind="quotation", state="waiting").count() == 1
    assert_books_hold()


def test_what_approved_itself_may_be_signed_by_a_person_once():
    row = submitted((make_item(), 1, {}))
    manager = actor_with("sales_manager")
    approve_quotation(quotation_id=row.pk, actor=manager)
    assert Quotation.objects.get().approved_by == manager.label
    with pytest.raises(IllegalTransition):
        approve_quotation(quotation_id=row.pk, actor=manager)


def listed(item, price, floor):
    prices = PriceList.objects.create(code="L", name="L", currency_id="USD")
    PriceListItem.objects.create(price_list=prices, item=item, price=D(price), floor_price=D(floor))
    customer = make_customer()
    CustomerTerms.objects.create(customer=customer, price_list=prices)
    return customer


def test_a_price_below_its_floor_needs_who_may():
    item = make_item(stock=5)
    customer = listed(item, 10, 8)
    seller = actor_with("sales")
    fine = submitted((item, 1, {"unit_price": D(8)}), customer=customer, actor=seller)
    assert fine.state == "approved" and fine.price_exception == ""
    row = submitted((item, 1, {"unit_price": D("7.99")}), customer=customer, actor=seller)
    assert (row.state, row.price_exception, row.lines.get().price_flag) == ("submitted", "open", "floor")
    finance = actor_with("finance")
    with pytest.raises(NotPermitted):
        approve_quotation(quotation_id=row.pk, actor=finance)
    sign_quotation(quotation_id=row.pk, actor=actor_with("sales_manager"))
    relay()
    row = Quotation.objects.get(pk=row.pk)
    assert (row.state, row.price_exception) == ("approved", "approved")
    convert_quotation(quotation_id=row.pk, actor=seller)
    relay()
    assert Order.objects.get().state == "confirmed"  # approved with the offer: nobody is asked twice


def test_a_margin_below_the_floor_counts_discounts():
    settings_of(margin_floor_percent=D(50))
    item = make_item(price="10", cost="4")
    assert submitted((item, 1, {})).price_exception == ""
    seller = actor_with("sales")
    row = submitted((item, 1, {"unit_price": D(10), "discount_rate": D("0.21")}), actor=seller)
    assert (row.state, row.lines.get().price_flag) == ("submitted", "margin")


def test_the_most_specific_floor_counts():
    """Price list before category, category before the one above, that before the company."""
    settings_of(margin_floor_percent=D(70))
    above = ItemCategory.objects.create(code="A", name="A", margin_floor_percent=D(50))
    below = ItemCategory.objects.create(code="B", name="B", parent=above)
    exact = ItemCategory.objects.create(code="C", name="C", parent=above, margin_floor_percent=D(20))
    forget_margin_floors()
    rows = [make_item(cost="4", category=category) for category in (None, above, below, exact)]
    listed_item = make_item(cost="4", category=below)
    lines = [(item, 1, {"unit_price": D(6)}) for item in [*rows, listed_item]]  # a margin of 33.3 %
    row = offered(*lines, customer=listed(listed_item, 10, 6), actor=actor_with("sales"))
    assert [line.price_flag for line in row.lines.all()] == ["margin", "margin", "margin", "", ""]
    forget_margin_floors()


def test_holds_take_what_is_free_and_end_with_the_offer():
    plenty, scarce, none = make_item(stock=10), make_item(stock=3), make_item()
    row = submitted((plenty, 4, {}), (scarce, 5, {}), (none, 1, {}), hold=True)
    held = [kept_back(line).quantity for line in row.lines.all()]
    assert held == [4, 3, 0]
    lose_quotation(quotation_id=row.pk, reason="Price", actor=BOSS)
    assert (free(plenty), free(scarce)) == (10, 3)
    row = Quotation.objects.get()
    assert (row.state, row.lost_reason) == ("lost", "Price")
    with pytest.raises(IllegalTransition):
        convert_quotation(quotation_id=row.pk, actor=BOSS)
    assert_books_hold()


def test_an_offer_ends_with_its_day():
    item = make_item(stock=10)
    row = submitted((item, 4, {}), hold=True)
    later = timezone.now() + timedelta(days=40)
    with pytest.raises(Conflict) as refused:
        convert_quotation(quotation_id=row.pk, actor=BOSS, at=later)
    assert refused.value.code == "quotation_expired" and not Order.objects.exists()
    assert expire_due_quotations() == 0
    assert expire_due_quotations(at=later) == 1 and expire_due_quotations(at=later) == 0
    assert Quotation.objects.get().state == "expired" and free(item) == 10
    again = copy_quotation(quotation_id=row.pk, actor=BOSS)
    assert again.state == "draft" and again.copied_from_id == row.pk and again.total == row.total
    assert again.valid_until >= business_day(timezone.now())
    assert_books_hold()


def test_a_revision_voids_what_was_approved_and_held():
    item = make_item(stock=10)
    row = submitted((item, 4, {}), hold=True)
    revise_quotation(quotation_id=row.pk, actor=BOSS)
    assert free(item) == 10
    entered = OrderInput(customer_id=row.customer_id, lines=[LineInput(item.pk, D(6))])
    rewrite_quotation(quotation_id=row.pk, quotation=QuotationInput(entered, holds_stock=True), actor=BOSS)
    submit_quotation(quotation_id=row.pk, actor=BOSS)
    relay()
    row = Quotation.objects.get()
    assert (row.revision, row.state, free(item)) == (2, "approved", 4)
    expire_quotation(quotation_id=row.pk, actor=BOSS)
    assert free(item) == 10
    assert_books_hold()


def test_an_unchanged_draft_tells_nothing():
    item = make_item()
    row = offered((item, 2, {}))
    entered = OrderInput(customer_id=row.customer_id, lines=[LineInput(item.pk, D(2))])
    rewrite_quotation(quotation_id=row.pk, quotation=QuotationInput(entered), actor=BOSS)
    assert told(row) == ["quotation.created"]
    submit_quotation(quotation_id=row.pk, actor=BOSS)
    with pytest.raises(IllegalTransition):
        rewrite_quotation(quotation_id=row.pk, quotation=QuotationInput(entered), actor=BOSS)


def test_a_cancelled_order_frees_what_its_offer_held():
    item = make_item(stock=10)
    row = submitted((item, 4, {}), hold=True)
    won = convert_quotation(quotation_id=row.pk, actor=BOSS, submit=False)
    assert free(item) == 6
    assert won.order_id is not None
    cancel_order(order_id=won.order_id, reason="No", actor=BOSS)
    assert free(item) == 10
    assert_books_hold()


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_that_cannot_be(days):
    day = business_day(timezone.now()) + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        offered((make_item(), 1, {}), valid_until=day)
    assert "valid_until" in refused.value.errors and not Quotation.objects.exists()


def test_only_ones_own_customers_offers_are_seen():
    seller = actor_with("sales", row_scope="own")
    offered((make_item(), 1, {}))
    mine = offered((make_item(), 1, {}), customer=make_customer(salesperson_id=seller.user_id))
    assert list(visible_quotations(seller)) == [mine]
    assert not visible_quotations(actor_with("shop_floor")).exists()
    with pytest.raises(NotPermitted):
        submit_quotation(quotation_id=mine.pk, actor=actor_with("finance"))
    with pytest.raises(NotFound):
        submit_quotation(quotation_id=10**9, actor=BOSS)


def make_kit(*parts):
    """A kit of (item, quantity) that is put together in the box."""
    kit = make_item(kind="kit", planning="none", price="100")
    bom = Bom.objects.create(item=kit, valid_from=date(2020, 1, 1), output_quantity=D(1))
    for item, quantity in parts:
        BomComponent.objects.create(bom=bom, item=item, quantity=D(quantity))
    return kit


def test_of_a_kit_the_components_are_held_for_complete_kits():
    frame, screws = make_item(stock=5), make_item(stock=13)
    kit, service = make_kit((frame, 1), (screws, 4)), make_item(kind="service")
    row = submitted((kit, 4, {}), (service, 1, {}), hold=True)
    told_kit, told_service = [kept_back(line) for line in row.lines.all()]
    assert (told_kit.state, told_kit.quantity) == ("part", 3)  # the screws are enough for three
    assert sorted(hold.quantity for hold in told_kit.holds) == [3, 12]
    assert (told_service.state, told_service.holds) == ("not_needed", [])
    assert (free(frame), free(screws)) == (2, 1)
    won = convert_quotation(quotation_id=row.pk, actor=BOSS)
    relay()
    order = Order.objects.get(quotation=won)
    assert order.state == "confirmed" and set(Hold.objects.values_list("state", flat=True)) == {"converted"}
    reserved = {
        part.item_id: part.demand and part.demand.reserved for part in order.lines.all()[0].components.all()
    }
    assert reserved == {frame.pk: 4, screws.pk: 13}
    assert_books_hold()


def test_a_kit_with_a_missing_component_holds_nothing():
    frame, missing = make_item(stock=5), make_item()
    row = submitted((make_kit((frame, 1), (missing, 1)), 2, {}), hold=True)
    assert kept_back(row.lines.get()).state == "none" and not Hold.objects.exists()
    assert free(frame) == 5


def test_an_order_is_confirmed_without_the_holds_of_its_offer_that_have_ended():
    item = make_item(stock=10)
    row = submitted((item, 4, {}), hold=True)
    won = convert_quotation(quotation_id=row.pk, actor=BOSS, submit=False)
    release_hold(hold_id=Hold.objects.get().pk, actor=BOSS)
    submit_order(order_id=Order.objects.get(quotation=won).pk, actor=BOSS)
    relay()
    assert Order.objects.get().state == "confirmed" and free(item) == 6
    assert_books_hold()
