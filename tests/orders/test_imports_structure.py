"""Bills and routings from files: looked at row by row, taken over as whole versions."""

from decimal import Decimal

import pytest

from erp.core.actor import Actor, RowScope
from erp.masterdata.models import WorkingCalendar
from orders.models import IntakeError
from orders.services.imports.jobs import apply_import, create_import, preview_import
from production.models import Bom, Routing, WorkCenter
from tests.factories import make_item

pytestmark = pytest.mark.django_db
ADMIN = Actor(label="Ada", permissions=frozenset({"*"}), scope=RowScope(kind="all"))


def upload(text, subject="boms", **more):
    return create_import(subject=subject, file_name="a.csv", content=text.encode(), actor=ADMIN, **more)


def told(job):
    return [(one["row"], one["column"], one["rule"]) for one in preview_import(job=job, actor=ADMIN).errors]


@pytest.fixture
def goods(db):
    return [make_item(sku=sku) for sku in ("BIKE", "WHEEL", "SPOKE")]


def test_rows_of_a_product_and_day_are_one_bill(goods):
    file = (
        "Product,Valid from,Component,Quantity,Scrap in %\n"
        "BIKE,2026-01-01,WHEEL,2,\n"
        "BIKE,2026-01-01,SPOKE,4,2.5\n"
        "WHEEL,2026-01-01,SPOKE,36,\n"
    )
    job = upload(file)
    assert told(job) == []
    assert not Bom.objects.exists()
    apply_import(import_id=job.pk, actor=ADMIN)
    bom = Bom.objects.get(item=goods[0])
    rows = bom.components.order_by("pk").values_list("item__sku", "quantity", "scrap_percent")
    assert list(rows) == [("WHEEL", 2, 0), ("SPOKE", 4, Decimal("2.5"))]
    assert told(upload(file))[0][2] == "taken"
    again = upload(file.replace(",4,2.5", ",5,0"), is_update=True)
    apply_import(import_id=again.pk, actor=ADMIN)
    assert bom.components.get(item=goods[2]).quantity == 5


def test_what_is_wrong_is_told_row_by_row_and_keeps_the_version_out(goods):
    job = upload(
        "产品,组件,数量,单位\n"
        "BIKE,WHEEL,2,\n"
        "BIKE,NONE,1,\n"
        "WHEEL,SPOKE,36,kg\n"
        "NOBODY,SPOKE,1,\n"
        "BIKE,SPOKE,-1,\n"
    )
    assert told(job) == [
        (2, "product", "version"),
        (3, "component", "unknown"),
        (4, "unit", "refused"),
        (5, "product", "unknown"),
        (6, "quantity", "negative"),
    ]
    apply_import(import_id=job.pk, actor=ADMIN)
    assert not Bom.objects.exists()
    assert not IntakeError.objects.exists()


def test_a_circle_within_the_file_is_told_with_its_path(goods):
    job = upload("Product,Component,Quantity\nBIKE,WHEEL,2\nWHEEL,SPOKE,1\nSPOKE,BIKE,1\n")
    found = preview_import(job=job, actor=ADMIN).errors
    assert [one["rule"] for one in found] == ["bom_cycle"] * 3
    assert "BIKE → WHEEL → SPOKE → BIKE" in found[0]["message"]


def test_routings_come_from_files(goods):
    calendar = WorkingCalendar.objects.create(code="ONE", name="One", weekly={"monday": [["08:00", "16:00"]]})
    WorkCenter.objects.create(code="ASM", name="Assembly", calendar=calendar)
    WorkCenter.objects.create(code="OUT", name="Outside", is_outside=True)
    head = "Product,No.,Work center,Name,Set-up,Run,Days outside\n"
    wrong = upload(head + "BIKE,10,ASM,Build,5,2,\nBIKE,20,OUT,Plate,0,0,\nWHEEL,10,XX,,,,\n", "routings")
    assert told(wrong) == [
        (2, "product", "version"),
        (3, "lead_days", "refused"),
        (4, "work_center", "unknown"),
    ]
    job = upload(head + "BIKE,10,ASM,Build,5,2,\nBIKE,20,OUT,Plate,0,0,4\n", "routings")
    assert told(job) == []
    apply_import(import_id=job.pk, actor=ADMIN)
    routing = Routing.objects.get()
    assert list(routing.operations.values_list("number", "name", "run_minutes", "lead_days")) == [
        (10, "Build", 2, None),
        (20, "Plate", 0, 4),
    ]


def test_work_centers_come_from_a_file_and_change_by_it(db):
    plant = WorkingCalendar.objects.create(code="PLANT", name="Plant", weekly={})
    file = (
        "编码,名称,工作日历,机台,效率,每小时成本,外协\n"
        'ASM,Final assembly,plant,4,0.9,"1,020.5",no\n'
        "PLATE,Plating outside,,,,,yes\n"
    )
    job = upload(file, "work_centers")
    assert told(job) == []
    assert not WorkCenter.objects.exists()
    apply_import(import_id=job.pk, actor=ADMIN)
    center = WorkCenter.objects.get(code="ASM")
    assert (center.calendar, center.machines, center.efficiency) == (plant, 4, Decimal("0.9"))
    assert (center.cost_per_hour, WorkCenter.objects.get(code="PLATE").is_outside) == (
        Decimal("1020.5"),
        True,
    )
    assert told(upload(file, "work_centers"))[0] == (2, "code", "taken")
    again = upload("code,machines\nASM,6\n", "work_centers", is_update=True)
    apply_import(import_id=again.pk, actor=ADMIN)
    center.refresh_from_db()
    assert (center.machines, center.name, center.version) == (6, "Final assembly", 2)


def test_hostile_rows_of_work_centers_are_told_and_nothing_is_half_written(db):
    WorkingCalendar.objects.create(code="PLANT", name="Plant", weekly={})
    rows = [
        "A,One,PLANT,0,1,1,no,",
        "B,Two,PLANT,1,0,1,no,",
        "C,Three,PLANT,-1,1,1,no,",
        "D,Four,PLANT,1,NaN,1,no,",
        "E,Five,PLANT,1,1,-3,no,",
        "F,Six,PLANT,99999,1,1,no,",
        "G,Seven,NOWHERE,1,1,1,no,",
        "H,Eight,,1,1,1,no,",
        "I,,PLANT,1,1,1,no,",
        ",Ten,PLANT,1,1,1,no,",
        "K,Eleven,PLANT,1,1,1e5,no,",
        "L,Twelve,PLANT,1,1,1,maybe,",
        f"{'M' * 41},Long,PLANT,1,1,1,no,",
        "=1+1,Formula,PLANT,1,1,1,no,NOBODY",
        "a,Again,PLANT,1,1,1,no,",
        "Z,Good,PLANT,2,1,1,no,",
    ]
    head = "code,name,calendar,machines,efficiency,cost_per_hour,is_outside,supplier\n"
    job = upload(head + "\n".join(rows) + "\n", "work_centers")
    assert told(job) == [
        (2, "machines", "refused"),
        (3, "efficiency", "refused"),
        (4, "machines", "negative"),
        (5, "efficiency", "number"),
        (6, "cost_per_hour", "negative"),
        (7, "machines", "too_large"),
        (8, "calendar", "unknown"),
        (9, "calendar", "refused"),
        (10, "name", "required"),
        (11, "code", "required"),
        (12, "cost_per_hour", "number"),
        (13, "is_outside", "boolean"),
        (14, "code", "too_long"),
        (15, "supplier", "unknown"),
        (16, "code", "twice"),
    ]
    apply_import(import_id=job.pk, actor=ADMIN)
    assert list(WorkCenter.objects.values_list("code", "machines")) == [("Z", 2)]
