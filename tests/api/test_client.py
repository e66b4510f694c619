"""The generated client against a live server: an integrator's day."""

import importlib.util
import subprocess
import sys
import typing

import pytest
from django.core.management import call_command

from erp.core.actor import system_actor
from erp.identity.services.api_keys import create_api_key
from erp.identity.services.users import make_administrator
from tests.api.shop import assert_sound


@pytest.fixture(scope="module")
def client_module(tmp_path_factory):
    """The client as `bin/manage generate_client` writes it."""
    path = tmp_path_factory.mktemp("client") / "kept_client.py"
    call_command("generate_client", str(path))
    spec = importlib.util.spec_from_file_location("kept_client", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["kept_client"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["kept_client"]


@pytest.fixture
def kept(client_module, transactional_db, live_server):
    """A client with an administrator's key."""
    _key, secret = create_api_key(
        user_id=make_administrator().pk, name="client", scopes=("*",), actor=system_actor()
    )
    return client_module.Kept(live_server.url, secret)


def test_an_order_from_entry_to_payment(kept, client_module):
    kept.customers.create({"code": "C-1", "name": "Ada Ltd", "currency": "USD", "credit_grade": "A"})
    kept.products.create({"sku": "P-1", "name": "Lamp", "unit": "pcs", "list_price": "10"})
    kept.stock_moves.create(
        {"kind": "receipt", "product": "P-1", "quantity": "10", "warehouse": "MAIN", "reason": "first"}
    )
    promise = kept.atp.get(product="P-1", quantity="4")
    assert promise["on_time"] is True
    body = {"customer": "C-1", "lines": [{"product": "P-1", "quantity": "4"}], "submit": True}
    order = kept.orders.create(body, idempotency_key="one")
    assert kept.orders.create(body, idempotency_key="one") == order
    assert kept.transport.answer_headers["Idempotent-Replay"] == "true"
    assert (order["state"], order["total"]) == ("confirmed", "40.00")
    with pytest.raises(client_module.ApiProblem) as stale:
        kept.orders.hold(order["id"], {"reason": "call"}, if_match=order["version"] - 1)
    assert (stale.value.status, stale.value.code) == (412, "stale_version")
    shipment = kept.shipments.create({"order": order["number"]})
    kept.shipments.pick(shipment["id"], {"scans": [{"product": "P-1", "quantity": "4"}]})
    kept.shipments.pack(shipment["id"], {})
    kept.shipments.ship(shipment["id"], {"carrier": "DHL", "tracking_number": "T1"})
    [invoice] = kept.invoices.list(order=order["number"])["results"]
    kept.payments.create(
        {
            "customer": "C-1",
            "amount": invoice["open_amount"],
            "currency": "USD",
            "allocations": [{"invoice": invoice["number"], "amount": invoice["open_amount"]}],
        }
    )
    kept.shipments.deliver(shipment["id"], {"delivered_to": "Ada"})
    done = kept.orders.retrieve(order["number"])
    assert (done["state"], done["billing_state"], done["fulfillment_state"]) == (
        "closed",
        "paid",
        "delivered",
    )
    assert kept.orders.timeline(order["id"])[0]["event"] == "order.created"
    [row] = kept.orders.list(state=["closed"], customer="C-1")["results"]
    assert row["number"] == order["number"]
    assert kept.stock.list(product="P-1")["totals"]["on_hand"] == "6"
    assert_sound()


def test_refusals_are_exceptions_with_code_and_paths(kept, client_module):
    with pytest.raises(client_module.ApiProblem) as refused:
        kept.orders.create({"customer": "nobody", "lines": []})
    assert (refused.value.status, refused.value.code) == (400, "invalid")
    assert set(refused.value.errors) == {"customer", "lines"}
    with pytest.raises(client_module.ApiProblem) as unknown:
        client_module.Kept(kept.transport.url, "kept_wrong").orders.list()
    assert unknown.value.status == 401


def test_the_client_is_typed(client_module):
    hints = typing.get_type_hints(client_module.OrderOut)
    assert {"number", "state", "lines", "version"} <= hints.keys()
    assert "submit" in vars(client_module.OrdersCalls)


@pytest.mark.slow
def test_the_client_passes_a_type_checker(client_module, tmp_path):
    command = [sys.executable, "-m", "mypy", "--no-incremental", "--config-file=", client_module.__file__]
    found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert found.returncode == 0, found.stdout
