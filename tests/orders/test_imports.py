import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from erp.core.actor import Actor, RowScope
from erp.core.errors import Conflict, Invalid, NotPermitted
from erp.core.integrity import run_checks
from erp.core.models import CustomFieldDefinition, LoggedEvent
from erp.identity.models import Region
from erp.masterdata.models import Address, Customer
from finance.models import CreditAccount, JournalEntry
from inventory.models import Balance, Item, ItemCategory, Lot, Move
from orders.models import CustomerTerms, ImportJob, IntakeError
from orders.selectors.customers import search_customers
from orders.services.imports.files import errors_file, template_file
from orders.services.imports.jobs import SUBJECTS, apply_import, create_import, map_import, preview_import
from orders.services.intake import mend_intake, replay_intake

pytestmark = pytest.mark.django_db

ADMIN = Actor(user_id=1, label="Ada Min", permissions=frozenset({"*"}), scope=RowScope(kind="all"))
CLERK = Actor(label="Cle Rk", permissions=frozenset({"masterdata.edit_customer"}), scope=RowScope(kind="all"))


def upload(content, subject="customers", **more):
    data = content.encode() if isinstance(content, str) else content
    actor = more.pop("actor", ADMIN)
    return create_import(subject=subject, file_name="go-live.csv", content=data, actor=actor, **more)


def looked_at(content, subject="customers", **more):
    return preview_import(job=upload(content, subject, **more), actor=ADMIN)


def found(preview):
    return [(one["row"], one["column"], one["rule"]) for one in preview.errors]


def workbook(*rows, merge=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if merge:
        book.worksheets[0].merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_looking_writes_nothing_and_taking_over_writes_the_good_rows():
    Region.objects.create(code="N", name="North")
    text = (
        "Code,Name,Region,Credit limit,E-mail,City,Address,Contact\n"
        'A,Acme,North,"50,000",a@example.org,York,1 High Street,Ann\n'
        "B,,Nowhere,many,nobody,,,\n"
        "C,Cold,n,,,,,\n"
    )
    job = upload(text)
    preview = preview_import(job=job, actor=ADMIN)
    assert found(preview) == [
        (3, "credit_limit", "number"),
        (3, "email", "email"),
        (3, "name", "required"),
        (3, "region", "unknown"),
    ] or sorted(found(preview)) == sorted(
        [
            (3, "name", "required"),
            (3, "credit_limit", "number"),
            (3, "email", "email"),
            (3, "region", "unknown"),
        ]
    )
    assert not Customer.objects.exists()
    job = apply_import(import_id=job.pk, actor=ADMIN)
    assert (job.rows, job.good_rows, job.created_count, job.updated_count) == (3, 2, 2, 0)
    acme = Customer.objects.get(code="A")
    assert acme.region is not None
    assert (acme.region.code, acme.credit_account.limit, acme.terms.tier) == ("N", 50_000, "")
    assert (Address.objects.get().line1, acme.contacts.get().name) == ("1 High Street", "Ann")
    assert search_customers(ADMIN, "acm") == [acme]
    assert LoggedEvent.objects.filter(name="customer.created").count() == 2
    assert LoggedEvent.objects.get(name="import.applied").facts == {
        "subject": "customers",
        "created": 2,
        "updated": 0,
        "refused": 1,
    }
    with pytest.raises(Conflict):
        apply_import(import_id=job.pk, actor=ADMIN)
    assert Customer.objects.count() == 2


def test_a_refused_row_waits_and_can_be_corrected_and_replayed():
    job = upload("Code,Name,Credit limit\nB,Bad,many\n")
    apply_import(import_id=job.pk, actor=ADMIN)
    kept = IntakeError.objects.get()
    assert kept.channel == "import:customers"
    assert kept.payload["values"] == {"code": "B", "name": "Bad", "credit_limit": "many"}
    assert replay_intake(intake_error_id=kept.pk, actor=ADMIN).state == "open"
    values = {"code": "B", "name": "Better", "credit_limit": "5"}
    mend_intake(intake_error_id=kept.pk, payload=kept.payload | {"values": values}, actor=ADMIN)
    assert replay_intake(intake_error_id=kept.pk, actor=ADMIN).state == "replayed"
    assert Customer.objects.get().name == "Better"


def test_chinese_heads_in_gbk_from_excel():
    text = "客户编码,客户名称,信用额度,标签\nA,上海精工,5000,重点；经销\n"
    job = upload(text.encode("gbk"))
    apply_import(import_id=job.pk, actor=ADMIN)
    customer = Customer.objects.get()
    assert (customer.name, customer.tags) == ("上海精工", ["重点", "经销"])
    assert search_customers(ADMIN, "jinggong") == [customer]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding):
    preview = looked_at("名称\n精工\n".encode(encoding))
    assert (preview.sheet.problems, len(preview.good)) == ([], 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter):
    assert len(looked_at(f"Code{delimiter}Name\nA{delimiter}B\n").good) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n  \n", "file_empty"),
        (b"\x00\x01\x02\x03", "file_encoding"),
        (b"\xff\xff\xff\xff\xff", "file_encoding"),
        ("SKU,Name\nA,Größe\n".encode("latin-1"), "file_encoding"),
        (b"PK\x03\x04 not a workbook", "file_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "file_encoding"),
        (b"Name\n" + b"A\n" * 20_030, "file_too_long"),
        (b"Name\n" + b"x" * 200_000, "file_broken"),
        (b"Name" + b",x" * 300 + b"\n", "file_too_wide"),
        (b"x" * (10 * 1024 * 1024 + 1), "file_too_large"),
    ],
)
def test_files_that_are_no_tables_are_refused(content, code):
    with pytest.raises(Invalid) as refusal:
        upload(content)
    assert refusal.value.code == code
    assert "file" in refusal.value.errors
    assert not ImportJob.objects.exists()


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr("orders.services.imports.reading.MAX_UNPACKED", 100)
    with pytest.raises(Invalid) as refusal:
        upload(workbook(["Name"], ["A"]))
    assert refusal.value.code == "file_too_large"


def test_columns_that_stand_twice_or_are_missing_are_problems_of_the_file():
    preview = looked_at("Name,Name,Code\nA,B,C\n")
    assert len(preview.sheet.problems) == 1
    job = upload("Code,Colour\nA,red\n")
    preview = preview_import(job=job, actor=ADMIN)
    assert "Name" in preview.sheet.problems[0]
    assert preview.unknown_heads == ["Colour"]
    with pytest.raises(Invalid):
        apply_import(import_id=job.pk, actor=ADMIN)
    map_import(import_id=job.pk, mapping={"name": 1}, actor=ADMIN)
    apply_import(import_id=job.pk, actor=ADMIN)
    assert Customer.objects.get().name == "red"


@pytest.mark.parametrize(
    "mapping", [{"ghost": 0}, {"name": -1}, {"name": "0"}, {"name": 0, "code": 0}, {"name": True}]
)
def test_a_mapping_must_make_sense(mapping):
    job = upload("Name\nA\n")
    with pytest.raises(Invalid):
        map_import(import_id=job.pk, mapping=mapping, actor=ADMIN)


def test_numbers_that_are_none_and_formulas_in_a_workbook():
    content = workbook(
        ["客户资料"],
        ["Name", "Credit limit", "Payment days", "Code"],
        ["A", 1e30, 30, 1001],
        ["B", "NaN", 30.5, "x"],
        ["C", "=1+1", -1, "y"],
        ["D", 0.1 + 0.2, "1,000", True],
        ["E", "1e5", 30, None],
    )
    preview = looked_at(content)
    assert sorted(found(preview)) == sorted(
        [
            (3, "credit_limit", "too_large"),
            (4, "credit_limit", "number"),
            (4, "payment_days", "integer"),
            (5, "credit_limit", "formula"),
            (5, "payment_days", "negative"),
            (7, "credit_limit", "number"),
        ]
    )
    (good,) = preview.good
    assert (good.number, good.values["credit_limit"], good.values["payment_days"]) == (
        6,
        Decimal("0.3"),
        1000,
    )
    assert preview.rows[0].values["code"] == "1001"


def test_rows_that_are_merged_are_refused():
    preview = looked_at(workbook(["Name", "Code"], ["A", "1"], [None, "2"], ["C", "3"], merge="A2:A3"))
    assert [(row, rule) for row, _column, rule in found(preview) if rule == "merged"] == [
        (2, "merged"),
        (3, "merged"),
    ]
    assert [row.values["name"] for row in preview.good] == ["C"]


def test_a_code_is_taken_once_in_the_file_and_in_the_books():
    Customer.objects.create(code="OLD", name="Old", currency_id="USD")
    assert found(looked_at("Code,Name\nA,A\na,B\nOLD,C\n")) == [(3, "code", "twice"), (4, "code", "taken")]


def test_known_customers_are_changed_when_asked():
    old = Customer.objects.create(code="OLD", name="Old", currency_id="USD", phone="1")
    job = upload("Code,Name,Tier,Credit limit\nOLD,New,gold,100\nNEW,Newer,,\n", is_update=True)
    job = apply_import(import_id=job.pk, actor=ADMIN)
    assert (job.created_count, job.updated_count) == (1, 1)
    now = Customer.objects.get(pk=old.pk)
    assert (now.name, now.phone, now.version, now.terms.tier) == ("New", "1", 2, "gold")
    assert now.credit_account.limit == 100
    assert LoggedEvent.objects.filter(name="customer.changed").count() == 1


def test_credit_needs_the_right():
    job = upload("Code,Name,Credit limit\nA,A,100\nB,B,\n", actor=CLERK)
    apply_import(import_id=job.pk, actor=CLERK)
    assert CreditAccount.objects.get().grade == "C"
    assert IntakeError.objects.get().reason["errors"].keys() == {"credit_limit"}
    with pytest.raises(NotPermitted):
        upload("SKU,Name\nA,A\n", "products", actor=CLERK)


def test_own_fields_are_columns():
    CustomFieldDefinition.objects.create(
        subject="customer", key="size", label="Size", label_zh="规模", kind="number"
    )
    job = upload("名称,规模\nA,12\nB,big\n")
    apply_import(import_id=job.pk, actor=ADMIN)
    assert Customer.objects.get().custom == {"size": 12}


def test_products_with_new_categories_and_units_in_chinese():
    text = (
        "货号,产品名称,分类,计量单位,标准售价,标准成本,供应方式,再订货点\n"
        "6204,深沟球轴承,轴承,个,12.5,7.25,采购,20\n"
        "GL-1,减速箱,传动,台,1,1,自制,\n"
        "GL-2,减速箱二,传动,pcs,￥99.90,,自制,\n"
    )
    job = upload(text, "products")
    preview = preview_import(job=job, actor=ADMIN)
    assert found(preview) == [(3, "unit", "unknown")]
    assert not ItemCategory.objects.exists()
    job = apply_import(import_id=job.pk, actor=ADMIN)
    assert job.created_count == 2
    bearing = Item.objects.get(sku="6204")
    assert bearing.category is not None
    assert (bearing.planning, bearing.unit.code, bearing.category.name) == ("reorder_point", "pcs", "轴承")
    assert (bearing.list_price, bearing.standard_cost) == (Decimal("12.5"), Decimal("7.25"))
    assert Item.objects.get(sku="GL-2").list_price == Decimal("99.9")


def products(*skus, **more):
    apply_import(
        import_id=upload("SKU,Name,Cost\n" + "".join(f"{sku},{sku},4\n" for sku in skus), "products").pk,
        actor=ADMIN,
    )
    Item.objects.filter(sku__in=skus).update(**more)


def test_a_new_cost_of_a_known_product_revalues_its_stock():
    products("A")
    apply_import(import_id=upload("SKU,Quantity\nA,10\n", "opening_stock").pk, actor=ADMIN)
    job = upload("SKU,Name,Cost\nA,Alpha,5\n", "products", is_update=True)
    assert apply_import(import_id=job.pk, actor=ADMIN).updated_count == 1
    assert Move.objects.get(kind="revaluation").value == 10
    item = Item.objects.get()
    assert (item.name, item.standard_cost) == ("Alpha", 5)


def test_opening_stock_is_posted_once():
    products("A")
    products("L", tracking="lot")
    text = (
        "SKU,Quantity,Location,Lot,Expires on\n"
        "A,120.5,,,\n"
        "A,2,QUALITY,,\n"
        "L,5,,L-1,2027年1月31日\n"
        "L,5,,,\n"
        "A,0,,,\n"
        "A,-1,,,\n"
        "GHOST,1,,,\n"
        "A,1,ATTIC,,\n"
        "A,1,,L-9,\n"
    )
    job = upload(text, "opening_stock")
    assert found(preview_import(job=job, actor=ADMIN)) == [
        (5, "lot", "required"),
        (6, "quantity", "positive"),
        (7, "quantity", "negative"),
        (8, "product", "unknown"),
        (9, "location", "unknown"),
        (10, "lot", "not_tracked"),
    ]
    job = apply_import(import_id=job.pk, actor=ADMIN)
    assert job.created_count == 3
    assert Balance.objects.get(item__sku="A", location__code="STOCK").on_hand == Decimal("120.5")
    assert Balance.objects.get(item__sku="A", location__code="QUALITY").on_hand == 2
    assert Lot.objects.get().expires_on == date(2027, 1, 31)
    assert Move.objects.filter(kind="opening").count() == 3
    assert Move.objects.get(item__sku="A", quantity=2).value == 8
    assert [finding for finding in run_checks() if finding.rows] == []
    assert JournalEntry.objects.get().kind == "stock_opening"
    again = upload(text, "opening_stock")
    with pytest.raises(Conflict):
        apply_import(import_id=again.pk, actor=ADMIN)
    assert Move.objects.count() == 3


def test_a_thousand_customers_are_written_in_a_bounded_number_of_queries(django_assert_max_num_queries):
    text = "Code,Name,City,Address\n" + "".join(f"K{n},Customer {n},York,{n} Road\n" for n in range(1000))
    job = upload(text)
    with django_assert_max_num_queries(45):
        assert apply_import(import_id=job.pk, actor=ADMIN).created_count == 1000
    assert CustomerTerms.objects.count() == CreditAccount.objects.count() == 1000


@pytest.mark.parametrize("subject", list(SUBJECTS))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_can_be_filled_in_and_uploaded(subject, kind):
    content, _type = template_file(SUBJECTS[subject].columns(), kind)
    preview = looked_at(content, subject)
    assert preview.sheet.problems == []
    assert len(preview.rows) == 1
    assert preview.unknown_heads == []


def test_downloaded_errors_run_no_formula():
    preview = looked_at('Name,Region\nA,"=cmd|calc"\n')
    assert b"'=cmd|calc" in errors_file(preview.errors)
