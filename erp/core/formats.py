"""Numbers, money, quantities, dates and spans in the reader's language and time zone, as plain text."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.core import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent, get_currency_precision
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NOTHING = "–"
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥"}
ENGLISH_SCALES = [(9, "B"), (6, "M"), (3, "K")]
# The units that come with the product, as Chinese readers write them; codes stay as they are in the API.
CHINESE_UNITS = {
    "pcs": "个", "pair": "对", "dz": "打", "set": "套", "box": "盒", "ctn": "箱", "roll": "卷", "bag": "袋",
}  # fmt: skip
CHINESE_SCALES = [(8, "亿"), (4, "万")]


_CHINESE, _ENGLISH = Locale.parse("zh_Hans_CN"), Locale.parse("en_US")


def reader_locale() -> Locale:
    """The locale of the language that is active now."""
    return _CHINESE if (get_language() or "en").startswith("zh") else _ENGLISH


def _decimal(value: Any) -> Decimal | None:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def number_text(value: Any, places: int | None = None) -> str:
    """A number with group separators; as many decimals as it has unless told."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    pattern = "#,##0" + ("." + "0" * places if places else "") if places is not None else "#,##0.######"
    return format_decimal(number, format=pattern, locale=reader_locale())


def money_text(value: Any, currency: Any = "") -> str:
    """An amount with its currency, rounded to what the currency has; without a currency two decimals."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    places = get_currency_precision(str(currency)) if currency else 2
    return f"{'-' if number < 0 else ''}{_symbol(currency)}{number_text(abs(number), places)}"


def price_text(value: Any, currency: Any = "") -> str:
    """A unit price with its currency: as an amount, with the further decimals that it has."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    places = get_currency_precision(str(currency)) if currency else 2
    exponent = number.normalize().as_tuple().exponent
    has = -exponent if isinstance(exponent, int) else 0
    return f"{'-' if number < 0 else ''}{_symbol(currency)}{number_text(abs(number), max(places, has))}"


def short_money_text(value: Any, currency: Any = "") -> str:
    """A rounded amount for cards and axes: 1.2M, 12.3万."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    scales = CHINESE_SCALES if reader_locale().language == "zh" else ENGLISH_SCALES
    lead = f"{'-' if number < 0 else ''}{_symbol(currency)}"
    for power, suffix in scales:
        scale = Decimal(10) ** power
        if abs(number) >= scale:
            places = 1 if abs(number) < scale * 100 else 0
            return f"{lead}{number_text(abs(number) / scale, places)}{suffix}"
    return f"{lead}{number_text(abs(number), 0)}"


def _symbol(currency: Any) -> str:
    code = str(currency or "")
    return SYMBOLS.get(code, f"{code} " if code else "")


def quantity_text(value: Any, unit: Any = "") -> str:
    """A quantity without idle zeros, followed by its unit."""
    text = number_text(value)
    return f"{text} {unit_text(unit)}" if unit and text != NOTHING else text


def unit_text(unit: Any) -> str:
    """A unit's code, for Chinese readers the measure word of the units that come with the product."""
    code = str(unit)
    return CHINESE_UNITS.get(code, code) if reader_locale().language == "zh" else code


def percent_text(value: Any, places: int = 1) -> str:
    """A share (0.125) as percent (12.5%)."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    return format_percent(
        number, format="#,##0" + ("." + "0" * places if places else "") + "%", locale=reader_locale()
    )


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day_text(value: Any) -> str:
    """A date in the reader's zone: 22 Nov 2026, 2026-11-22."""
    if not isinstance(value, date):
        return NOTHING
    locale = reader_locale()
    pattern = "yyyy-MM-dd" if locale.language == "zh" else "d MMM yyyy"
    return format_date(_local(value), format=pattern, locale=locale)


def moment_text(value: Any) -> str:
    """A date and time in the reader's zone, to the minute."""
    if not isinstance(value, datetime):
        return day_text(value)
    locale = reader_locale()
    pattern = "yyyy-MM-dd HH:mm" if locale.language == "zh" else "d MMM yyyy HH:mm"
    return format_datetime(_local(value), format=pattern, locale=locale)


def ago_text(value: Any, now: datetime | None = None) -> str:
    """How long ago, or in how long: 5 minutes ago, in 3 days; for a date today, tomorrow, in 3 days."""
    if isinstance(value, datetime):
        delta = value - (now or timezone.now())
        if abs(delta) < timedelta(minutes=1):
            return _("just now")
        return format_timedelta(delta, add_direction=True, threshold=1.2, locale=reader_locale())
    if not isinstance(value, date):
        return NOTHING
    days = (value - timezone.localdate(now)).days
    if abs(days) < 2:
        return _("today") if days == 0 else _("tomorrow") if days > 0 else _("yesterday")
    return format_timedelta(
        timedelta(days=days), granularity="day", threshold=9, add_direction=True, locale=reader_locale()
    )


def dwell_text(seconds: Any) -> str:
    """A span as its two largest units: 2 h 5 min, 3 d 4 h."""
    number = _decimal(seconds)
    if number is None:
        return NOTHING
    total = int(abs(number))
    days, rest = divmod(total, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, left = divmod(rest, 60)
    parts = [
        (days, _("%(n)s d")),
        (hours, _("%(n)s h")),
        (minutes, _("%(n)s min")),
        (left, _("%(n)s s")),
    ]
    first = next((i for i, (n, _text) in enumerate(parts) if n), len(parts) - 1)
    words = [text % {"n": n} for n, text in parts[first : first + 2] if n or text == parts[first][1]]
    return " ".join(words)
