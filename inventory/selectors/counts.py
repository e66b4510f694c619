"""Stock counts as readers see them: what is due, what should lie where, and how exact the books are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Prefetch, Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.refs import DocumentRef
from inventory.models import CountSettings, Reservation, StockCount, StockCountEntry, StockCountLine

VIEW_COUNT = declare_permission("inventory.view_count", "See stock counts")
APPROVE_COUNT = declare_permission("inventory.approve_count", "Approve differences of stock counts")
ZERO = Decimal(0)
YEAR = 365
UNFINISHED = ("draft", "open", "recount", "counted", "approved")

Place = tuple[int, int, int | None]


@document("count", prefix="cnt", key="number", permission=VIEW_COUNT)
def visible_counts(actor: Actor) -> QuerySet[StockCount]:
    """All counts, for those who may see them."""
    if not actor.has(VIEW_COUNT):
        return StockCount.objects.none()
    return StockCount.objects.all()


def counts_in_list(rows: QuerySet[StockCount]) -> QuerySet[StockCount]:
    """Counts with how far they are, in one query."""
    return rows.select_related("warehouse").annotate(
        places=Count("lines"),
        done=Count("lines", filter=Q(lines__counted__isnull=False, lines__needs_recount=False)),
        differing=Count(
            "lines", filter=Q(lines__counted__isnull=False) & ~Q(lines__counted=F("lines__expected"))
        ),
    )


def counts_in_full(rows: QuerySet[StockCount]) -> QuerySet[StockCount]:
    """Counts with their lines in the order of the bins, in two queries more."""
    return counts_in_list(rows).prefetch_related(Prefetch("lines", count_lines()))


def count_lines() -> QuerySet[StockCountLine]:
    """Lines of counts with what pages show of them, in the order of the bins."""
    rows = StockCountLine.objects.select_related("item__unit", "location", "lot", "counted_by")
    return rows.order_by("location__pick_sequence", "location__code", "item__sku", "pk")


def entries_of(count_id: int) -> list[StockCountEntry]:
    """Every answer of the counters of one count, oldest first."""
    rows = StockCountEntry.objects.filter(line__count_id=count_id)
    return list(rows.select_related("line__item__unit", "line__location", "line__lot").order_by("pk")[:1000])


def sees_expected(actor: Actor, count: StockCount) -> bool:
    """Whether a reader may know what the books say of a count.

    Counters count blind: until the count is posted only those who approve differences see it.
    """
    return count.state == StockCount.State.POSTED or actor.has(APPROVE_COUNT)


def count_settings() -> CountSettings:
    """How the company counts; the usual values where nobody has changed them."""
    return CountSettings.objects.order_by("pk").first() or CountSettings()


_SHELF = """
WITH asked AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[])
        WITH ORDINALITY AS t(item_id, location_id, lot_id, at, place))
SELECT a.place,
       coalesce((SELECT sum(b.on_hand) FROM inventory_balance b WHERE b.item_id = a.item_id
                 AND b.location_id = a.location_id AND b.lot_id IS NOT DISTINCT FROM nullif(a.lot_id, 0)), 0)
     - coalesce((SELECT sum(m.quantity) FROM inventory_move m JOIN inventory_location p
                 ON p.id = m.location_id WHERE m.item_id = a.item_id AND m.warehouse_id = p.warehouse_id
                 AND m.location_id = a.location_id AND m.lot_id IS NOT DISTINCT FROM nullif(a.lot_id, 0)
                 AND m.at > a.at), 0)
     - coalesce((SELECT sum(l.picked) FROM inventory_shipmentline l
                 JOIN inventory_shipment s ON s.id = l.shipment_id
                 WHERE l.item_id = a.item_id AND l.location_id = a.location_id
                 AND l.lot_id IS NOT DISTINCT FROM nullif(a.lot_id, 0) AND l.picked > 0
                 AND s.state IN ('picking', 'picked', 'packed', 'shipped', 'delivered')
                 AND (s.picked_at IS NULL OR s.picked_at <= a.at)
                 AND (s.shipped_at IS NULL OR s.shipped_at > a.at)), 0)
FROM asked a ORDER BY a.place
"""


def shelf_quantities(places: Sequence[tuple[Place, datetime]]) -> list[Decimal]:
    """What should lie on the shelf at each place and moment by the books.

    The balance of that moment less what was picked by then and had not left: picked goods still
    belong to the balance of their bin, but a counter does not find them there. One statement, so
    that balance, ledger and shipments are seen at one instant.

    Units: base units of the items.
    """
    if not places:
        return []
    items = [place[0] for place, _at in places]
    locations = [place[1] for place, _at in places]
    lots = [place[2] or 0 for place, _at in places]
    with connection.cursor() as cursor:
        cursor.execute(_SHELF, [items, locations, lots, [at for _place, at in places]])
        return [row[1] for row in cursor.fetchall()]


_CLASSES = """
WITH used AS (
    SELECT m.item_id, -sum(m.quantity) * i.standard_cost AS value FROM inventory_move m
    JOIN inventory_item i ON i.id = m.item_id
    WHERE m.kind IN ('shipment', 'issue') AND m.at >= %s GROUP BY m.item_id, i.standard_cost
    HAVING sum(m.quantity) < 0),
ranked AS (
    SELECT item_id, value, sum(value) OVER (ORDER BY value DESC, item_id) - value AS before,
           sum(value) OVER () AS total FROM used)
SELECT item_id, CASE WHEN before < total * %s / 100 THEN 'A' WHEN before < total * %s / 100 THEN 'B'
                     ELSE 'C' END FROM ranked WHERE value > 0
"""


def abc_classes(*, now: datetime, settings: CountSettings | None = None) -> dict[int, str]:
    """The class of every item that was used within a year, by the value used; others are C.

    Items in falling order of yearly usage at standard cost: A until their sum reaches `a_share` of
    the whole, B until `b_share`, then C. The item that crosses a border belongs to the better class.

    Source: Pareto analysis of APICS, after H. F. Dickie, "ABC inventory analysis shoots for
    dollars, not pennies", Factory Management and Maintenance 109 (1951).
    """
    known = settings or count_settings()
    with connection.cursor() as cursor:
        cursor.execute(_CLASSES, [now - timedelta(days=YEAR), known.a_share, known.b_share])
        return dict(cursor.fetchall())


_DUE = """
SELECT b.item_id, b.location_id, b.lot_id,
       (SELECT max(l.counted_at) FROM inventory_stockcountline l JOIN inventory_stockcount c
        ON c.id = l.count_id AND c.state = 'posted'
        WHERE l.item_id = b.item_id AND l.location_id = b.location_id) AS last_at
FROM inventory_balance b JOIN inventory_location p ON p.id = b.location_id AND p.is_active
JOIN inventory_item i ON i.id = b.item_id
WHERE b.warehouse_id = %s AND b.on_hand > 0 AND p.is_usable
  AND NOT EXISTS (SELECT 1 FROM inventory_stockcountline l WHERE l.is_live AND l.item_id = b.item_id
                  AND l.location_id = b.location_id AND l.lot_id IS NOT DISTINCT FROM b.lot_id)
"""


@dataclass(frozen=True)
class DuePlace:
    """A place that should be counted, with its class and since when it is due (None: never counted)."""

    place: Place
    abc_class: str
    last_at: datetime | None


def due_places(
    *, warehouse_id: int, today: date, classes: dict[int, str], settings: CountSettings, limit: int
) -> list[DuePlace]:
    """Places whose last count is older than their class allows, the most valuable class first.

    Places of counts that are still open are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [warehouse_id])
        rows = cursor.fetchall()
    found = []
    for item_id, location_id, lot_id, last_at in rows:
        abc = classes.get(item_id, "C")
        days = settings.days_of(abc)
        if days and (last_at is None or (today - last_at.date()).days >= days):
            found.append(DuePlace((item_id, location_id, lot_id), abc, last_at))
    found.sort(key=lambda one: (one.abc_class, one.last_at is not None, one.last_at or today, one.place[:2]))
    return found[:limit]


@dataclass(frozen=True)
class Accuracy:
    """How exact the books were when they were counted.

    `rate` is the inventory record accuracy: places within their tolerance ÷ places counted. `net`
    is the sum of the differences' values, `gross` of their absolute values, `counted_value` what
    the books expected at the counted places, all at the standard cost of today.
    """

    counts: int
    places: int
    accurate: int
    net: Decimal
    gross: Decimal
    counted_value: Decimal

    @property
    def rate(self) -> Decimal | None:
        """Accurate places ÷ counted places; None when nothing was counted."""
        return Decimal(self.accurate) / self.places if self.places else None

    @property
    def value_rate(self) -> Decimal | None:
        """1 − gross difference ÷ counted value; None when nothing of value was counted."""
        return 1 - self.gross / self.counted_value if self.counted_value > 0 else None


_ACCURACY = """
SELECT l.abc_class, count(DISTINCT c.id), count(*), count(*) FILTER (WHERE l.is_accurate),
       coalesce(sum((l.counted - l.expected) * i.standard_cost), 0),
       coalesce(sum(abs(l.counted - l.expected) * i.standard_cost), 0),
       coalesce(sum(l.expected * i.standard_cost), 0)
FROM inventory_stockcountline l JOIN inventory_stockcount c ON c.id = l.count_id
JOIN inventory_item i ON i.id = l.item_id
WHERE c.state = 'posted' AND c.posted_at >= %s AND c.posted_at < %s
  AND (%s::bigint IS NULL OR c.warehouse_id = %s)
GROUP BY GROUPING SETS ((l.abc_class), ())
"""


def count_accuracy(
    actor: Actor, *, since: datetime, until: datetime, warehouse_id: int | None = None
) -> dict[str, Accuracy]:
    """Inventory record accuracy of the counts posted in a period, by class and ("") in all.

    Raises: NotPermitted.
    Source: inventory record accuracy as in the APICS Dictionary; tolerances by class as practised
    for cycle counting (Brooks and Wilson, Inventory Record Accuracy, 2nd ed., ch. 3).
    """
    actor.require(VIEW_COUNT)
    with connection.cursor() as cursor:
        cursor.execute(_ACCURACY, [since, until, warehouse_id, warehouse_id])
        found = {row[0] or "": Accuracy(*row[1:]) for row in cursor.fetchall()}
    return {"": Accuracy(0, 0, 0, ZERO, ZERO, ZERO)} | found


def reserved_at(places: Iterable[Place]) -> Q:
    """The condition on reservations that they lie at one of these places; none without places."""
    wanted = Q(pk__in=[])
    for item_id, location_id, lot_id in places:
        lot = Q(balance__lot__isnull=True) if lot_id is None else Q(balance__lot_id=lot_id)
        wanted |= Q(balance__item_id=item_id, balance__location_id=location_id) & lot
    return wanted


def documents_reserved_at(places: Iterable[Place]) -> list[DocumentRef]:
    """The documents that have something reserved at places, read without a lock."""
    rows = Reservation.objects.filter(reserved_at(places)).order_by().distinct()
    names = ("demand__document_kind", "demand__document_id", "demand__document_number")
    return [DocumentRef(*row) for row in rows.values_list(*names)]
