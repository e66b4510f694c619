"""Bins and units from files: what is wrong is told row by row, what is right is written."""

import pytest

from erp.core.actor import Actor, RowScope
from inventory.models import Item, Location, Zone
from orders.services.imports.jobs import apply_import, create_import, preview_import
from tests.factories import make_item

pytestmark = pytest.mark.django_db
ADMIN = Actor(label="Ada", permissions=frozenset({"*"}), scope=RowScope(kind="all"))


def upload(text, subject, **more):
    return create_import(subject=subject, file_name="a.csv", content=text.encode(), actor=ADMIN, **more)


def told(job):
    return [(one["row"], one["column"], one["rule"]) for one in preview_import(job=job, actor=ADMIN).errors]


def test_bins_come_with_their_zones_and_wrong_rows_are_told():
    make_item(barcode="777")
    text = (
        "Warehouse,Bin,Zone,Kind,Capacity,Barcode\n"
        "MAIN,A-01,RACKS,storage,40,901\n"
        "MAIN,A-01,RACKS,,,\n"
        "NONE,A-02,,,,\n"
        "MAIN,STOCK,,,,\n"
        "MAIN,A-03,,attic,-1,777\n"
        "MAIN,A-04,,,0,901\n"
    )
    job = upload(text, "locations")
    assert told(job) == [
        (3, "code", "twice"), (4, "warehouse", "unknown"), (5, "code", "taken"), (6, "kind", "choice"),
        (6, "barcode", "taken"), (6, "capacity_quantity", "negative"), (7, "barcode", "taken"),
        (7, "capacity_quantity", "positive"),
    ]  # fmt: skip
    apply_import(import_id=job.pk, actor=ADMIN)
    row = Location.objects.get(code="A-01")
    assert (row.capacity_quantity, row.zone, row.is_usable) == (40, "RACKS", True)
    assert Zone.objects.filter(code="RACKS").exists()
    again = upload("仓库,库位,容量\nMAIN,A-01,55\n", "locations", is_update=True)
    apply_import(import_id=again.pk, actor=ADMIN)
    assert Location.objects.get(code="A-01").capacity_quantity == 55


def test_units_are_added_to_the_ones_a_product_has():
    item = make_item(sku="P1")
    text = (
        "SKU,Unit,Base units,Divided by,Barcode\n"
        "P1,ctn,12,,9001\n"
        "P1,box,1,3,\n"
        "P1,pcs,1,,\n"
        "NONE,ctn,1,,\n"
        "P1,nothing,1,,\n"
    )
    job = upload(text, "item_units")
    assert told(job) == [(4, "unit", "base"), (5, "product", "unknown"), (6, "unit", "unknown")]
    apply_import(import_id=job.pk, actor=ADMIN)
    assert sorted(item.units.values_list("unit__code", "numerator", "denominator", "barcode")) == [
        ("box", 1, 3, ""), ("ctn", 12, 1, "9001"),
    ]  # fmt: skip
    assert Item.objects.get().version == 2
