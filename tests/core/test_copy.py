"""Bulk writing brings every value over unchanged, and leaves the database's checks in force."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from erp.core.copy import copy_rows, take_keys
from erp.core.copy_arrays import Column, copy_arrays, take_key_array
from erp.core.models import LoggedEvent
from erp.core.numbering import next_gapless_numbers, next_number
from erp.identity.models import Region, User
from erp.masterdata.models import TaxCode, Unit
from production.models import PlannedOrder, PlannedPeg

pytestmark = pytest.mark.django_db
NASTY = [
    "plain",
    "tab\there",
    "line\nbreak\r",
    "back\\slash \\N",
    "'quote\" ; DROP TABLE",
    "深沟球轴承 €",
    "",
    "\\.",
]
COLUMNS = (
    "uid",
    "at",
    "name",
    "document_kind",
    "document_id",
    "about_kind",
    "about_id",
    "actor_kind",
    "facts",
)


def event(facts: object) -> tuple[object, ...]:
    return (uuid4(), datetime(2026, 1, 1, tzinfo=UTC), "x.y", "order", 1, "order", 1, "user", facts)


def test_texts_arrive_unchanged() -> None:
    rows = [(f"R{number}", text) for number, text in enumerate(NASTY)]

    assert copy_rows(Region, ("code", "name"), rows) == len(NASTY)

    assert [Region.objects.get(code=f"R{number}").name for number in range(len(NASTY))] == NASTY


@pytest.mark.parametrize("facts", [{"a": NASTY}, {"n": None, "b": True}, [1, "two"], "text", 5])
def test_json_arrives_unchanged(facts: object) -> None:
    copy_rows(LoggedEvent, COLUMNS, [event(facts)])

    assert LoggedEvent.objects.get(name="x.y").facts == facts


def test_arrays_and_defaults() -> None:
    roles = ["plain", 'quo"te', "back\\slash", "com,ma", "{brace}", ""]

    copy_rows(User, ("username", "password", "roles"), [("anna", "!", roles), ("bo", "!", [])])

    anna, bo = User.objects.get(username="anna"), User.objects.get(username="bo")
    assert (anna.roles, bo.roles) == (roles, [])
    assert (anna.is_active, anna.row_scope, anna.manager) == (True, "own", None)
    assert anna.date_joined is not None


def test_checks_stay_in_force() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(Unit, ("code", "name", "numerator"), [("X", "Bad", 0)])

    assert not Unit.objects.filter(code="X").exists()


def test_no_rows_need_no_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert copy_rows(Unit, ("code", "name"), []) == 0
        assert take_keys(Unit, 0) == []


def test_keys_are_ascending_and_never_handed_out_again() -> None:
    first = take_keys(Region, 3)
    second = Region.objects.create(code="later", name="Later").pk

    assert first == sorted(first)
    assert second > first[-1]


def test_gapless_numbers_in_bulk_go_on_where_single_ones_stopped() -> None:
    before = next_number("invoice", gapless=True)
    several = next_gapless_numbers("invoice", 3)
    after = next_number("invoice", gapless=True)

    values = [int(number.removeprefix("IV-")) for number in [before, *several, after]]
    assert values == list(range(values[0], values[0] + 5))


def test_decimals_keep_their_digits() -> None:
    rates = [Decimal("0.000001"), Decimal("1E-2"), Decimal("1.00")]
    copy_rows(TaxCode, ("code", "name", "rate"), [(f"T{n}", "Tax", rate) for n, rate in enumerate(rates)])

    assert list(TaxCode.objects.order_by("code").values_list("rate", flat=True)) == rates


def test_arrays_arrive_as_rows_would() -> None:
    quantities = [1, 999_999, 10**6, -(10**6) - 1, 12_345_678_901_234_567, 10**16]
    keys = take_key_array(PlannedPeg, len(quantities))
    columns: dict[str, Column] = {
        "id": keys,
        "quantity": np.array(quantities),
        "supply_id": np.array([0, -1, 1, 2, 3, 2**62]),
    }
    constant: dict[str, Column] = {
        "run_id": 1,
        "item_id": 2,
        "warehouse_id": 3,
        "supply_kind": 2,
        "need_kind": 1,
        "need_id": 9,
    }

    assert copy_arrays(PlannedPeg, {**columns, **constant}) == len(quantities)

    rows = list(PlannedPeg.objects.order_by("pk").values_list("pk", "quantity", "supply_id", "need_id"))
    assert [row[0] for row in rows] == keys.tolist()
    assert [row[1] for row in rows] == [Decimal(value).scaleb(-6) for value in quantities]
    assert [row[2] for row in rows] == [0, -1, 1, 2, 3, 2**62]
    assert {row[3] for row in rows} == {9}


def test_arrays_bring_dates_texts_nothing_and_defaults() -> None:
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2026, 2, 28)]
    due = np.array([day.toordinal() for day in days])
    place: dict[str, Column] = {
        "run_id": 1,
        "item_id": 2,
        "warehouse_id": 3,
        "supplier_id": None,
        "kind": "make",
    }
    dates: dict[str, Column] = {"release_on": date(1990, 1, 1), "due_on": due, "wanted_on": due}

    copy_arrays(PlannedOrder, {**place, **dates, "quantity": np.arange(1, 4), "decided_by": "深沟 \t\\N"})

    rows = list(PlannedOrder.objects.order_by("due_on"))
    assert [row.due_on for row in rows] == days
    assert {(row.release_on, row.supplier_id, row.kind, row.status) for row in rows} == {
        (date(1990, 1, 1), None, "make", "proposed")
    }
    assert {(row.decided_by, row.document_id, row.document_kind) for row in rows} == {
        ("深沟 \t\\N", None, "")
    }


def test_checks_and_sizes_stay_in_force_for_arrays() -> None:
    one = np.ones(1, dtype=np.int64)
    place: dict[str, Column] = {
        "run_id": 1,
        "item_id": 2,
        "warehouse_id": 3,
        "kind": "buy",
        "release_on": date(2026, 1, 1),
    }
    day: dict[str, Column] = {"due_on": date(2026, 1, 1), "wanted_on": date(2026, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_arrays(PlannedOrder, {**place, **day, "quantity": np.zeros(1, dtype=np.int64)})
    with pytest.raises(OverflowError):
        copy_arrays(PlannedOrder, {**place, **day, "quantity": one, "level": np.array([70_000])})
    with pytest.raises(TypeError, match="facts"):
        copy_arrays(LoggedEvent, {"document_id": one, "facts": 1})
    assert copy_arrays(PlannedOrder, {"quantity": np.zeros(0, dtype=np.int64)}) == 0
