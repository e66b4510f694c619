"""Statements of an order look their rows up, however small the tables were when they were planned."""

import json

import pytest
from django.db import connection

from orders.selectors.fulfillment import _FACTS
from sla.services.clock_rows import _ENDED, _PAUSED

pytestmark = pytest.mark.django_db


def plan_of(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_the_facts_of_an_order_never_hash_the_pegs_of_all_orders():
    plan = plan_of(_FACTS, {"ids": [1]})
    assert "hashed" not in plan
    assert plan.count("document_id = o.id") >= 4  # demands, shipments, and what is pegged twice


@pytest.mark.parametrize("part, tail", [(_ENDED, "SELECT * FROM stops"), (_PAUSED, "SELECT * FROM paused")])
def test_clocks_are_looked_up_by_their_document(part, tail):
    rows = json.dumps([{"seq": 0, "kind": "order", "id": 1}])
    plan = plan_of(f"WITH {part} {tail}", [rows, 1])
    assert "Seq Scan on sla_slatimer" not in plan
    looked_up = [line for line in plan.splitlines() if "Index Cond" in line and "subject_id" in line]
    assert looked_up
