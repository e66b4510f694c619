"""Promise accuracy by its written definition: open, partial, cancelled, moved; and its page and API."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.utils import timezone

from erp.masterdata.selectors.company import business_day
from orders.calc.promise_accuracy import Verdict, add_up, judge
from tests.clients import api_with, person
from tests.factories import confirmed, make_customer, make_item, ship

DAY = date(2026, 3, 10)


def on(days):
    return DAY + timedelta(days=days)


def verdict(*goods, promised_on=DAY, quantity=10, cancelled=0, cancelled_on=None, as_of=date(2026, 4, 9)):
    return judge(
        promised_on=promised_on,
        quantity=D(quantity),
        cancelled=D(cancelled),
        cancelled_on=cancelled_on,
        goods=[(day, D(part)) for day, part in goods],
        as_of=as_of,
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (verdict((DAY, 10)), Verdict("kept", D(10), D(10))),
        (verdict((on(-3), 4), (DAY, 6)), Verdict("kept", D(10), D(10))),
        (verdict((on(-3), 4), (on(2), 6)), Verdict("missed", D(10), D(4), 2)),
        (verdict((on(-3), 4)), Verdict("missed", D(10), D(4), 30)),
        (verdict((on(40), 10)), Verdict("missed", D(10), D(0), 30)),
        (verdict(as_of=DAY), Verdict("not_due", D(10), D(0))),
        (verdict((on(1), 10), as_of=DAY), Verdict("not_due", D(10), D(0))),
        (verdict((on(-1), 10), as_of=DAY), Verdict("kept", D(10), D(10))),
        (verdict(cancelled=10, cancelled_on=on(-1)), Verdict("not_counted")),
        (verdict(cancelled=10, cancelled_on=on(1)), Verdict("missed", D(10), D(0), 30)),
        (verdict((DAY, 6), cancelled=4, cancelled_on=DAY), Verdict("kept", D(6), D(6))),
        (verdict((DAY, 10), promised_on=None), Verdict("not_counted")),
        (verdict((DAY, 12)), Verdict("kept", D(10), D(10))),
    ],
)
def test_a_line_is_judged_by_the_definition(found, expected):
    assert found == expected


def test_sums_never_pass_one_and_are_none_without_a_counted_line():
    found = add_up([verdict((DAY, 10)), verdict((DAY, 5), (on(4), 5)), verdict(as_of=DAY)])
    assert (found.kept, found.missed, found.rate, found.quantity_rate, found.mean_days_late) == (
        1,
        1,
        D("0.5"),
        D("0.75"),
        D(4),
    )
    empty = add_up([])
    assert (empty.rate, empty.quantity_rate, empty.mean_days_late) == (None, None, None)


def test_kept_and_missed_lines_are_found_in_the_books(db):
    today = business_day(timezone.now())
    item = make_item(stock=10)
    customer = make_customer()
    ship(confirmed(customer, (item, 4)))
    late = confirmed(customer, (item, 4))
    late.lines.update(first_promised_on=today - timedelta(days=3), promised_on=today)
    ship(late)
    api = api_with("sales_manager")
    by_first = api.get("/api/v1/promise-accuracy/?by=customer&basis=first").json()
    assert [(row["key"], row["kept"], row["missed"], row["rate"]) for row in by_first["rows"]] == [
        (customer.code, 1, 1, "0.5")
    ]
    by_current = api.get("/api/v1/promise-accuracy/?by=product&basis=current").json()
    assert [(row["key"], row["kept"], row["missed"]) for row in by_current["rows"]] == [(item.sku, 2, 0)]
    assert api_with("sales").get("/api/v1/promise-accuracy/").status_code == 403
    assert api.get("/api/v1/promise-accuracy/?by=weather").status_code == 400
    client = Client()
    client.force_login(person("sales_manager"))
    page = client.get("/promise-accuracy/?by=customer&basis=first").content.decode()
    assert "50.0%" in page
    drilled = client.get(f"/promise-accuracy/lines/?basis=first&customer={customer.code}").content.decode()
    assert late.number in drilled
