"""Amounts in words: worked cases of 人民币大写 and English."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.calc.words import amount_in_words, chinese_amount, english_amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "人民币零元整"),
        ("0.004", "人民币零元整"),
        ("0.01", "人民币壹分"),
        ("0.05", "人民币伍分"),
        ("0.10", "人民币壹角整"),
        ("0.55", "人民币伍角伍分"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("100", "人民币壹佰元整"),
        ("1001", "人民币壹仟零壹元整"),
        ("1010", "人民币壹仟零壹拾元整"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("10000", "人民币壹万元整"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("200300", "人民币贰拾万零叁佰元整"),
        ("20000001", "人民币贰仟万零壹元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("1000100000000", "人民币壹万零壹亿元整"),
        ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-12.30", "人民币负壹拾贰元叁角整"),
        ("-0.001", "人民币零元整"),
    ],
)
def test_amounts_in_formal_chinese(amount, words):
    assert chinese_amount(Decimal(amount)) == words


def test_other_currencies_in_chinese_have_their_own_name_and_decimals():
    assert chinese_amount(Decimal("1234.4"), "JPY") == "日元壹仟贰佰叁拾肆元整"
    assert chinese_amount(Decimal("1.005"), "BHD") == "BHD壹元零伍厘"
    assert chinese_amount(Decimal("2"), "USD") == "美元贰元整"


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0", "USD", "US dollars zero and 00/100 only"),
        ("1409.50", "USD", "US dollars one thousand four hundred nine and 50/100 only"),
        ("21", "EUR", "euros twenty-one and 00/100 only"),
        ("1000000.01", "GBP", "pounds sterling one million and 01/100 only"),
        ("1234", "JPY", "Japanese yen one thousand two hundred thirty-four only"),
        ("-3.1", "CNY", "Chinese yuan minus three and 10/100 only"),
    ],
)
def test_amounts_in_english(amount, currency, words):
    assert english_amount(Decimal(amount), currency) == words


def test_the_language_of_the_document_decides():
    assert amount_in_words(Decimal(5), "CNY", "zh-hans") == "人民币伍元整"
    assert amount_in_words(Decimal(5), "CNY", "en") == "Chinese yuan five and 00/100 only"


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_chinese_words_can_be_read_back(amount):
    assert _read(chinese_amount(amount).removeprefix("人民币").removesuffix("整")) == amount


def _read(text: str) -> Decimal:
    """An independent reader of formal numerals."""
    whole, parts = text.rsplit("元", 1) if "元" in text else ("", text)
    total = Decimal(_read_whole(whole))
    for digit, place in zip(parts, parts[1:], strict=False):
        if place in "角分":
            total += (
                Decimal("零壹贰叁肆伍陆柒捌玖".index(digit))
                * {"角": Decimal("0.1"), "分": Decimal("0.01")}[place]
            )
    return total


def _read_whole(text: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in text:
            high, low = text.rsplit(name, 1)
            return _read_whole(high) * size + _read_whole(low)
    total = digit = 0
    for sign in text:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        else:
            total += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
    return total + digit
