"""What the customer answers through the link: taken once, declined with a reason, refused when it is over."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.utils import timezone

from erp.core.errors import Conflict, Invalid
from erp.core.outbox import relay
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import forget_company
from erp.notifications.models import Notification
from inventory.models import Hold, Item
from orders.models import Order, Quotation, QuotationAnswer
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from orders.services.quotation_answers import OfferAnswer, accept_offer, decline_offer
from orders.services.quotation_approvals import revise_quotation, sign_quotation, submit_quotation
from orders.services.quotation_ends import convert_quotation
from orders.services.quotation_links import make_quotation_link
from orders.services.quotations import QuotationInput, create_quotation
from orders.services.sales_terms import publish_sales_terms
from tests.clients import actor_with, person
from tests.factories import BOSS, assert_books_hold, make_customer, make_item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("order_process")]


@pytest.fixture(autouse=True)
def company_read_anew():
    """What one test sets is not what the next one reads."""
    forget_company()
    yield
    forget_company()


@pytest.fixture
def offer():
    """An approved offer of four pieces that are kept back, and the customer's link."""
    item = make_item(stock=10)
    customer = make_customer(salesperson=person("sales"))
    order = OrderInput(customer_id=customer.pk, lines=[LineInput(item.pk, D(4))])
    row = create_quotation(quotation=QuotationInput(order, holds_stock=True), actor=BOSS)
    submit_quotation(quotation_id=row.pk, actor=BOSS)
    relay()
    return make_quotation_link(quotation_id=row.pk, actor=BOSS)


ADDRESSES = itertools.count(1)


def post(link, address="", **values):
    """The customer's answer, from a machine of its own so that one test's answers slow no other's."""
    given = {"answer": "accept", "name": "Ann Li", "revision": "1", "terms": "0", **values}
    return Client().post(link, given, REMOTE_ADDR=address or f"10.1.{next(ADDRESSES)}.1")


def test_accepted_once_it_is_won_and_its_order_submitted(offer):
    assert "Accept and order" in Client().get(offer).content.decode()
    for _again in range(2):  # a double click does it once
        assert post(offer, customer_po="PO-7").status_code == 302
    relay()
    order, row, answer = Order.objects.get(), Quotation.objects.get(), QuotationAnswer.objects.get()
    assert (row.state, row.order_id, order.state, order.customer_po) == ("won", order.pk, "confirmed", "PO-7")
    assert (answer.kind, answer.name, answer.revision, answer.terms) == ("accepted", "Ann Li", 1, None)
    assert Hold.objects.get().state == "converted"
    told = Notification.objects.get(topic="quotation_accepted")
    assert told.user_id == row.salesperson_id and order.number in told.facts["order"]
    shown = Client().get(offer).content.decode()
    assert "Accepted by Ann Li" in shown and "Accept and order" not in shown
    assert post(offer, answer="decline", reason="No").status_code == 409
    assert_books_hold()


def test_the_order_stays_a_draft_where_the_company_wants_to_look_first(offer):
    Company.objects.update(submits_accepted_quotations=False)
    forget_company()
    post(offer)
    assert Order.objects.get().state == "draft" and Quotation.objects.get().state == "won"


def test_declined_with_the_reason_it_is_lost(offer):
    assert post(offer, answer="decline", reason=" ").status_code == 422
    assert post(offer, answer="decline", reason="Too dear").status_code == 302
    relay()
    row = Quotation.objects.get()
    assert (row.state, row.lost_reason) == ("lost", "Too dear") and not Order.objects.exists()
    assert Hold.objects.get().state == "released"
    assert Notification.objects.get(topic="quotation_declined").user_id == row.salesperson_id
    assert "Declined by Ann Li" in Client().get(offer).content.decode()
    assert post(offer).status_code == 409
    assert_books_hold()


@pytest.mark.parametrize("values", [{"name": " "}, {"name": "x" * 121}, {"customer_po": "x" * 121}])
def test_bad_input_is_told_and_changes_nothing(offer, values):
    assert post(offer, **values).status_code == 422
    assert Quotation.objects.get().state == "approved" and not QuotationAnswer.objects.exists()


def test_what_changed_since_it_was_seen_is_refused(offer):
    assert post(offer, revision="2").status_code == 409
    publish_sales_terms(values={"text": "Pay in 30 days.", "text_zh": "三十天内付款。"}, actor=BOSS)
    assert post(offer).status_code == 409  # the terms are newer than the page
    shown = Client().get(offer).content.decode()
    assert "Pay in 30 days." in shown
    assert post(offer, terms="1").status_code == 422  # not agreed to
    assert post(offer, terms="1", agreed="1").status_code == 302
    terms = QuotationAnswer.objects.get().terms
    assert terms is not None and terms.version == 1


def test_a_revised_or_renewed_link_is_refused(offer):
    row = Quotation.objects.get()
    newer = make_quotation_link(quotation_id=row.pk, is_new=True, actor=BOSS)
    assert post(offer).status_code == 404
    revise_quotation(quotation_id=row.pk, actor=BOSS)
    assert post(newer).status_code == 404
    submit_quotation(quotation_id=row.pk, actor=BOSS)
    relay()
    assert post(newer).status_code == 409 and not Order.objects.exists()  # revision 1 was seen
    assert post(newer, revision="2").status_code == 302


def test_an_expired_offer_is_refused(offer):
    token, later = offer.split("/")[2], timezone.now() + timedelta(days=40)
    for work in (
        lambda: accept_offer(answer=OfferAnswer(token, "Ann", 1), at=later),
        lambda: decline_offer(answer=OfferAnswer(token, "Ann", 1), reason="No", at=later),
    ):
        with pytest.raises(Conflict) as refused:
            work()
        assert refused.value.code == "quotation_expired"
    assert Quotation.objects.get().state == "approved"


def test_when_the_order_cannot_be_written_sales_is_told(offer):
    Item.objects.update(is_sold=False)
    answer = post(offer)
    assert answer.status_code == 409 and "gets back to you" in answer.content.decode()
    relay()
    assert Quotation.objects.get().state == "approved" and not QuotationAnswer.objects.exists()
    assert Notification.objects.get().topic == "quotation_not_taken"


def test_what_sales_turned_into_an_order_is_not_answered_again(offer):
    row = Quotation.objects.get()
    sign_quotation(quotation_id=row.pk, actor=actor_with("sales_manager"))  # another version, the same offer
    convert_quotation(quotation_id=row.pk, actor=BOSS)
    assert post(offer).status_code == 409 and Order.objects.count() == 1


def test_answers_are_rate_limited(offer):
    codes = [post(offer, "10.2.1.1", name=" ").status_code for _try in range(12)]
    assert (codes[0], codes[-1]) == (422, 429)


def test_terms_are_published_in_versions_by_who_may():
    with pytest.raises(Invalid):
        publish_sales_terms(values={"text": " "}, actor=BOSS)
    first = publish_sales_terms(values={"text": "One"}, actor=actor_with("sales_manager"))
    second = publish_sales_terms(values={"text": "Two"}, actor=BOSS)
    assert (first.version, second.version) == (1, 2)
