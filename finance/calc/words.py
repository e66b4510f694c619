"""Amounts in words, as they stand on invoices: 人民币大写 and English."""

from __future__ import annotations

from decimal import Decimal

from erp.core.money import decimals_of, round_money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_PARTS = ("角", "分", "厘")
_CHINESE_NAMES = {
    "CNY": "人民币",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
    "KRW": "韩元",
    "SGD": "新加坡元",
    "AUD": "澳元",
    "CAD": "加元",
}
_ENGLISH_NAMES = {
    "CNY": "Chinese yuan",
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "JPY": "Japanese yen",
    "HKD": "Hong Kong dollars",
    "KRW": "South Korean won",
    "SGD": "Singapore dollars",
    "AUD": "Australian dollars",
    "CAD": "Canadian dollars",
}
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
_SMALL = (*_ONES, *_TEENS, "eighteen", "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def chinese_amount(amount: Decimal, currency: str = "CNY") -> str:
    """An amount in formal Chinese numerals: 人民币壹仟肆佰零玖元伍角整.

    A gap of zeros reads as one 零; an amount without 分 ends with 整.
    Source: 《正确填写票据和结算凭证的基本规定》 of the People's Bank of China.
    """
    rounded = round_money(abs(amount), currency)
    whole = int(rounded)
    places = decimals_of(currency)
    parts = [int(digit) for digit in f"{int((rounded - whole).scaleb(places)):0{places}d}"] if places else []
    said = _chinese_whole(whole) + "元" if whole or not any(parts) else ""
    said += _chinese_parts(parts, is_after_whole=bool(whole))
    sign = "负" if amount < 0 and rounded else ""
    return f"{_CHINESE_NAMES.get(currency, currency)}{sign}{said}"


def _chinese_whole(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            zero = _DIGITS[0] if 0 < low < size // 10 else ""
            return _chinese_whole(high) + name + zero + (_chinese_whole(low) if low else "")
    said: str = ""
    gap = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += (_DIGITS[0] if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = digit == 0
    return said


def _chinese_parts(parts: list[int], *, is_after_whole: bool) -> str:
    if not any(parts):
        return "整"
    said: str = ""
    gap = False
    for digit, name in zip(parts, _PARTS, strict=False):
        if digit:
            said += (_DIGITS[0] if gap and (said or is_after_whole) else "") + _DIGITS[digit] + name
        gap = digit == 0
    return said + ("" if any(parts[1:]) else "整")


def english_amount(amount: Decimal, currency: str = "USD") -> str:
    """An amount in English words: US dollars one thousand four hundred nine and 50/100 only."""
    rounded = round_money(abs(amount), currency)
    whole = int(rounded)
    places = decimals_of(currency)
    said = _english_whole(whole)
    if places:
        said += f" and {int((rounded - whole).scaleb(places)):0{places}d}/{10**places}"
    sign = "minus " if amount < 0 and rounded else ""
    return f"{_ENGLISH_NAMES.get(currency, currency)} {sign}{said} only"


def _english_whole(number: int) -> str:
    if number == 0:
        return _SMALL[0]
    groups = []
    for scale in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_below_thousand(group)} {scale}".rstrip())
    return " ".join(reversed(groups))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(_TENS[tens] + (f"-{_SMALL[ones]}" if ones else ""))
    elif rest:
        words.append(_SMALL[rest])
    return " ".join(words)


def amount_in_words(amount: Decimal, currency: str, language: str) -> str:
    """An amount in words, in the language of a document."""
    in_chinese = language.lower().startswith("zh")
    return chinese_amount(amount, currency) if in_chinese else english_amount(amount, currency)
