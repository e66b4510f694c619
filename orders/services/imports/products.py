"""Products from a file, one a row; categories that are new are made along."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.custom_fields import clean_custom, custom_field_definitions
from erp.core.documents import parse_id
from erp.core.events import emit
from erp.core.records import Problems
from erp.core.search import search_key
from erp.masterdata.models import TaxCode, Unit
from inventory.events import ItemChanged, ItemCreated
from inventory.models import Item, ItemCategory
from inventory.services.items import RIGHT, default_planning, item_ref
from inventory.services.stock import revalue_item
from orders.calc.cells import boolean_of
from orders.services.imports.fields import Column, Row, choice, custom_columns, number, text, whole
from orders.services.imports.subject import Subject, Written, names_of, refuse_repeated, resolve

COST_RIGHT = "inventory.view_cost"
_UNITS = {
    "个": "pcs",
    "件": "pcs",
    "只": "pcs",
    "piece": "pcs",
    "pieces": "pcs",
    "ea": "pcs",
    "each": "pcs",
    "对": "pair",
    "双": "pair",
    "打": "dz",
    "套": "set",
    "盒": "box",
    "箱": "ctn",
    "克": "g",
    "千克": "kg",
    "公斤": "kg",
    "吨": "t",
    "毫米": "mm",
    "米": "m",
    "毫升": "ml",
    "升": "l",
    "小时": "h",
}
_KINDS = {"stocked": ("stock", "库存商品", "存货"), "service": ("服务",), "kit": ("套装", "组合")}
_SUPPLIES = {"buy": ("bought", "purchase", "采购", "外购"), "make": ("made", "manufacture", "自制", "生产")}
_PLANNINGS = {
    "to_order": ("make to order", "按单"),
    "mrp": ("mrp 计划",),
    "reorder_point": ("再订货点",),
    "none": ("不计划", "not planned"),
}
_TRACKINGS = {
    "none": ("no", "不追踪", "无"),
    "lot": ("by lot", "批次"),
    "serial": ("by serial number", "序列号"),
}
_PLAIN = (
    "name",
    "barcode",
    "kind",
    "supply",
    "planning",
    "tracking",
    "list_price",
    "safety_stock",
    "reorder_point",
    "reorder_quantity",
    "lead_time_days",
    "weight_kg",
    "is_active",
)


_MONEY = number(4, "1e15")
_COLUMNS = (
    Column(
        "sku",
        "SKU",
        "货号",
        text(60),
        ("product", "product code", "item", "code", "产品编码", "物料编码", "编码"),
        True,
        "BRG-6204",
    ),
    Column(
        "name",
        "Name",
        "产品名称",
        text(200),
        ("product name", "description", "名称", "物料名称", "品名"),
        True,
        "Deep groove ball bearing 6204",
        "深沟球轴承 6204",
    ),
    Column("barcode", "Bar code", "条码", text(60), ("barcode", "ean", "条形码")),
    Column(
        "category",
        "Category",
        "分类",
        text(120),
        ("类别", "产品分类"),
        example="Bearings",
        example_zh="轴承",
    ),
    Column("unit", "Unit", "计量单位", text(60), ("uom", "单位"), example="pcs", example_zh="个"),
    Column("kind", "Kind", "类型", choice(_KINDS), ("product type",)),
    Column("supply", "Supply", "供应方式", choice(_SUPPLIES), ("来源",), example="buy", example_zh="采购"),
    Column("planning", "Planning", "计划方式", choice(_PLANNINGS)),
    Column("tracking", "Tracking", "追踪方式", choice(_TRACKINGS)),
    Column("list_price", "List price", "标准售价", _MONEY, ("price", "售价", "单价"), example="12.50"),
    Column("standard_cost", "Standard cost", "标准成本", _MONEY, ("cost", "成本"), example="7.25"),
    Column("tax_code", "Tax code", "税码", text(80), ("tax", "税种")),
    Column("safety_stock", "Safety stock", "安全库存", number(6), example="50"),
    Column("reorder_point", "Reorder point", "再订货点", number(6)),
    Column("reorder_quantity", "Reorder quantity", "再订货量", number(6)),
    Column("lead_time_days", "Lead time in days", "提前期", whole(3650), ("lead time", "交期"), example="14"),
    Column("weight_kg", "Weight in kg", "重量", number(4, "1e7"), ("weight", "重量kg")),
    Column("is_active", "Active", "是否启用", boolean_of),
)


def columns() -> list[Column]:
    """What can be said about a product in a row."""
    return [*_COLUMNS, *custom_columns(custom_field_definitions("product"))]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows among each other and with what is stored; names become keys."""
    refuse_repeated(rows, "sku")
    refuse_repeated(rows, "barcode")
    units = names_of(Unit, "code", "name")
    for row in rows:
        if "unit" in row.values and units.find(row.values["unit"]) is None:
            row.values["unit"] = _UNITS.get(row.values["unit"].casefold(), row.values["unit"])
    resolve(rows, "unit", units)
    resolve(rows, "tax_code", names_of(TaxCode, "code", "name"))
    skus = [row.values["sku"] for row in rows if row.values.get("sku")]
    stored = {item.sku: item for item in Item.objects.filter(sku__in=skus)}
    barcodes = [row.values["barcode"] for row in rows if row.values.get("barcode")]
    owners = dict(Item.objects.filter(barcode__in=barcodes).values_list("barcode", "sku"))
    moved = _moved(stored) if update else set()
    definitions = custom_field_definitions("product")
    may_cost = actor.has(COST_RIGHT)
    for row in rows:
        known = stored.get(row.values.get("sku", ""))
        row.values["_stored"] = known
        _check_row(row, known, update=update, owners=owners, moved=moved)
        if "standard_cost" in row.values and not may_cost:
            row.refuse("standard_cost", "not_permitted")
        if known is None or any(name.startswith("custom.") for name in row.values):
            _check_custom(row, known, definitions)


def _moved(stored: dict[str, Item]) -> set[int]:
    from inventory.models import Move

    ids = [item.pk for item in stored.values()]
    return set(Move.objects.filter(item_id__in=ids).values_list("item_id", flat=True).distinct())


def _check_row(
    row: Row, known: Item | None, *, update: bool, owners: dict[str, str], moved: set[int]
) -> None:
    said = row.values
    if known is not None and not update:
        row.refuse("sku", "taken")
    if parse_id("prd", said.get("sku", "")) is not None:
        row.refuse("sku", "characters")
    owner = owners.get(said.get("barcode", ""))
    if owner is not None and owner != said.get("sku"):
        row.refuse("barcode", "taken")
    kind = said.get("kind", known.kind if known else Item.Kind.STOCKED)
    tracking = said.get("tracking", known.tracking if known else Item.Tracking.NONE)
    point = said.get("reorder_point", known.reorder_point if known else None)
    if said.get("planning") == Item.Planning.REORDER_POINT and point is None:
        row.refuse("reorder_point", "required")
    if kind != Item.Kind.STOCKED and tracking != Item.Tracking.NONE:
        row.refuse("tracking", "tracking", str(_("Only stocked items are tracked by lot or serial number.")))
    if known is not None and known.pk in moved:
        for name, now in (("unit", known.unit_id), ("tracking", known.tracking), ("kind", known.kind)):
            if said.get(name, now) != now:
                row.refuse(name, "moved", str(_("There are stock moves already; this stays as it is.")))


def _check_custom(row: Row, known: Item | None, definitions: list[Any]) -> None:
    given = {name[7:]: value for name, value in row.values.items() if name.startswith("custom.")}
    problems = Problems()
    row.values["_custom"] = clean_custom(
        "product", given, stored=known.custom if known else {}, problems=problems, definitions=definitions
    )
    broken = {column for column, _rule, _message in row.errors}
    for path, messages in problems.errors.items():
        if path not in broken:
            row.refuse(path, "custom", messages[0])


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write good rows in sets; a new cost of a known product revalues its stock."""
    _make_categories(rows)
    pieces: Any = Unit.objects.filter(code="pcs").values_list("pk", flat=True).first()
    fresh = [row for row in rows if row.values["_stored"] is None]
    known = [row for row in rows if row.values["_stored"] is not None]
    made = [_fill(Item(sku=row.values["sku"], unit_id=pieces), row, is_new=True) for row in fresh]
    Item.objects.bulk_create(made, batch_size=1000)
    changed = [_fill(row.values["_stored"], row, is_new=False) for row in known]
    for item in changed:
        item.version += 1
    names = [
        field.name
        for field in Item._meta.concrete_fields
        if field.name not in {"id", "sku", "created_at", "standard_cost"}
    ]
    Item.objects.bulk_update(changed, names, batch_size=500)
    at = timezone.now()
    for item in made:
        emit(ItemCreated(document=item_ref(item)), actor=actor, at=at)
    for row, item in zip(known, changed, strict=True):
        cost = row.values.get("standard_cost")
        if cost is not None and cost != item.standard_cost:
            revalue_item(item_id=item.pk, new_cost=cost, actor=actor, at=at)
        told = {name: [None, said] for name, said in row.said.items() if said}
        emit(ItemChanged(document=item_ref(item)), actor=actor, at=at, changes=told)
    return Written(created=len(made), updated=len(changed))


def _make_categories(rows: Sequence[Row]) -> None:
    names = names_of(ItemCategory, "code", "name")
    wanted: dict[str, str] = {}
    for row in rows:
        name = row.values.get("category")
        if name and names.find(name) is None:
            wanted.setdefault(name.casefold(), name)
    codes = set(ItemCategory.objects.values_list("code", flat=True))
    fresh = []
    for name in wanted.values():
        code, count = name[:40], 1
        while code in codes:
            count += 1
            code = f"{name[:34]}-{count}"
        codes.add(code)
        fresh.append(ItemCategory(code=code, name=name))
    ItemCategory.objects.bulk_create(fresh)
    resolve(
        [row for row in rows if row.values.get("category")],
        "category",
        names_of(ItemCategory, "code", "name"),
    )


def _fill(item: Item, row: Row, *, is_new: bool) -> Item:
    said = row.values
    followed = default_planning(item.kind, item.reorder_point)
    for name in _PLAIN:
        if name in said:
            setattr(item, name, said[name])
    for name in ("category", "unit", "tax_code"):
        if name in said:
            setattr(item, f"{name}_id", said[name])
    if is_new:
        item.standard_cost = said.get("standard_cost", Decimal(0))
    if "planning" not in said and (is_new or item.planning == followed):
        item.planning = default_planning(item.kind, item.reorder_point)
    item.custom = said.get("_custom", item.custom)
    item.search_key = search_key(item.sku, item.barcode, item.name)
    return item


PRODUCTS = Subject("products", _("Products"), RIGHT[0], columns, check, write)
