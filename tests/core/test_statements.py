"""Statements prepared on the server, rows made from them, serializers lent to one use at a time."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from erp.core import statements
from erp.core.http.shapes import parse, render
from erp.core.prepared import prepared
from erp.masterdata.models import Customer

pytestmark = pytest.mark.django_db


def prepared_texts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [text for (text,) in cursor.fetchall()]


def test_a_statement_is_prepared_once_the_process_has_used_it_and_answers_the_same():
    text = "SELECT %s::int + 1, id FROM masterdata_unit WHERE code = ANY(%s) /* second use */"
    first = statements.fetch(text, [41, ["pcs"]])
    assert not any("second use" in known for known in prepared_texts())
    assert statements.fetch(text, [41, ["pcs"]]) == first
    assert any("second use" in known for known in prepared_texts())
    assert statements.fetch(text, [1, ["pcs"]])[0][0] == 2
    assert statements.fetch(text, [1, []]) == []


def test_named_parameters_are_one_parameter_each():
    text = "SELECT count(*) FROM masterdata_unit WHERE code = %(code)s OR name = %(code)s AND 'a%%' <> ''"
    assert [statements.fetch(text, {"code": "pcs"}) for _ in range(3)] == [[(1,)]] * 3


def test_a_list_of_nothing_but_nulls_keeps_its_type():
    text = "SELECT v FROM unnest(%s::bigint[]) AS v"
    assert [statements.fetch(text, [[None, None]]) for _ in range(3)] == [[(None,), (None,)]] * 3


def test_while_statements_are_captured_they_read_as_written():
    text = "SELECT code FROM masterdata_unit WHERE code = %s"
    for _ in range(3):
        statements.fetch(text, ["pcs"])
    with CaptureQueriesContext(connection) as captured:
        statements.fetch(text, ["pcs"])
    assert [query["sql"] for query in captured.captured_queries] == [
        "SELECT code FROM masterdata_unit WHERE code = 'pcs'"
    ]


def test_a_refusal_of_the_database_is_the_one_that_django_raises():
    text = "UPDATE masterdata_unit SET code = %s"
    for _ in range(3):
        with pytest.raises(IntegrityError), transaction.atomic():
            statements.run(text, ["same"])
    assert statements.fetch("SELECT 1 + %s", [1]) == [(2,)]


def test_rows_of_a_prepared_query_are_like_those_of_the_queryset():
    Customer.objects.create(code="P-1", name="Prepared", currency_id="CNY")
    by_code = prepared(
        lambda code: Customer.objects.select_related("currency", "tax_code").filter(code=code).order_by()
    )
    for _ in range(2):
        [row] = by_code("P-1")
        with CaptureQueriesContext(connection) as asked:
            assert (row.currency.code, row.tax_code, row.name) == ("CNY", None, "Prepared")
        assert len(asked) == 0
    expected = Customer.objects.get(code="P-1")
    assert row == expected
    for field in Customer._meta.concrete_fields:
        assert getattr(row, field.attname) == getattr(expected, field.attname), field.attname
    row.name = "Saved"
    row.save()
    assert Customer.objects.get(code="P-1").name == "Saved"


def test_columns_left_out_are_read_when_they_are_wanted():
    Customer.objects.create(code="P-2", name="Deferred", currency_id="CNY")
    names = prepared(lambda code: Customer.objects.filter(code=code).order_by().only("id", "code"))
    [row] = names("P-2")
    assert row.get_deferred_fields()
    assert row.name == "Deferred"


class Part(serializers.Serializer):
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)


class Whole(serializers.Serializer):
    name = serializers.CharField(max_length=10)
    parts = Part(many=True, required=False)


def test_a_lent_serializer_forgets_its_last_use():
    with pytest.raises(ValidationError):
        parse(Whole, {"name": "much too long a name"}, {})
    assert parse(Whole, {"parts": []}, {}, partial=True) == {"parts": []}
    with pytest.raises(ValidationError) as refused:
        parse(Whole, {"parts": []}, {})
    assert "name" in refused.value.detail
    assert parse(Whole, {"name": "a", "parts": [{"amount": "1.50"}]}, {}) == {
        "name": "a",
        "parts": [{"amount": Decimal("1.50")}],
    }


def test_serializers_are_lent_to_one_use_at_a_time():
    def use(number):
        value = parse(Whole, {"name": str(number)}, {"number": number})
        return render(Whole, [{"name": value["name"], "parts": []}], {})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(use, range(400)))
    assert [answer[0]["name"] for answer in answers] == [str(number) for number in range(400)]


def test_a_kept_connection_is_tried_before_its_first_statement(monkeypatch):
    tried = []
    monkeypatch.setattr(connections["default"], "close_if_health_check_failed", lambda: tried.append(1))
    monkeypatch.setattr(connections["default"], "health_check_done", False)
    statements.fetch("SELECT %s::int", [1])
    assert tried == [1]
