"""What the product itself said is told in the reader's language; what people wrote stays as they wrote it."""

import pytest
from django.utils.translation import override

from erp.core.formats import quantity_text
from erp.core.stored_words import actor_text, stored_text


@pytest.mark.parametrize(
    ("kept", "english", "chinese"),
    [
        ("order process, version 1", "Order process", "订单流程"),
        ("Order process, version 3", "Order process, version 3", "订单流程，版本 3"),
        ("Ada Lovelace", "Ada Lovelace", "Ada Lovelace"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_who_acted(kept, english, chinese):
    with override("en"):
        assert actor_text(kept) == english
    with override("zh-hans"):
        assert actor_text(kept) == chinese


@pytest.mark.parametrize(
    ("kept", "chinese"),
    [
        ("Put away", "上架"),
        ("Damaged in transport", "运输损坏"),
        ("Found behind the rack", "Found behind the rack"),
        ("100% sure %(lot)s", "100% sure %(lot)s"),
        ("", ""),
    ],
)
def test_why(kept, chinese):
    with override("en"):
        assert stored_text(kept) == kept
    with override("zh-hans"):
        assert stored_text(kept) == chinese


def test_a_reason_with_a_name_in_it_keeps_the_name():
    with override("zh-hans"):
        told = stored_text("Lot L-7% (x) is blocked.")
    assert "L-7% (x)" in told
    assert "blocked" not in told


def test_units_that_come_with_the_product_have_chinese_words():
    with override("zh-hans"):
        assert quantity_text(12, "pcs") == "12 个"
        assert quantity_text(3, "drum") == "3 drum"
    with override("en"):
        assert quantity_text(12, "pcs") == "12 pcs"
