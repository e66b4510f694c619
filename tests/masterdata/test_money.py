from datetime import date
from decimal import Decimal

import pytest

from erp.core.errors import Invalid, Misconfigured
from erp.masterdata.models import ExchangeRate
from erp.masterdata.selectors.money import convert, rate_between, rate_on
from erp.masterdata.services.money import create_tax_code, set_exchange_rate

pytestmark = pytest.mark.django_db


def test_the_last_rate_on_or_before_the_day_counts(admin):
    for day, rate in ((date(2026, 1, 1), "0.14"), (date(2026, 6, 1), "0.15")):
        set_exchange_rate(currency_id="CNY", valid_from=day, rate=Decimal(rate), actor=admin)
    assert rate_on("CNY", date(2026, 5, 31)) == Decimal("0.14")
    assert rate_on("CNY", date(2026, 6, 1)) == Decimal("0.15")
    assert rate_on("USD", date(2026, 6, 1)) == 1
    assert convert(Decimal(100), "CNY", "USD", date(2026, 7, 1)) == Decimal("15.00")


def test_a_rate_between_two_foreign_currencies_goes_through_the_base_currency(admin):
    set_exchange_rate(currency_id="CNY", valid_from=date(2026, 1, 1), rate=Decimal("0.125"), actor=admin)
    set_exchange_rate(currency_id="EUR", valid_from=date(2026, 1, 1), rate=Decimal("1.25"), actor=admin)
    assert rate_between("EUR", "CNY", date(2026, 2, 1)) == 10


def test_before_the_first_rate_there_is_none(admin):
    set_exchange_rate(currency_id="CNY", valid_from=date(2026, 1, 1), rate=Decimal("0.14"), actor=admin)
    with pytest.raises(Misconfigured) as refusal:
        rate_on("CNY", date(2025, 12, 31))
    assert refusal.value.facts == {"currency": "CNY", "day": "2025-12-31"}


def test_a_second_rate_for_a_day_replaces_the_first(admin):
    for rate in ("0.14", "0.16"):
        set_exchange_rate(currency_id="CNY", valid_from=date(2026, 1, 1), rate=Decimal(rate), actor=admin)
    assert ExchangeRate.objects.get().rate == Decimal("0.16")


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity", "1e30"])
def test_rates_that_are_none_are_refused(admin, rate):
    with pytest.raises(Invalid) as refusal:
        set_exchange_rate(currency_id="CNY", valid_from=date(2026, 1, 1), rate=Decimal(rate), actor=admin)
    assert "rate" in refusal.value.errors
    assert not ExchangeRate.objects.exists()


def test_the_base_currency_needs_no_rate(admin):
    with pytest.raises(Invalid) as refusal:
        set_exchange_rate(currency_id="USD", valid_from=date(2026, 1, 1), rate=Decimal(2), actor=admin)
    assert "currency" in refusal.value.errors


@pytest.mark.parametrize("rate", ["-0.01", "1.01", "NaN"])
def test_a_tax_rate_is_a_fraction(admin, rate):
    with pytest.raises(Invalid) as refusal:
        create_tax_code(values={"code": "X", "name": "X", "rate": Decimal(rate)}, actor=admin)
    assert "rate" in refusal.value.errors
