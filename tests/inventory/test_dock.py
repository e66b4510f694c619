"""The dock: packages with SSCC, labels, dispatch of many, manifests, proof of delivery."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

import pytest
from barcode import Gs1_128
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erp.core.errors import Conflict, Invalid
from erp.core.models import Attachment
from erp.core.pdf import gs1_128_svg
from erp.masterdata.models import Company
from erp.masterdata.selectors.company import forget_company
from inventory.calc.gs1 import check_digit, is_sscc, sscc
from inventory.models import Manifest, Shipment
from inventory.services.dispatch import ship_shipment
from inventory.services.labels import label_pdf, manifest_pdf
from inventory.services.manifests import close_manifest, dispatch_shipments
from inventory.services.packing import PackageInput, pack_shipment
from inventory.services.picking import pick_shipment
from orders.services.orders import hold_order
from tests.clients import api_with, person
from tests.factories import (
    BOSS,
    assert_books_hold,
    confirmed,
    fresh,
    main_warehouse,
    make_customer,
    make_item,
    release,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Any:
    row, _made = Company.objects.update_or_create(
        pk=1, defaults={"name": "Kept Ltd", "base_currency_id": "USD", "gs1_prefix": "0614141"}
    )
    forget_company()
    yield row
    forget_company()


def packed(count: int = 1, boxes: int = 1) -> list[Shipment]:
    item = make_item(stock=100)
    found = []
    for _ in range(count):
        shipment = release(confirmed(make_customer(), (item, 2)))
        pick_shipment(shipment_id=shipment.pk, actor=BOSS)
        weights = [PackageInput(weight_kg=Decimal("1.5"), length_cm=Decimal(30)) for _box in range(boxes)]
        found.append(pack_shipment(shipment_id=shipment.pk, actor=BOSS, packages=weights))
    return found


def test_check_digits_are_those_of_the_gs1_examples() -> None:
    """GTIN-13 629104150021-3 and the SSCC (00) 0 0614141 123456789 0 of GS1's own material."""
    assert check_digit("629104150021") == 3
    assert sscc("0614141", 123456789) == "006141411234567890"
    assert is_sscc("006141411234567890") and not is_sscc("006141411234567891") and not is_sscc("x" * 18)
    for prefix, serial, extension in (
        ("0614141", 10**9, 0),
        ("0614141", -1, 0),
        ("1" * 17, 1, 0),
        ("1", 1, 10),
    ):
        with pytest.raises(ValueError, match="prefix"):
            sscc(prefix, serial, extension=extension)
    with pytest.raises(ValueError, match="digits"):
        check_digit("12x")


# ISO/IEC 15417: the widths of bars and spaces of the code set's characters, start C, FNC1 and stop.
_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232
"""
WIDTHS = _TABLE.split()
START_C, FNC1, STOP = 105, 102, "1100011101011"


def read_code_128(modules: str) -> list[int]:
    """A reader of our own: the characters of a bar code, with its check character proven."""
    assert modules.endswith(STOP)
    body = modules[: -len(STOP)]
    values = []
    for place in range(0, len(body), 11):
        widths, run = "", 1
        part = body[place : place + 11]
        for one, two in zip(part, part[1:] + "x", strict=True):
            if one == two:
                run += 1
            else:
                widths, run = widths + str(run), 1
        values.append(WIDTHS.index(widths))
    total = values[0] + sum(place * value for place, value in enumerate(values[1:-1], start=1))
    assert total % 103 == values[-1]
    return values[:-1]


def test_the_sscc_is_printed_as_gs1_128() -> None:
    code = sscc("0614141", 123456789)
    values = read_code_128(Gs1_128(f"00{code}").build()[0])
    assert values[:2] == [START_C, FNC1]
    assert "".join(f"{value:02d}" for value in values[2:]) == f"00{code}"
    assert gs1_128_svg(f"00{code}").startswith("<svg")


def test_every_package_has_an_sscc_of_its_own_where_the_company_has_a_prefix(company: Any) -> None:
    [shipment] = packed(boxes=3)
    codes = [box.sscc for box in shipment.packages.all()]
    assert len(set(codes)) == 3 and all(is_sscc(code) and code[1:8] == "0614141" for code in codes)
    for language in ("en", "zh-hans"):
        assert label_pdf(shipment_id=shipment.pk, language=language).startswith(b"%PDF")
    Company.objects.update(gs1_prefix="")
    forget_company()
    assert [box.sscc for box in packed()[0].packages.all()] == [""]


def test_a_prefix_has_seven_to_ten_digits(company: Any) -> None:
    from erp.masterdata.services.company import edit_company

    for wrong in ("123", "12345678901", "1234x67"):
        with pytest.raises(Invalid):
            edit_company(values={"gs1_prefix": wrong}, actor=BOSS)
    edit_company(values={"gs1_prefix": "9521234", "auto_release_days": 3}, actor=BOSS)


def test_many_leave_together_and_one_that_refuses_stays(company: Any) -> None:
    one, two, held = packed(3)
    from orders.models import Order

    hold_order(order_id=Order.objects.get(pk=held.document_id).pk, reason="wait", actor=BOSS)
    found = dispatch_shipments(
        tracking_numbers={one.pk: "T-1", two.pk: "", held.pk: ""}, carrier="SF", actor=BOSS
    )
    assert [one.refusal.code if one.refusal else "" for one in found] == ["", "", "on_hold"]
    assert [fresh(row).state for row in (one, two, held)] == ["shipped", "shipped", "packed"]
    assert (fresh(one).tracking_number, fresh(one).carrier_name) == ("T-1", "SF")
    again = dispatch_shipments(tracking_numbers={one.pk: ""}, actor=BOSS)
    assert again[0].refusal is not None and again[0].refusal.code == "invalid_transition"
    assert_books_hold()


def test_a_manifest_takes_what_left_today_and_nothing_twice(company: Any) -> None:
    first, second, other = packed(3, boxes=2)
    for row, carrier in ((first, "SF"), (second, "SF"), (other, "YTO")):
        ship_shipment(shipment_id=row.pk, actor=BOSS, carrier=carrier)
    made = close_manifest(warehouse=main_warehouse(), carrier="SF", driver="Li", actor=BOSS)
    assert (made.shipment_count, made.package_count, made.weight_kg) == (2, 4, Decimal("6.0"))
    assert {row.number for row in made.shipments.all()} == {first.number, second.number}
    with pytest.raises(Conflict):
        close_manifest(warehouse=main_warehouse(), carrier="SF", actor=BOSS)
    with pytest.raises(Invalid):
        close_manifest(warehouse=main_warehouse(), carrier=" ", actor=BOSS)
    for language in ("en", "zh-hans"):
        assert manifest_pdf(manifest_id=made.pk, language=language).startswith(b"%PDF")
    assert_books_hold()


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(person(*roles), backend="erp.identity.backends.RoleBackend")
    return client


def test_the_dock_page_hands_over_and_closes(company: Any) -> None:
    one, two = packed(2)
    client = client_of("warehouse_operator")
    assert one.number in client.get("/dispatch/").content.decode()
    body = {"shipments": [one.pk, two.pk, "x"], f"tracking-{one.pk}": "T-9", "carrier": "SF"}
    client.post("/dispatch/hand-over/", body)
    assert (fresh(one).state, fresh(one).tracking_number, fresh(two).state) == ("shipped", "T-9", "shipped")
    client.post("/dispatch/close/", {"carrier": "SF", "driver": "Li"})
    made = Manifest.objects.get()
    page = client.get(f"/manifests/{made.number}/").content.decode()
    assert one.number in page and "SF" in page
    assert client.get(f"/manifests/{made.number}/paper/")["Content-Type"] == "application/pdf"
    assert made.number in client.get("/manifests/?q=sf").content.decode()
    assert client.get("/manifests/export.csv").status_code == 200
    assert made.number in client.get(f"/shipments/{one.number}/").content.decode()
    client.post("/dispatch/hand-over/", {})
    client.post("/dispatch/close/", {"carrier": "SF"})
    assert Manifest.objects.count() == 1
    assert client_of("sales").get("/dispatch/").status_code == 403


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def test_a_delivery_is_proven_by_name_and_signature(company: Any) -> None:
    [shipment] = packed()
    ship_shipment(shipment_id=shipment.pk, actor=BOSS, carrier="own")
    client, url = client_of("warehouse_operator"), f"/deliver/{shipment.number}/"
    assert client.get(url).status_code == 200
    refused = client.post(url, {"delivered_to": " "}, headers={"accept": "application/json"})
    assert refused.status_code == 400 and fresh(shipment).state == "shipped"
    wrong = SimpleUploadedFile("x.exe", b"MZ\x00\x01", content_type="image/png")
    bad = client.post(url, {"delivered_to": "Wang", "photo": wrong}, headers={"accept": "application/json"})
    assert bad.status_code == 400 and fresh(shipment).state == "shipped"
    signed = SimpleUploadedFile("signature.png", PIXEL, content_type="image/png")
    proof = {"delivered_to": "Wang", "signature": signed}
    done = client.post(url, proof, headers={"accept": "application/json"})
    assert done.status_code == 200
    assert (fresh(shipment).state, fresh(shipment).delivered_to) == ("delivered", "Wang")
    assert Attachment.objects.get(document_kind="shipment").document_id == shipment.pk
    again = client.post(url, {"delivered_to": "Li"}, headers={"accept": "application/json"})
    assert again.status_code == 409 and fresh(shipment).delivered_to == "Wang"


def test_dispatch_and_manifests_over_the_api(company: Any) -> None:
    one, two = packed(2)
    api = api_with("warehouse_manager")
    rows = [{"shipment": one.number, "tracking_number": "T-1"}, {"shipment": two.number}]
    body = {"carrier": "SF", "shipments": rows}
    answers = [
        api.post("/api/v1/shipments/dispatch/", body, format="json", headers={"Idempotency-Key": "d-1"})
        for _again in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert [row["result"] for row in answers[0].json()["results"]] == ["shipped", "shipped"]
    late = api.post("/api/v1/shipments/dispatch/", body, format="json").json()["results"]
    assert [row["code"] for row in late] == ["invalid_transition"] * 2
    made = api.post("/api/v1/manifests/", {"warehouse": "MAIN", "carrier": "SF"}, format="json")
    assert made.status_code == 201 and made.json()["shipments"] == [one.number, two.number]
    empty = api.post("/api/v1/manifests/", {"warehouse": "MAIN", "carrier": "SF"}, format="json")
    assert (empty.status_code, empty.json()["code"]) == (409, "nothing_dispatched")
    assert api.get("/api/v1/manifests/", {"carrier": "SF"}).json()["results"][0]["shipment_count"] == 2
    assert api.get(f"/api/v1/manifests/{made.json()['number']}/pdf/")["Content-Type"] == "application/pdf"
    assert api.post("/api/v1/shipments/dispatch/", {"shipments": []}, format="json").status_code == 400
    assert api_with("sales").get("/api/v1/manifests/").status_code == 403
    assert Attachment.objects.count() == 0
