"""Pages of structure: lists, an item's structure, forms that save and forms that refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from erp.masterdata.models import WorkingCalendar
from production.models import Bom, CostRollup, Routing, WorkCenter
from production.services.boms import create_bom
from production.services.routings import OperationValues, create_routing
from production.services.structure_rows import ComponentValues
from tests.clients import person
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def client_of(role):
    client = Client()
    client.force_login(person(role))
    return client


@pytest.fixture
def world(admin):
    bike, wheel, spoke = (make_item(sku=sku, supply="make") for sku in ("BIKE", "WHEEL", "SPOKE"))
    calendar = WorkingCalendar.objects.create(code="ONE", name="One", weekly={"monday": [["08:00", "16:00"]]})
    center = WorkCenter.objects.create(code="ASM", name="Assembly", calendar=calendar)
    for parent, part in ((bike, wheel), (wheel, spoke)):
        component: ComponentValues = {"item_id": part.pk, "quantity": Decimal(2)}
        create_bom(item_id=parent.pk, components=[component], valid_from=date(2026, 1, 1), actor=admin)
    operation: OperationValues = {
        "work_center_id": center.pk,
        "name": "Build",
        "run_minutes": Decimal(5),
    }
    create_routing(item_id=bike.pk, operations=[operation], valid_from=date(2026, 1, 1), actor=admin)
    return {"bike": bike, "wheel": wheel, "spoke": spoke, "center": center, "calendar": calendar}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/boms/", ["BIKE", "WHEEL"]),
        ("/boms/?q=SPOKE", ["WHEEL"]),
        ("/boms/BIKE/?quantity=3&date=2026-06-01", ["WHEEL", "SPOKE", "12"]),
        ("/boms/BIKE/?quantity=x&date=never&version=9", ["BIKE"]),
        ("/boms/SPOKE/?tab=used", ["WHEEL", "BIKE"]),
        ("/boms/BIKE/?tab=routing", ["Build", "ASM"]),
        ("/boms/SPOKE/", ["Consists of nothing yet"]),
        ("/boms/BIKE/edit/", ["Components"]),
        ("/boms/BIKE/routing/", ["Operations"]),
        ("/work-centers/", ["ASM"]),
        ("/work-centers/ASM/", ["Assembly", "Build"]),
        ("/work-centers/new/", ["New work center"]),
        ("/costs/", ["Not rolled up yet"]),
    ],
)
def test_pages_show_what_they_are_about(world, address, words):
    answer = client_of("production_manager").get(address)
    assert answer.status_code == 200, answer.content[:500]
    for word in words:
        assert word in answer.content.decode()


def test_exports_come_as_files(world):
    client = client_of("production_manager")
    text = b"".join(client.get("/boms/export.csv").streaming_content).decode()
    assert "WHEEL" in text
    assert "SPOKE" in text
    for address in ("/boms/export.xlsx", "/work-centers/export.csv", "/costs/export.xlsx"):
        assert client.get(address).status_code == 200


def test_a_bill_is_written_changed_and_refused_beside_its_row(world):
    client = client_of("production_manager")
    body = {
        "valid_from": "2026-07-01",
        "output_quantity": "2",
        "is_active": "1",
        "item-0": world["wheel"].pk,
        "quantity-0": "3",
        "scrap_percent-0": "2.5",
        "substitutes-0": "SPOKE × 1.5",
    }
    answer = client.post("/boms/BIKE/edit/", body)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    bom = Bom.objects.get(item=world["bike"], version=2)
    part = bom.components.get()
    assert (bom.output_quantity, part.quantity, part.scrap_percent) == (2, 3, Decimal("2.5"))
    assert part.substitutes.get().ratio == Decimal("1.5")
    shown = client.get(f"/boms/BIKE/edit/?version={bom.pk}").content.decode()
    assert "SPOKE × 1.5" in shown
    wrong = body | {"quantity-0": "-3", "substitutes-0": "NOTHING"}
    refused = client.post(f"/boms/BIKE/edit/?version={bom.pk}", wrong)
    assert refused.status_code == 422
    assert "NOTHING" in refused.content.decode()
    circle = client.post("/boms/SPOKE/edit/", body | {"item-0": world["bike"].pk, "substitutes-0": ""})
    assert circle.status_code == 422
    assert "SPOKE → BIKE → SPOKE" in circle.content.decode()
    assert client.post(f"/boms/BIKE/delete/?version={bom.pk}").status_code == 302
    assert Bom.objects.filter(item=world["bike"]).count() == 1


def test_a_routing_is_written_and_refused(world):
    client = client_of("production_manager")
    routing = Routing.objects.get()
    body = {
        "lot_quantity": "10",
        "is_active": "1",
        "work_center-0": world["center"].pk,
        "name-0": "Weld",
        "setup_minutes-0": "15",
        "run_minutes-0": "2.25",
    }
    assert client.post(f"/boms/BIKE/routing/?version={routing.pk}", body).status_code == 302
    row = routing.operations.get()
    assert (row.name, row.run_minutes, row.number) == ("Weld", Decimal("2.25"), 10)
    refused = client.post(f"/boms/BIKE/routing/?version={routing.pk}", body | {"run_minutes-0": "-1"})
    assert refused.status_code == 422
    assert "negative" in refused.content.decode()


def test_a_work_center_is_written_and_refused(world):
    client = client_of("production_manager")
    body = {"code": "SAW", "name": "Saw", "machines": "2", "efficiency": "0.9", "is_active": "1"}
    refused = client.post("/work-centers/new/", body)
    assert refused.status_code == 422
    assert "needs a working calendar" in refused.content.decode()
    body |= {"calendar": world["calendar"].pk, "cost_per_hour": "40"}
    assert client.post("/work-centers/new/", body).status_code == 302
    center = WorkCenter.objects.get(code="SAW")
    assert (center.machines, center.cost_per_hour) == (2, 40)
    stale = client.post("/work-centers/SAW/", body | {"version": "7"})
    assert stale.status_code == 422


def test_costs_are_rolled_up_and_taken_over(world):
    client = client_of("production_manager")
    assert client.post("/costs/roll-up/").status_code == 302
    rollup = CostRollup.objects.get()
    page = client.get("/costs/").content.decode()
    assert "BIKE" in page
    assert client.post(f"/costs/{rollup.pk}/adopt/").status_code == 302
    rollup.refresh_from_db()
    assert rollup.adopted_at is not None


def test_who_may_only_look_finds_no_form(world):
    client = client_of("shop_floor")
    assert client.get("/boms/BIKE/").status_code == 200
    assert client.get("/boms/BIKE/edit/").status_code == 403
    client.post("/work-centers/ASM/", {"code": "X"})
    assert WorkCenter.objects.get().code == "ASM"
    assert client.get("/costs/").status_code == 403
