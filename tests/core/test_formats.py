from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from erp.core import formats


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("1234.5"), "CNY", "¥1,234.50"),
        (Decimal("-0.005"), "USD", "-$0.00"),
        (Decimal("1234.5"), "JPY", "JP¥1,234"),
        (Decimal("7"), "SEK", "SEK 7.00"),
        ("12", "", "12.00"),
        (None, "CNY", "–"),
        ("NaN", "CNY", "–"),
    ],
)
def test_money_has_the_decimals_of_its_currency(amount, currency, text):
    assert formats.money_text(amount, currency) == text


def test_money_in_short_follows_the_language():
    assert formats.short_money_text(Decimal("1284300"), "CNY") == "¥1.3M"
    with translation.override("zh-hans"):
        assert formats.short_money_text(Decimal("1284300"), "CNY") == "¥128万"
        assert formats.short_money_text(Decimal("-120000000"), "CNY") == "-¥1.2亿"


def test_quantities_lose_idle_zeros_and_keep_their_unit():
    assert formats.quantity_text(Decimal("12.5000"), "kg") == "12.5 kg"
    assert formats.quantity_text(Decimal("1200")) == "1,200"
    assert formats.quantity_text(None, "kg") == "–"


def test_percent():
    assert formats.percent_text(Decimal("0.125")) == "12.5%"
    assert formats.percent_text("0.5", 0) == "50%"


def test_times_stand_in_the_zone_and_language_of_the_reader():
    at = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    assert formats.moment_text(at) == "22 Nov 2026 18:30"
    with timezone.override("Asia/Shanghai"), translation.override("zh-hans"):
        assert formats.moment_text(at) == "2026-11-23 02:30"
        assert formats.day_text(at) == "2026-11-23"
    assert formats.day_text(date(2026, 1, 2)) == "2 Jan 2026"
    assert formats.day_text(None) == "–"


def test_relative_days_and_moments():
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert formats.ago_text(date(2026, 11, 22), now) == "today"
    assert formats.ago_text(date(2026, 11, 23), now) == "tomorrow"
    assert formats.ago_text(date(2026, 11, 13), now) == "9 days ago"
    assert formats.ago_text(now - timedelta(seconds=20), now) == "just now"
    assert formats.ago_text(now + timedelta(hours=3), now) == "in 3 hours"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (41, "41 s"), (7_500, "2 h 5 min"), (273_600, "3 d 4 h"), (86_400, "1 d"), (None, "–")],
)
def test_dwell_is_the_two_largest_units(seconds, text):
    assert formats.dwell_text(seconds) == text
