"""Masters in the admin: changed by commands, refusals beside the fields, nothing lost that was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erp.core.models import CustomFieldDefinition, LoggedEvent
from erp.masterdata.models import Carrier, Company, Customer, WorkingCalendar
from erp.masterdata.selectors.company import company
from finance.models import CreditAccount
from inventory.models import Item, Warehouse
from orders.models import PriceList
from orders.services.price_lists import create_price_list
from production.models import Bom, ShopSettings
from tests.admin.test_admin_documents import address, client_of
from tests.factories import BOSS, make_customer, make_item

pytestmark = pytest.mark.django_db


def rows(prefix: str, *forms: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for index, form in enumerate(forms):
        found |= {f"{prefix}-{index}-{name}": value for name, value in form.items()}
    return found


def typed(client: Client, where: str) -> dict[str, Any]:
    """What the form would send if nobody typed anything."""
    form = client.get(where).context["adminform"].form
    found = {}
    for bound in form:
        value = bound.value()
        if bound.name in {"logo", "seal"}:
            continue
        if value is True or (value is not False and value is not None):
            found[bound.name] = ",".join(value) if isinstance(value, list) else value
    return found


def test_a_carrier_is_made_changed_and_deleted_by_commands() -> None:
    client = client_of("administrator")
    body = {
        "code": "SF",
        "name": "SF Express",
        "transit_days": 2,
        "tracking_url": "ftp://x",
        "is_active": "on",
    }
    refused = client.post(address(Carrier, "add"), body)
    assert refused.status_code == 200
    assert "tracking_url" in refused.context["adminform"].form.errors
    assert "SF Express" in refused.content.decode()
    assert not Carrier.objects.filter(code="SF").exists()
    client.post(address(Carrier, "add"), {**body, "tracking_url": "https://sf.example/{number}"})
    row = Carrier.objects.get(code="SF")
    client.post(address(Carrier, "change", row.pk), {**body, "tracking_url": "", "transit_days": 3})
    row.refresh_from_db()
    assert row.transit_days == 3
    assert LoggedEvent.objects.filter(document_kind="carrier", document_id=row.pk).count() == 2
    client.post(address(Carrier, "delete", row.pk), {"post": "yes"})
    assert not Carrier.objects.filter(pk=row.pk).exists()


def test_the_company_is_read_anew_after_an_edit(
    django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, before = client_of("administrator"), company().auto_confirm_below
    where = address(Company, "change", 1)
    body = typed(client, where) | {"auto_confirm_below": str(before + 1)}
    seal = SimpleUploadedFile("seal.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(where, {**body, "seal": seal})
    assert answer.status_code == 302
    assert company().auto_confirm_below == before + 1
    assert str(company().seal.name).endswith(".png")
    bad = client.post(where, {**body, "logo": SimpleUploadedFile("virus.exe", b"MZ")})
    assert "logo" in bad.context["adminform"].form.errors


def test_a_customer_is_edited_with_credit_and_terms() -> None:
    customer, client = make_customer(limit=1000, grade="A"), client_of("administrator")
    where = address(Customer, "change", customer.pk)
    body = typed(client, where) | {"name": "New name", "credit_limit": "2500", "discount_rate": "0.05"}
    body |= rows("contacts", {"name": "Li Lei", "email": "li@example.com"}) | rows("addresses")
    answer = client.post(where, body)
    assert answer.status_code == 302, answer.context["errors"]
    customer = Customer.objects.select_related("terms").get(pk=customer.pk)
    assert customer.name == "New name"
    assert customer.terms.discount_rate == Decimal("0.05")  # type: ignore[attr-defined]  # computed for this row, not a column
    assert CreditAccount.objects.get(customer=customer).limit == 2500
    assert [contact.name for contact in customer.contacts.all()] == ["Li Lei"]
    again = client.post(where, {**body, "discount_rate": "7", "name": "Newer name"})
    assert "discount_rate" in again.context["adminform"].form.errors
    assert Customer.objects.get(pk=customer.pk).name == "New name"


def test_own_fields_are_in_the_form() -> None:
    CustomFieldDefinition.objects.create(subject="product", key="color", label="Color", kind="text")
    item, client = make_item(), client_of("administrator")
    where = address(Item, "change", item.pk)
    body = typed(client, where) | {"custom_color": "blue"} | rows("units")
    answer = client.post(where, body)
    assert answer.status_code == 302, answer.context["errors"]
    item.refresh_from_db()
    assert item.custom == {"color": "blue"}


def test_prices_on_other_pages_of_a_long_list_are_kept() -> None:
    items = [make_item() for _number in range(30)]
    prices = [{"item_id": item.pk, "price": Decimal(10)} for item in items]
    row = create_price_list(
        values={"code": "A", "name": "A", "currency_id": company().base_currency_id},
        prices=prices,  # type: ignore[arg-type]  # checked by the form or body before
        actor=BOSS,
    )
    client, where = client_of("administrator"), address(PriceList, "change", row.pk)
    page = client.get(where)
    shown = page.context["inline_admin_formsets"][0].formset
    assert len(shown.forms) == 25
    sent = [
        {"id": form.instance.pk, "item": form.instance.item_id, "minimum_quantity": "0", "price": "11"}
        for form in shown.forms
    ]
    sent[0]["price"] = "-1"
    body = {"code": "A", "name": "Renamed", "currency": row.currency_id, "is_active": "on"}
    refused = client.post(where, body | rows("prices", *sent, initial=25))
    formset = refused.context["inline_admin_formsets"][0].formset
    assert "price" in formset.forms[0].errors
    sent[0]["price"] = "11"
    answer = client.post(where, body | rows("prices", *sent, initial=25))
    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    assert row.name == "Renamed"
    assert sorted(row.prices.values_list("price", flat=True)) == [10] * 5 + [11] * 25


def test_a_calendar_is_written_as_people_write_hours() -> None:
    client = client_of("administrator")
    body = {"code": "X", "name": "X", "time_zone": "UTC", "monday": "09:00-12:00, 13:00-18:00"}
    days = rows("exceptions", {"date": "2027-01-01", "name": "New Year", "hours": ""})
    bad = client.post(address(WorkingCalendar, "add"), {**body, "tuesday": "9 to 5"} | days)
    assert "tuesday" in bad.context["adminform"].form.errors
    answer = client.post(address(WorkingCalendar, "add"), body | days)
    assert answer.status_code == 302, answer.context["errors"]
    row = WorkingCalendar.objects.get(code="X")
    assert row.weekly == {"monday": [["09:00", "12:00"], ["13:00", "18:00"]]}
    assert [day.name for day in row.exceptions.all()] == ["New Year"]


def test_a_bill_that_would_contain_itself_is_refused() -> None:
    made, client = make_item(), client_of("administrator")
    body = {"item": made.pk, "valid_from": "2026-01-01", "output_quantity": "1"}
    own = rows("components", {"item": made.pk, "quantity": "1", "scrap_percent": "0"})
    refused = client.post(address(Bom, "add"), body | own)
    assert refused.status_code == 200
    assert refused.context["errors"]
    other = rows("components", {"item": make_item().pk, "quantity": "2", "scrap_percent": "0"})
    assert client.post(address(Bom, "add"), body | other).status_code == 302
    assert Bom.objects.get(item=made).components.count() == 1


def test_the_only_default_warehouse_stays_one() -> None:
    client, row = client_of("administrator"), Warehouse.objects.get(is_default=True)
    where = address(Warehouse, "change", row.pk)
    body = typed(client, where) | rows("locations")
    body.pop("is_default")
    refused = client.post(where, body)
    assert refused.status_code == 200
    assert refused.context["errors"]
    assert Warehouse.objects.get(pk=row.pk).is_default


def test_settings_of_one_row_are_neither_added_twice_nor_deleted() -> None:
    client = client_of("administrator")
    assert client.get("/admin/production/shopsettings/add/").status_code == 200
    row = ShopSettings.objects.create()
    assert client.get("/admin/production/shopsettings/add/").status_code == 403
    assert client.get(f"/admin/production/shopsettings/{row.pk}/change/").status_code == 200
    assert client.get(f"/admin/production/shopsettings/{row.pk}/delete/").status_code == 403
    assert client.get("/admin/inventory/receivingsettings/").status_code == 200
