"""Keeping the facts of orders that are over, so that a board over years of orders reads few books."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.masterdata.selectors.company import business_day, company
from orders.models import Order
from sla.calc.kept_facts import basis_of, settles_on, to_json
from sla.calc.metrics import OrderFacts
from sla.models import KeptFacts
from sla.selectors.order_facts import reckoned_facts

SLICE = 2_000
MOST_SLICES = 50

# Orders that may be over and of which no valid facts are kept, after a key; with the last news of each.
_WANTED = """
SELECT o.id, last.id, last.at FROM orders_order o
CROSS JOIN LATERAL (SELECT e.id, e.at FROM core_event e WHERE e.about_kind = 'order' AND e.about_id = o.id
                    ORDER BY e.id DESC LIMIT 1) last
WHERE o.id > %(after)s AND o.promised_on < %(today)s
  AND (o.fulfillment_state = 'delivered' OR o.state IN ('closed', 'cancelled'))
  AND NOT EXISTS (SELECT 1 FROM sla_keptfacts k
                  WHERE k.order_id = o.id AND k.basis = %(basis)s AND k.event_id >= last.id)
ORDER BY o.id LIMIT %(limit)s
"""
_KEEP = """
INSERT INTO sla_keptfacts (order_id, basis, event_id, settles_on, facts)
SELECT order_id, basis, event_id, settles_on, facts
FROM jsonb_to_recordset(%s::jsonb) AS t(order_id bigint, basis text, event_id bigint, settles_on date,
    facts jsonb)
ON CONFLICT (order_id) DO UPDATE SET basis = excluded.basis, event_id = excluded.event_id,
    settles_on = excluded.settles_on, facts = excluded.facts
"""


def keep_facts(*, actor: Actor, at: datetime | None = None) -> int:
    """Keep the facts of all orders that are over and not kept yet, slice by slice; gives how many.

    May run at any time, twice, or die in between: each slice is a transaction of its own.
    """
    now, after, kept = at or timezone.now(), 0, 0
    for _slice in range(MOST_SLICES):
        last, count = keep_slice(after=after, actor=actor, at=now)
        kept += count
        if last is None:
            break
        after = last
    return kept


@command()
def keep_slice(*, after: int, actor: Actor, at: datetime) -> tuple[int | None, int]:
    """Keep one slice of orders after a key; gives the last key looked at, None at the end, and how many."""
    today, zone = business_day(at), company().time_zone
    asked: dict[str, int | str | date] = {
        "after": after,
        "today": today,
        "basis": basis_of(zone),
        "limit": SLICE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WANTED, asked)
        news = {row[0]: (row[1], row[2].astimezone(ZoneInfo(zone)).date()) for row in cursor.fetchall()}
        if not news:
            return None, 0
        facts = reckoned_facts(Order.objects.filter(pk__in=list(news)), as_of=today)
        rows = [row for one in facts if (row := _row(one, *news[one.order_id], basis_of(zone), today))]
        cursor.execute(_KEEP, [json.dumps(rows)])
    return max(news), len(rows)


def _row(
    facts: OrderFacts, event_id: int, last_news_on: date, basis: str, today: date
) -> dict[str, object] | None:
    day = settles_on(facts, last_news_on)
    if day is None or day > today:
        return None
    return {
        "order_id": facts.order_id,
        "basis": basis,
        "event_id": event_id,
        "settles_on": day.isoformat(),
        "facts": to_json(facts),
    }


@command()
def forget_facts(*, actor: Actor) -> int:
    """Let all kept facts go, because what they were reckoned by has changed (a working calendar)."""
    return KeptFacts.objects.all().delete()[0]
