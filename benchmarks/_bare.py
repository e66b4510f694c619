"""A yardstick: order to cash as bare SQL, with nothing that makes it a product.

Seven transactions of 32 statements in all on tables of their own: an order of three lines is entered,
confirmed under a credit limit and reserved from locked balances, released, picked, packed, shipped with its
moves, invoice and journal, paid and allocated. No rights, no audit, no outbox, no rules, no promise: what the machine and its
database can do at this hour, so that rates of different machines and hours can be compared as ratios.
"""

from __future__ import annotations

import random
import time
from typing import Any

from django.db import connection, transaction

BARE_ITEMS = 10

_TABLES = """
DROP SCHEMA IF EXISTS bare CASCADE;
CREATE SCHEMA bare;
CREATE TABLE bare.customer (id int PRIMARY KEY, credit numeric NOT NULL, used numeric NOT NULL CHECK (used <= credit));
CREATE TABLE bare.balance (item int PRIMARY KEY, on_hand numeric NOT NULL, reserved numeric NOT NULL,
    CHECK (reserved BETWEEN 0 AND on_hand));
CREATE TABLE bare.orders (id bigserial PRIMARY KEY, customer int NOT NULL REFERENCES bare.customer, state text NOT NULL,
    total numeric NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON bare.orders (customer, id);
CREATE TABLE bare.line (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES bare.orders,
    item int NOT NULL REFERENCES bare.balance, quantity numeric NOT NULL, price numeric NOT NULL);
CREATE INDEX ON bare.line (order_id);
CREATE TABLE bare.reservation (id bigserial PRIMARY KEY, line bigint NOT NULL REFERENCES bare.line, item int NOT NULL,
    quantity numeric NOT NULL);
CREATE INDEX ON bare.reservation (line);
CREATE TABLE bare.shipment (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES bare.orders, state text NOT NULL);
CREATE INDEX ON bare.shipment (order_id);
CREATE TABLE bare.shipment_line (id bigserial PRIMARY KEY, shipment bigint NOT NULL REFERENCES bare.shipment,
    line bigint NOT NULL REFERENCES bare.line, item int NOT NULL, quantity numeric NOT NULL, picked numeric NOT NULL);
CREATE INDEX ON bare.shipment_line (shipment);
CREATE TABLE bare.move (id bigserial PRIMARY KEY, item int NOT NULL, quantity numeric NOT NULL, source bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON bare.move (item, id);
CREATE TABLE bare.invoice (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES bare.orders,
    total numeric NOT NULL, open numeric NOT NULL CHECK (open >= 0));
CREATE INDEX ON bare.invoice (order_id);
CREATE TABLE bare.journal (id bigserial PRIMARY KEY, invoice bigint NOT NULL, account text NOT NULL, debit numeric NOT NULL,
    credit numeric NOT NULL);
CREATE INDEX ON bare.journal (account, id);
CREATE TABLE bare.payment (id bigserial PRIMARY KEY, customer int NOT NULL REFERENCES bare.customer, amount numeric NOT NULL);
CREATE TABLE bare.allocation (payment bigint NOT NULL REFERENCES bare.payment, invoice bigint NOT NULL REFERENCES bare.invoice,
    amount numeric NOT NULL);
INSERT INTO bare.customer SELECT n, 1e12, 0 FROM generate_series(0, 999) n;
INSERT INTO bare.balance SELECT n, 1e9, 0 FROM generate_series(0, 9) n;
ANALYZE bare.customer;
ANALYZE bare.balance;
"""


def make_bare() -> None:
    """Tables of their own, with the same numbers of customers and items as the benchmark's company."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)


def bare_order(customer: int, items: list[int]) -> int:
    """One order from entry to payment; gives how many statements it took, begin and commit apart."""
    count = 0

    def do(statement: str, *parameters: Any) -> Any:
        nonlocal count
        count += 1
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0] if "RETURNING" in statement or statement.startswith("SELECT") else None

    with connection.cursor() as cursor:
        with transaction.atomic():
            order = _entered(do, customer, items)
        with transaction.atomic():
            _confirmed(do, order, customer)
        with transaction.atomic():
            shipment = _released(do, order)
        for was, now in (("released", "picked"), ("picked", "packed")):
            with transaction.atomic():
                do("SELECT id FROM bare.shipment WHERE id = %s AND state = %s FOR UPDATE", shipment, was)
                do("UPDATE bare.shipment_line SET picked = quantity WHERE shipment = %s", shipment)
                do("UPDATE bare.shipment SET state = %s WHERE id = %s", now, shipment)
        with transaction.atomic():
            invoice = _shipped(do, order, shipment)
        with transaction.atomic():
            _paid(do, order, invoice, customer)
    return count


def _entered(do: Any, customer: int, items: list[int]) -> Any:
    order = do(
        "INSERT INTO bare.orders (customer, state, total) VALUES (%s, 'submitted', 59.94) RETURNING id",
        customer,
    )
    do(
        "INSERT INTO bare.line (order_id, item, quantity, price) SELECT %s, i, 2, 9.99 FROM unnest(%s) i",
        order, items,
    )  # fmt: skip
    return order


def _confirmed(do: Any, order: Any, customer: int) -> None:
    do("SELECT id FROM bare.orders WHERE id = %s FOR UPDATE", order)
    do("SELECT used FROM bare.customer WHERE id = %s FOR UPDATE", customer)
    do("UPDATE bare.customer SET used = used + 59.94 WHERE id = %s", customer)
    do("SELECT item FROM bare.balance WHERE item IN (SELECT item FROM bare.line WHERE order_id = %s)"
       " ORDER BY item FOR UPDATE", order)  # fmt: skip
    do("UPDATE bare.balance b SET reserved = b.reserved + l.quantity FROM bare.line l"
       " WHERE l.order_id = %s AND b.item = l.item", order)  # fmt: skip
    do("INSERT INTO bare.reservation (line, item, quantity) SELECT id, item, quantity FROM bare.line"
       " WHERE order_id = %s", order)  # fmt: skip
    do("UPDATE bare.orders SET state = 'confirmed' WHERE id = %s", order)


def _released(do: Any, order: Any) -> Any:
    do("SELECT id FROM bare.orders WHERE id = %s FOR UPDATE", order)
    shipment = do("INSERT INTO bare.shipment (order_id, state) VALUES (%s, 'released') RETURNING id", order)
    do("INSERT INTO bare.shipment_line (shipment, line, item, quantity, picked) SELECT %s, id, item, quantity, 0"
       " FROM bare.line WHERE order_id = %s", shipment, order)  # fmt: skip
    return shipment


def _shipped(do: Any, order: Any, shipment: Any) -> Any:
    do("SELECT id FROM bare.shipment WHERE id = %s FOR UPDATE", shipment)
    do("INSERT INTO bare.move (item, quantity, source) SELECT item, -quantity, id FROM bare.shipment_line"
       " WHERE shipment = %s", shipment)  # fmt: skip
    do("UPDATE bare.balance b SET on_hand = on_hand - l.quantity, reserved = reserved - l.quantity"
       " FROM bare.shipment_line l WHERE l.shipment = %s AND b.item = l.item", shipment)  # fmt: skip
    do("DELETE FROM bare.reservation WHERE line IN (SELECT id FROM bare.line WHERE order_id = %s)", order)
    do("UPDATE bare.shipment SET state = 'shipped' WHERE id = %s", shipment)
    invoice = do(
        "INSERT INTO bare.invoice (order_id, total, open) VALUES (%s, 59.94, 59.94) RETURNING id", order
    )
    _posted(do, invoice, "receivable", "revenue")
    do("UPDATE bare.orders SET state = 'shipped' WHERE id = %s", order)
    return invoice


def _paid(do: Any, order: Any, invoice: Any, customer: int) -> None:
    payment = do("INSERT INTO bare.payment (customer, amount) VALUES (%s, 59.94) RETURNING id", customer)
    do("INSERT INTO bare.allocation VALUES (%s, %s, 59.94)", payment, invoice)
    _posted(do, invoice, "bank", "receivable")
    do("UPDATE bare.invoice SET open = 0 WHERE id = %s", invoice)
    do("UPDATE bare.orders SET state = 'closed' WHERE id = %s", order)
    do("UPDATE bare.customer SET used = used - 59.94 WHERE id = %s", customer)


def _posted(do: Any, invoice: Any, debit: str, credit: str) -> None:
    do("INSERT INTO bare.journal (invoice, account, debit, credit) VALUES (%s, %s, 59.94, 0), (%s, %s, 0, 59.94)",
       invoice, debit, invoice, credit)  # fmt: skip


def bare_rate(seed: int, orders: int) -> float:
    """Orders per second of one worker."""
    chance = random.Random(seed)
    for _ in range(5):
        bare_order(chance.randrange(1000), chance.sample(range(BARE_ITEMS), 3))
    started = time.perf_counter()
    for _ in range(orders):
        bare_order(chance.randrange(1000), chance.sample(range(BARE_ITEMS), 3))
    return orders / (time.perf_counter() - started)
