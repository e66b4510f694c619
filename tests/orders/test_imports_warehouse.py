"""Transfers and put-away rules from files: drafts written and added to, rules added and turned."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from erp.core.actor import Actor, RowScope
from inventory.models import ItemCategory, ItemUnit, Location, PutawayRule, TransferOrder, Warehouse, Zone
from inventory.services.transfer_orders import release_transfer_order
from orders.services.imports.jobs import apply_import, create_import, preview_import
from tests.clients import api_with, person
from tests.factories import assert_books_hold, main_warehouse, make_item

pytestmark = pytest.mark.django_db
ADMIN = Actor(label="Ada", permissions=frozenset({"*"}), scope=RowScope(kind="all"))


def upload(text, subject="transfers", **more):
    return create_import(subject=subject, file_name="a.csv", content=text.encode(), actor=ADMIN, **more)


def told(job):
    return [(one["row"], one["column"], one["rule"]) for one in preview_import(job=job, actor=ADMIN).errors]


@pytest.fixture
def depot():
    row = Warehouse.objects.create(code="DEPOT", name="Depot")
    Location.objects.create(warehouse=row, code="STOCK", kind="storage", is_usable=True)
    return row


def lines(order):
    return [(line.item.sku, line.quantity) for line in order.lines.order_by("line_no")]


def test_rows_that_belong_together_are_one_draft(depot):
    bolt = make_item(sku="BOLT", stock=100, barcode="901")
    ItemUnit.objects.create(item=bolt, unit=bolt.unit.__class__.objects.get(code="ctn"), numerator=12)
    make_item(sku="NUT")
    job = upload(
        "Transfer,From warehouse,To warehouse,SKU,Quantity,Unit,Note\n"
        "A,MAIN,DEPOT,BOLT,2,ctn,for spring\n"
        "A,MAIN,Depot,NUT,5,,\n"
        "B,MAIN,DEPOT,901,1,,\n"
    )
    assert told(job) == []
    assert not TransferOrder.objects.exists()
    apply_import(import_id=job.pk, actor=ADMIN)
    first, second = TransferOrder.objects.order_by("pk")
    assert (lines(first), first.note, first.state) == ([("BOLT", 24), ("NUT", 5)], "for spring", "draft")
    assert lines(second) == [("BOLT", 1)]

    more = upload(f"调拨,货号,数量\n{first.number},NUT,3\n")
    apply_import(import_id=more.pk, actor=ADMIN)
    assert lines(TransferOrder.objects.get(pk=first.pk)) == [("BOLT", 24), ("NUT", 5), ("NUT", 3)]
    release_transfer_order(order_id=first.pk, actor=ADMIN)
    assert told(upload(f"Transfer,SKU,Quantity\n{first.number},NUT,3\n")) == [(2, "transfer", "released")]
    assert_books_hold()


def test_wrong_rows_of_transfers_are_told(depot):
    make_item(sku="BOLT")
    make_item(sku="HELP", kind="service")
    job = upload(
        "From warehouse,To warehouse,Leaves,SKU,Quantity,Unit,Lot\n"
        "MAIN,MAIN,,BOLT,1,,\n"
        ",DEPOT,,BOLT,1,,\n"
        "NONE,DEPOT,,BOLT,1,,\n"
        "MAIN,DEPOT,2001-01-01,BOLT,0,,\n"
        "MAIN,DEPOT,,GONE,1,,\n"
        "MAIN,DEPOT,,HELP,1,,\n"
        "MAIN,DEPOT,,BOLT,1,kg,L1\n"
        "MAIN,DEPOT,,BOLT,-1,,\n"
    )
    assert told(job) == [
        (2, "to_warehouse", "refused"), (3, "from_warehouse", "required"), (4, "from_warehouse", "unknown"),
        (5, "ship_date", "refused"), (5, "quantity", "refused"), (6, "product", "unknown"),
        (7, "product", "refused"), (8, "unit", "factor"), (8, "lot", "refused"), (9, "quantity", "negative"),
    ]  # fmt: skip
    apply_import(import_id=job.pk, actor=ADMIN)
    assert not TransferOrder.objects.exists()


def test_a_transfer_has_no_more_lines_than_it_may_and_needs_the_right(depot):
    make_item(sku="BOLT")
    rows = "A,MAIN,DEPOT,BOLT,1\n" * 201
    job = upload(f"Transfer,From warehouse,To warehouse,SKU,Quantity\n{rows}")
    assert told(job) == [(202, "transfer", "too_many")]
    body = {"subject": "transfers", "file_name": "a.csv", "content": "U0tVCg=="}
    assert api_with("sales").post("/api/v1/imports/", body, format="json").status_code == 403


def test_rules_come_from_a_file_are_turned_and_given_back(client, depot):
    main = main_warehouse()
    make_item(sku="BOLT")
    ItemCategory.objects.create(code="FAST", name="Fasteners")
    Zone.objects.create(warehouse=main, code="RACKS")
    Location.objects.create(warehouse=main, code="A-01", kind="storage", is_usable=True)
    Location.objects.create(warehouse=main, code="BAD", kind="quality", is_usable=False)
    job = upload(
        "Warehouse,Turn,SKU,Category,Zone,Bin\n"
        "MAIN,5,BOLT,,RACKS,\n"
        "MAIN,,,FAST,,A-01\n"
        "MAIN,,,,,\n"
        "MAIN,,BOLT,FAST,RACKS,\n"
        "MAIN,,,,RACKS,A-01\n"
        "MAIN,,,,,BAD\n"
        "DEPOT,,,,RACKS,\n"
        "MAIN,7,BOLT,,RACKS,\n"
        "MAIN,,GONE,,RACKS,\n",
        "putaway_rules",
    )
    assert told(job) == [
        (4, "zone", "one_target"), (5, "category", "one_subject"), (6, "zone", "one_target"),
        (7, "location", "not_storage"), (8, "zone", "unknown"), (9, "zone", "twice"),
        (10, "product", "unknown"),
    ]  # fmt: skip
    apply_import(import_id=job.pk, actor=ADMIN)
    assert sorted(PutawayRule.objects.values_list("sequence", "item__sku", "category__code")) == [
        (5, "BOLT", None), (10, None, "FAST"),
    ]  # fmt: skip
    client.force_login(person("warehouse_manager"))
    file = b"".join(client.get(reverse("put-away-export", args=["csv"]))).decode()
    assert [one[1:] for one in told(upload(file, "putaway_rules"))] == [
        ("location", "taken"),
        ("zone", "taken"),
    ]
    again = upload(file.replace("MAIN,5,", "MAIN,50,"), "putaway_rules", is_update=True)
    apply_import(import_id=again.pk, actor=ADMIN)
    assert PutawayRule.objects.get(item__sku="BOLT").sequence == 50
    assert PutawayRule.objects.count() == 2
    assert client.get(reverse("put-away-rules")).status_code == 200


def test_transfers_are_uploaded_looked_at_and_taken_over_in_the_browser(client, depot):
    make_item(sku="BOLT")
    client.force_login(person("warehouse_manager"))
    assert reverse("import-list") in client.get(reverse("transfer-list")).content.decode()
    text = b"From warehouse,To warehouse,SKU,Quantity\nMAIN,DEPOT,BOLT,2\nMAIN,DEPOT,GONE,2\n"
    file = SimpleUploadedFile("lines.csv", text)
    sent = client.post(reverse("import-list"), {"subject": "transfers", "file": file})
    assert sent.status_code == 302
    shown = client.get(sent["Location"])
    assert (shown.context["rows_good"], shown.context["rows_bad"]) == (1, 1)
    assert not TransferOrder.objects.exists()
    apply = reverse("import-apply", args=[shown.context["job"].pk])
    assert client.post(apply).status_code == 302
    assert lines(TransferOrder.objects.get()) == [("BOLT", 2)]
