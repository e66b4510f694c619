"""Writes where and how the demo company makes its goods: shifts, work centers and routings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from erp.masterdata.models import CalendarException, WorkingCalendar
from orders.services.demo.catalog_item import DemoItem
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from production.models import OperationAlternative, Routing, RoutingOperation, WorkCenter

ROWS_AT_ONCE = 2000
_TWO_SHIFTS = [["06:00", "14:00"], ["14:00", "22:00"]]
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_OUTSIDE = "PLATE-EXT"
_PROFILES = "HS-ME"  # extruded profiles are anodized
# code, names, machines, efficiency, per hour, set-up per hour, two shifts
CENTERS = (
    ("SMT", ("Board mounting", "贴片线"), 1, "0.92", 48, 30, True),
    ("AOI", ("Optical inspection", "光学检测"), 1, "0.95", 22, 15, False),
    ("ENG", ("Light engine bench", "光源组装台"), 1, "0.9", 18, 12, False),
    ("WASH", ("Deburring and washing", "去毛刺清洗"), 1, "0.9", 16, 12, False),
    ("COAT", ("Powder coating line", "粉末喷涂线"), 1, "0.85", 40, 36, False),
    ("ASM", ("Final assembly", "总装线"), 2, "0.9", 20, 14, True),
    ("TEST", ("Burn-in and test", "老化测试"), 1, "1", 12, 8, False),
    ("PACK", ("Packing", "包装"), 1, "0.95", 14, 8, False),
)


@dataclass(frozen=True)
class _Step:
    """An operation as the demo company writes it down; minutes, run per piece."""

    center: str
    name: tuple[str, str]
    setup: str
    run: str
    move: str = "10"
    overlap: int | None = None
    group: str = ""
    days: int | None = None
    price: str = ""
    other: tuple[str, str] | None = None


def write_workshop(plan: DemoPlan, written: Written) -> None:
    """Write shifts, work centers and a routing for everything that is made."""
    centers = _write_centers(plan, written)
    made = [item for item in plan.catalog.items.values() if item.is_made]
    valid_from = plan.today - timedelta(days=730)
    spot = 1 if plan.language == "zh" else 0
    routings = Routing.objects.bulk_create(
        [
            Routing(item=written.items[item.sku], valid_from=valid_from, lot_quantity=_lot(item))
            for item in made
        ],
        batch_size=ROWS_AT_ONCE,
    )
    rows: list[RoutingOperation] = []
    others: list[OperationAlternative] = []
    for routing, item in zip(routings, made, strict=True):
        for place, step in enumerate(_steps(item), start=1):
            row = _operation(routing, place * 10, step, centers, spot)
            rows.append(row)
            if step.other:
                code, factor = step.other
                others.append(
                    OperationAlternative(operation=row, work_center=centers[code], factor=Decimal(factor))
                )
    RoutingOperation.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    for other in others:
        other.operation_id = other.operation.pk
    OperationAlternative.objects.bulk_create(others, batch_size=ROWS_AT_ONCE)


def _write_centers(plan: DemoPlan, written: Written) -> dict[str, WorkCenter]:
    spot = 1 if plan.language == "zh" else 0
    shifts = _two_shifts(plan, written)
    centers = [
        WorkCenter(
            code=code,
            name=name[spot],
            calendar_id=shifts if is_two else written.calendar_id,
            machines=machines,
            efficiency=Decimal(efficiency),
            cost_per_hour=rate,
            setup_cost_per_hour=setup,
        )
        for code, name, machines, efficiency, rate, setup, is_two in CENTERS
    ]
    supplier = next(iter(sorted(written.suppliers.values())), None)
    name = ("Plating and anodizing outside", "外协电镀与氧化")[spot]
    centers.append(WorkCenter(code=_OUTSIDE, name=name, is_outside=True, supplier_id=supplier))
    return {row.code: row for row in WorkCenter.objects.bulk_create(centers)}


def _two_shifts(plan: DemoPlan, written: Written) -> int:
    """Early and late shift on the days that the plant works."""
    calendar = WorkingCalendar.objects.create(
        code="PLANT-2",
        name=("Plant, two shifts", "工厂两班制")[1 if plan.language == "zh" else 0],
        time_zone=plan.words.time_zone,
        weekly=dict.fromkeys(_DAYS, _TWO_SHIFTS),
    )
    usual: Iterable[CalendarException] = CalendarException.objects.filter(calendar_id=written.calendar_id)
    CalendarException.objects.bulk_create(
        CalendarException(
            calendar=calendar, date=row.date, intervals=_TWO_SHIFTS if row.intervals else [], name=row.name
        )
        for row in usual
    )
    return calendar.pk


def _operation(
    routing: Routing, number: int, step: _Step, centers: dict[str, WorkCenter], spot: int
) -> RoutingOperation:
    center = centers[step.center]
    return RoutingOperation(
        routing=routing,
        number=number,
        work_center=center,
        name=step.name[spot],
        setup_minutes=Decimal(step.setup),
        run_minutes=Decimal(step.run),
        queue_minutes=Decimal(0 if center.is_outside else 30),
        move_minutes=Decimal(step.move),
        overlap_quantity=step.overlap,
        setup_group=step.group,
        supplier_id=center.supplier_id,
        lead_days=step.days,
        outside_price=Decimal(step.price) if step.price else None,
    )


def _lot(item: DemoItem) -> Decimal:
    """What is usually made at once."""
    if item.tier == "finished":
        return Decimal(20)
    return Decimal({"LB": 200, "LE": 60}.get(item.sku[:2], 40))


def _steps(item: DemoItem) -> list[_Step]:
    """Boards are placed and inspected, engines built, housings coated, luminaires assembled and tested."""
    kind = item.sku[:2]
    if kind == "LB":
        return _board(item)
    if kind == "LE":
        test = _Step("TEST", ("Light test", "光学测试"), "5", "0.8")
        build = _Step("ENG", ("Build engine", "组装光源"), "12", "3.5", other=("ASM", "1.2"))
        return [build, test]
    if kind == "HS":
        return _housing(item)
    packs = _Step("PACK", ("Pack", "装箱"), "3", "1.2")
    burn_in = _Step("TEST", ("Burn-in", "老化"), "6", "1.5")
    minutes = "11" if item.kilograms > 3 else "7"
    build = _Step("ASM", ("Assemble", "总装"), "15", minutes, overlap=5, other=("ENG", "1.25"))
    return [build, burn_in, packs]


def _board(item: DemoItem) -> list[_Step]:
    watts = item.sku.split("-")[1].lstrip("E")
    run = f"{Decimal('0.25') + Decimal(int(watts)) / 40:.3f}"
    return [
        _Step("SMT", ("Place and reflow", "贴片回流"), "35", run, overlap=40, group=f"LB-{watts}"),
        _Step("AOI", ("Inspect", "光学检测"), "4", "0.2"),
    ]


def _housing(item: DemoItem) -> list[_Step]:
    finish = item.sku.rsplit("-", 1)[-1]
    steps = [_Step("WASH", ("Deburr and wash", "去毛刺清洗"), "8", "1.5")]
    if finish == "N" or item.sku.startswith(_PROFILES):
        name = ("Nickel-plate", "电镀") if finish == "N" else ("Anodize", "阳极氧化")
        return [*steps, _Step(_OUTSIDE, name, "0", "0", days=4, price="1.80")]
    coat = _Step("COAT", ("Powder coat", "喷涂"), "40", "1.8", move="45", group=finish)
    return [*steps, coat]
