"""Suppliers' price lists from files, and back: what is wrong is told row by row."""

from decimal import Decimal

import pytest

from erp.core.actor import Actor, RowScope
from erp.masterdata.models import Unit
from inventory.models import ItemUnit, SupplierItem
from orders.models import IntakeError
from orders.services.imports.jobs import apply_import, create_import, preview_import
from tests.clients import person
from tests.factories import BOSS, make_item, make_supplier

pytestmark = pytest.mark.django_db
HEAD = "Supplier,SKU,Unit,From quantity,Price,Minimum,Multiple,Lead time in days,Valid from,Valid to\n"


def upload(text, **more):
    return create_import(
        subject="supplier_prices", file_name="a.csv", content=text.encode(), actor=BOSS, **more
    )


def told(job, actor=BOSS):
    return [(one["row"], one["column"], one["rule"]) for one in preview_import(job=job, actor=actor).errors]


def breaks_of(offer):
    return [(one.from_quantity, one.price) for one in offer.price_breaks.all()]


def test_offers_and_their_breaks_are_taken_and_changed():
    make_supplier(code="S1", currency_id="CNY")
    item = make_item(sku="P1")
    ItemUnit.objects.create(item=item, unit=Unit.objects.get(code="ctn"), numerator=12)
    text = HEAD + "S1,P1,ctn,,120,2,1,9,2026-01-01,2026-12-31\nS1,P1,,10,110,,,,,\nS1,P1,,50,99.5,,,,,\n"
    job = apply_import(import_id=upload(text).pk, actor=BOSS)
    assert (job.created_count, job.rows, job.good_rows) == (3, 3, 3)
    offer = SupplierItem.objects.get()
    assert offer.unit is not None
    assert (offer.price, offer.unit.code, offer.unit_numerator, offer.minimum_quantity) == (120, "ctn", 12, 2)
    assert (offer.lead_time_days, str(offer.valid_to)) == (9, "2026-12-31")
    assert breaks_of(offer) == [(10, 110), (50, Decimal("99.5"))]
    # a break alone joins the others; the offer's own row begins anew
    apply_import(import_id=upload(HEAD + "S1,P1,,20,105,,,,,\n", is_update=True).pk, actor=BOSS)
    assert len(breaks_of(offer)) == 3
    apply_import(import_id=upload(HEAD + "S1,P1,,,130,,,,,\n", is_update=True).pk, actor=BOSS)
    offer.refresh_from_db()
    assert (offer.price, breaks_of(offer), offer.unit_numerator) == (130, [], 12)


def test_wrong_rows_are_told_and_kept_the_others_taken():
    make_supplier(code="S1")
    make_item(sku="P1")
    make_item(sku="P2")
    text = HEAD + (
        "S1,P1,,,5,,,,,\n"  # good
        "S1,P1,,,6,,,,,\n"  # twice
        "NO,P1,,,5,,,,,\n"
        "S1,NO,,,5,,,,,\n"
        "S1,P2,,10,5,,,,,\n"  # a break without its offer
        "S1,P2,ctn,,-5,,0,x,2026-02-30,\n"
        "S1,P1,,0,5,,,,,\n"
        "S1,P1,nothing,5,5,,,,2026-05-01,2026-04-01\n"
    )
    job = upload(text)
    assert told(job) == [
        (3, "product", "twice"), (4, "supplier", "unknown"), (5, "product", "unknown"),
        (6, "from_quantity", "no_offer"), (7, "unit", "factor"), (7, "price", "negative"),
        (7, "multiple", "positive"), (7, "lead_time_days", "number"), (7, "valid_from", "date"),
        (8, "from_quantity", "positive"), (9, "unit", "unknown"),
        (9, "valid_to", "order"),
    ]  # fmt: skip
    apply_import(import_id=job.pk, actor=BOSS)
    assert SupplierItem.objects.count() == 1
    assert IntakeError.objects.count() == 7
    again = upload(HEAD + "S1,P1,,,7,,,,,\n")
    assert told(again) == [(2, "product", "taken")]


def test_too_many_breaks_and_a_stored_validity():
    make_supplier(code="S1")
    make_item(sku="P1")
    rows = "".join(f"S1,P1,,{10 * n},{50 - n},,,,,\n" for n in range(1, 22))
    job = upload(HEAD + "S1,P1,,,60,,,,2026-06-01,\n" + rows)
    assert told(job) == [(23, "from_quantity", "too_many")]
    apply_import(import_id=job.pk, actor=BOSS)
    late = upload(HEAD + "S1,P1,,,60,,,,,2026-05-01\n", is_update=True)
    assert told(late) == [(2, "valid_to", "order")]


def test_who_may_not_see_costs_imports_no_prices():
    make_supplier(code="S1")
    make_item(sku="P1")
    job = upload(HEAD + "S1,P1,,,5,,,,,\n")
    actor = Actor(label="x", permissions=frozenset({"inventory.edit_item"}), scope=RowScope(kind="all"))
    assert told(job, actor) == [(2, "price", "not_permitted")]


def test_an_export_is_read_back_as_it_was(client):
    make_supplier(code="S1", currency_id="CNY")
    item = make_item(sku="P1")
    apply_import(import_id=upload(HEAD + "S1,P1,,,5,2,2,9,,\nS1,P1,,10,4.5,,,,,\n").pk, actor=BOSS)
    client.force_login(person("buyer"), backend="erp.identity.backends.RoleBackend")
    for kind, language in (("csv", "en"), ("xlsx", "en"), ("csv", "zh-hans")):
        answer = client.get(
            f"/supplier-prices/export.{kind}?supplier=S1", headers={"accept-language": language}
        )
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        SupplierItem.objects.update(price=0)
        job = create_import(
            subject="supplier_prices", file_name=f"a.{kind}", content=content, is_update=True, actor=BOSS
        )
        assert told(job) == []
        apply_import(import_id=job.pk, actor=BOSS)
        offer = SupplierItem.objects.get(item=item)
        assert (offer.price, offer.multiple, offer.lead_time_days) == (5, 2, 9)
        assert breaks_of(offer) == [(10, Decimal("4.5"))]
