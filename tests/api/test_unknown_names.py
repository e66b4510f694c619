"""What nobody reads is refused by name: members of bodies on every level, filters of lists, queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver
from django.utils import timezone
from rest_framework import serializers

from erp.core.http.refs import MOST_LETTERS, MOST_NAMED, Body
from erp.core.http.views import Door, Endpoint, Resource
from erp.masterdata.selectors.company import business_day
from inventory.api.shipments import PickBody
from inventory.models import Lot
from tests.clients import api_with
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def _doors(resolver: Any = None) -> Iterator[tuple[str, type]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _doors(pattern)
        else:
            view = getattr(pattern.callback, "cls", None)
            if isinstance(view, type) and issubclass(view, Door):
                yield str(pattern.pattern), view


def _bodies(base: type) -> Iterator[Any]:
    one: Any
    for one in base.__subclasses__():
        yield one
        yield from _bodies(one)


def test_an_unknown_member_is_named() -> None:
    """A typing error is not "not asked": nothing is made, the member and the known ones are said."""
    api = api_with("administrator")
    answer = api.post("/api/v1/teams/", {"code": "T-9", "name": "Nine", "regoin": None}, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["regoin"]
    assert "region" in answer.json()["errors"]["regoin"][0]
    assert api.get("/api/v1/teams/T-9/").status_code == 404


def test_an_unknown_member_of_a_line_is_named_with_its_path_beside_other_errors() -> None:
    """Every level is looked at, and what else is wrong is told in the same answer."""
    api = api_with("sales_manager")
    body = {"customer": "nobody", "lines": [{"product": "none", "quantity": "1", "colour": "red"}], "x": 1}
    answer = api.post("/api/v1/orders/", body, format="json")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"customer", "lines[0].product", "lines[0].colour", "x"}


def test_a_member_of_an_action_without_members_is_named() -> None:
    """An action that takes no body says so."""
    assert Body(data={"a": 1}).is_valid() is False


def test_hostile_names_do_not_write_the_answer() -> None:
    """Many and long names give a short answer."""
    api = api_with("administrator")
    body = {"code": "T-9", "name": "Nine"} | {f"{number}{'x' * 5000}": 1 for number in range(500)}
    answer = api.post("/api/v1/teams/", body, format="json")
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert len(errors) == MOST_NAMED
    assert all(len(name) <= MOST_LETTERS for name in errors)


def test_an_unknown_filter_is_refused_by_every_list() -> None:
    """An ignored filter answers with rows that nobody asked for."""
    api = api_with("administrator")
    lists = {view for _path, view in _doors() if issubclass(view, Resource)}
    paths = {path for path, view in _doors() if view in lists and path.count("/") == 1 and "<" not in path}
    assert len(paths) > 40
    for path in sorted(paths):
        address = "/api/v1/" + path.strip("^$")
        if api.get(address).status_code == 405:
            continue
        answer = api.get(address, {"nonsense": "1"})
        assert answer.status_code == 400, address
        assert list(answer.json()["errors"]) == ["nonsense"], address


def test_every_list_takes_what_the_contract_says() -> None:
    """Cursor, page size, search and ordering are everywhere."""
    api = api_with("administrator")
    for path, view in _doors():
        if not issubclass(view, Resource) or path.count("/") != 1 or "<" in path:
            continue
        address = "/api/v1/" + path.strip("^$")
        answer = api.get(address, {"page_size": "1", "search": "x", "ordering": "-id"})
        assert answer.status_code in {200, 405}, (address, answer.content)


def test_a_query_of_a_calculation_is_checked_too() -> None:
    """Endpoints that are no lists read their parameters by a body as well."""
    answer = api_with("administrator").get("/api/v1/stock/", {"warehous": "MAIN"})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["warehous"]


def test_bodies_are_made_of_bodies() -> None:
    """A level that is a plain serializer would take anything."""
    for body in set(_bodies(Body)):
        for name, field in body().fields.items():
            inner: Any = field
            while hasattr(inner, "child"):
                inner = inner.child
            if isinstance(inner, serializers.BaseSerializer):
                assert isinstance(inner, Body), f"{body.__module__}.{body.__name__}.{name}"


def test_endpoints_are_found() -> None:
    """The walk above sees calculations, too."""
    assert any(issubclass(view, Endpoint) for _path, view in _doors())


CONTRACT: dict[str, str] = {
    "orders.services.incoming.OrderBody": "customer external_id channel priority requested_date "
    "ship_complete warehouse lines submit",
    "orders.services.incoming.LineBody": "product quantity unit_price unit",
    "orders.api.orders.AmendBody": "lines",
    "erp.core.http.views.ReasonBody": "reason",
    "inventory.api.stock_moves.MoveBody": "kind product quantity warehouse location to_warehouse lot reason",
    "inventory.api.shipments.PickBody": "scans short_reason",
    "inventory.api.shipments.PackBody": "scans short_reason",
    "inventory.api.shipments.ScanBody": "barcode product quantity location lot",
    "inventory.api.shipments.ShipBody": "carrier tracking_number",
    "inventory.api.waves.WaveBody": "warehouse orders shipments carrier",
    "inventory.api.purchase_order_shapes.PurchaseOrderBody": "supplier warehouse expected_date lines",
    "inventory.api.purchase_order_shapes.PurchaseLineBody": "product quantity unit_price expected_date",
    "inventory.api.purchase_order_shapes.ReceiptBody": "lines",
    "inventory.api.purchase_order_shapes.ReceiptLineBody": "line quantity lot",
    "inventory.api.receipts.InspectBody": "accepted rejected",
    "orders.api.returns.ReturnBody": "order reason lines",
    "orders.api.returns.ReturnLineBody": "order_line quantity",
    "orders.api.returns.ReturnInspectBody": "accepted rejected disposition",
    "production.api.boms.BomIn": "product components valid_from",
    "production.api.boms.ComponentIn": "product quantity scrap_percent",
    "finance.api.payments.PaymentBody": "customer amount currency reference allocations",
    "finance.api.payments.AllocationBody": "invoice amount",
    "orders.api.atp.AtpCheckBody": "lines",
    "orders.api.atp.AtpQuery": "product quantity requested_date warehouse",
    "inventory.api.stock.StockQuery": "product warehouse",
    "erp.identity.api.people.UserIn": "username email first_name last_name password roles row_scope "
    "manager team stand_in absent_from absent_until",
    "erp.masterdata.api.setup.CalendarIn": "code name time_zone weekly exceptions",
    "erp.masterdata.api.setup.ExceptionIn": "date intervals",
    "inventory.api.products.ProductIn": "sku name category unit kind supply list_price standard_cost "
    "safety_stock reorder_point reorder_quantity lead_time_days planning tracking",
}


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_bodies_have_every_member_of_the_contract(name: str) -> None:
    """What the contract names is taken."""
    list(_doors())  # every view, and so every body, is loaded
    found = {f"{body.__module__}.{body.__name__}": body for body in _bodies(Body)}
    taken = {key for key, field in found[name]().fields.items() if not field.read_only}
    assert set(CONTRACT[name].split()) <= taken


def test_a_patch_of_nothing_changes_nothing() -> None:
    """A body without members is valid for every PATCH; a view must not look for one that was not sent."""
    api = api_with("administrator")
    today = business_day(timezone.now())
    lot = Lot.objects.create(item=make_item(tracking="lot"), code="L-1", received_on=today)
    answer = api.patch(f"/api/v1/lots/lot_{lot.pk}/", {}, format="json")
    assert answer.status_code == 200, answer.content


def test_a_list_that_may_be_null_has_no_nulls_in_it() -> None:
    """`{"scans": null}` is no scans; `{"scans": [null]}` is refused."""
    assert PickBody(data={"scans": None}).is_valid()
    refused = PickBody(data={"scans": [None]})
    assert not refused.is_valid()
    assert "scans" in refused.errors
