"""Bills and routings from files: a component or an operation a row, a version per product and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.records import Problems
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from orders.calc.cells import boolean_of, date_of
from orders.services.imports.fields import Column, Row, number, text, whole
from orders.services.imports.subject import Subject, Written, items_of, names_of, resolve
from production.calc.explosion import cycle_in
from production.models import Bom, Routing, WorkCenter
from production.selectors.bills import links_below
from production.services.boms import RIGHT as BOM_RIGHT
from production.services.boms import create_bom
from production.services.routings import RIGHT as ROUTING_RIGHT
from production.services.routings import check_operations, create_routing
from production.services.structure_rows import build_components

Key = tuple[int, date]
_PRODUCT = Column("product", "Product", "产品", text(60), ("SKU", "item", "货号"), True, "BIKE")
_FROM = Column("valid_from", "Valid from", "生效日期", date_of, example="2026-01-01")
_MINUTES = ("setup_minutes", "run_minutes", "queue_minutes", "move_minutes")


def bom_columns() -> list[Column]:
    """What a row of a bill says: one component; the head's columns count from the first row of a bill."""
    return [
        _PRODUCT,
        _FROM,
        Column("output_quantity", "For a quantity of", "对应产出数量", number(6), example="1"),
        Column("is_phantom", "Phantom", "虚拟件", boolean_of),
        Column("component", "Component", "组件", text(60), ("part", "子件"), True, "WHEEL"),
        Column("quantity", "Quantity", "数量", number(6), ("qty", "用量"), True, "2"),
        Column("unit", "Unit", "单位", text(60), ("uom", "计量单位"), example="pcs", example_zh="件"),
        Column("scrap_percent", "Scrap in %", "损耗率 %", number(3, "100"), ("scrap",), example="1.5"),
        Column("is_fixed", "Once per order", "每单一次", boolean_of),
        Column("operation_number", "Operation", "工序", whole(999_999), example="10"),
    ]


def routing_columns() -> list[Column]:
    """What a row of a routing says: one operation."""
    return [
        _PRODUCT,
        _FROM,
        Column("lot_quantity", "Usual lot", "常用批量", number(6), ("lot",), example="20"),
        Column("number", "No.", "编号", whole(999_999), ("number", "operation"), example="10"),
        Column("work_center", "Work center", "工作中心", text(120), ("machine",), True, "ASM"),
        Column("name", "Name", "名称", text(120), example="Assemble", example_zh="总装"),
        Column("setup_minutes", "Set-up", "准备", number(4, "525600"), ("setup",), example="15"),
        Column("run_minutes", "Run", "加工", number(4, "525600"), ("run each",), example="2.5"),
        Column("queue_minutes", "Queue", "排队", number(4, "525600")),
        Column("move_minutes", "Move", "移动", number(4, "525600")),
        Column("overlap_quantity", "Next may begin after", "完成多少后可开始下道", number(6)),
        Column("setup_group", "Set-up group", "换型组", text(40)),
        Column("lead_days", "Days outside", "外协天数", whole(3650)),
        Column("outside_price", "Price outside", "外协单价", number(6)),
    ]


def _groups(rows: Sequence[Row], model: Any, *, update: bool) -> dict[Key, list[Row]]:
    """The rows by product and day; rows without a product are noted, as are versions that exist already."""
    items, today = items_of(rows), business_day(timezone.now())
    found: dict[Key, list[Row]] = {}
    for row in rows:
        item = items.get(row.values.get("product", ""))
        if item is None:
            if "product" in row.values:
                row.refuse("product", "unknown")
            continue
        if item.kind == Item.Kind.SERVICE:
            row.refuse("product", "service", str(_("A service is not made.")))
            continue
        row.values["_key"] = (item.pk, row.values.get("valid_from", today))
        found.setdefault(row.values["_key"], []).append(row)
    stored = model.objects.filter(item_id__in={key[0] for key in found}, is_active=True)
    if model is Bom:
        stored = stored.filter(alternative="")
    taken = set(stored.values_list("item_id", "valid_from"))
    for key, own in found.items():
        for row in own:
            row.values["_is_known"] = key in taken
            if key in taken and not update:
                row.refuse("valid_from" if "valid_from" in row.values else "product", "taken")
    return found


def _note(own: Sequence[Row], problems: Problems, names: dict[str, str]) -> None:
    """Put what the service's own check found beside its rows: `components[2].product` → row 3."""
    for path, messages in problems.errors.items():
        head, _dot, name = path.partition("].")
        at = head.partition("[")[2]
        row = own[int(at)] if at.isdigit() and int(at) < len(own) else own[0]
        column = names.get(name.partition("[")[0], name or "product")
        row.refuse(column, "refused", " ".join(messages))


def check_boms(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows of bills, circles among them; names become records."""
    named = {row.values["component"] for row in rows if "component" in row.values}
    parts = dict(Item.objects.filter(sku__in=named).values_list("sku", "pk"))
    resolve(rows, "unit", names_of(Unit, "code", "name"))
    for row in rows:
        if "component" in row.values and row.values["component"] not in parts:
            row.refuse("component", "unknown")
        row.values["_part"] = parts.get(row.values.get("component", ""))
    groups = _groups(rows, Bom, update=update)
    for own in groups.values():
        sound = [row for row in own if not row.errors]
        if not sound:
            continue
        problems = Problems()
        build_components([_component(row) for row in sound], problems)
        _note(sound, problems, {"product": "component"})
    _refuse_circles(groups)
    _refuse_broken(groups)


def _refuse_broken(groups: dict[Key, list[Row]]) -> None:
    """A version is taken as a whole or not at all: one wrong row keeps its others out."""
    for own in groups.values():
        if any(row.errors for row in own):
            for row in own:
                if not row.errors:
                    message = str(_("Another row of this version is wrong; it is taken as a whole."))
                    row.refuse("product", "version", message)


def _refuse_circles(groups: dict[Key, list[Row]]) -> None:
    """A bill by which an item would consist of itself, with what is stored and the file together."""
    parts = {row.values["_part"] for own in groups.values() for row in own if row.values["_part"]}
    below = links_below(list(parts | {key[0] for key in groups})) if groups else {}
    for (item, _day), own in groups.items():
        below.setdefault(item, []).extend(row.values["_part"] for row in own if row.values["_part"])
    skus: dict[int, str] = {}
    for (item, _day), own in groups.items():
        found = cycle_in(below, item)
        if found and item in found:
            skus = skus or dict(Item.objects.filter(pk__in=below).values_list("pk", "sku"))
            way = " → ".join(skus.get(pk, "?") for pk in found)
            message = str(_("The product would consist of itself: %(path)s.")) % {"path": way}
            for row in own:
                row.refuse("component", "bom_cycle", message)


def _component(row: Row) -> Any:
    said = row.values
    found = {"item_id": said["_part"], "quantity": said.get("quantity"), "unit_id": said.get("unit")}
    for name in ("scrap_percent", "is_fixed", "operation_number"):
        if name in said:
            found[name] = said[name]
    return found


def check_routings(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows of routings; names become records."""
    resolve(rows, "work_center", names_of(WorkCenter, "code", "name"))
    groups = _groups(rows, Routing, update=update)
    for own in groups.values():
        sound = [row for row in own if not row.errors]
        if sound:
            problems = Problems()
            check_operations([_operation(row) for row in sound], problems)
            _note(sound, problems, {})
    _refuse_broken(groups)


def _operation(row: Row) -> Any:
    names = (*_MINUTES, "number", "name", "overlap_quantity", "setup_group", "lead_days", "outside_price")
    found = {name: row.values[name] for name in names if name in row.values}
    return found | {"work_center_id": row.values.get("work_center")}


def _by_key(rows: Sequence[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(row.values["_key"], []).append(row)
    return found


def _written(rows: Sequence[Row], write: Callable[[Key, list[Row]], object]) -> Written:
    done = Written()
    for key, own in _by_key(rows).items():
        write(key, own)
        if own[0].values["_is_known"]:
            done.updated += len(own)
        else:
            done.created += len(own)
    return done


def write_boms(rows: Sequence[Row], actor: Actor) -> Written:
    """Write each bill through its own command; the components of a version are replaced as a whole."""

    def write(key: Key, own: list[Row]) -> None:
        first = own[0].values
        create_bom(
            item_id=key[0],
            valid_from=key[1],
            components=[_component(row) for row in own],
            values={
                "is_phantom": bool(first.get("is_phantom")),
                **({"output_quantity": first["output_quantity"]} if first.get("output_quantity") else {}),
            },
            actor=actor,
        )

    return _written(rows, write)


def write_routings(rows: Sequence[Row], actor: Actor) -> Written:
    """Write each routing through its own command; the operations of a version are replaced as a whole."""

    def write(key: Key, own: list[Row]) -> None:
        first = own[0].values
        lot = first.get("lot_quantity")
        create_routing(
            item_id=key[0],
            valid_from=key[1],
            operations=[_operation(row) for row in own],
            values={"lot_quantity": lot} if lot else {},
            actor=actor,
        )

    return _written(rows, write)


BOMS = Subject(
    "boms", _("Bills of materials"), BOM_RIGHT[0], bom_columns, check_boms, write_boms, keeps_rows=False
)
ROUTINGS = Subject(
    "routings",
    _("Routings"),
    ROUTING_RIGHT[0],
    routing_columns,
    check_routings,
    write_routings,
    keeps_rows=False,
)
