"""A small shop for API tests: everything is made through the API, as an integrator would."""

from __future__ import annotations

from typing import Any

from rest_framework.test import APIClient

from erp.core.integrity import run_checks
from erp.identity.services.users import make_administrator
from tests.clients import api_of


class Shop:
    """An administrator's API client with short ways to what tests need."""

    def __init__(self, api: APIClient | None = None) -> None:
        self.api = api or api_of(make_administrator())

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        answer = self.api.get(f"/api/v1/{path}", query)
        assert answer.status_code == status, answer.content
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        answer = self.api.post(f"/api/v1/{path}", body or {}, format="json", headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def patch(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        answer = self.api.patch(f"/api/v1/{path}", body, format="json", headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def customer(self, code: str = "C-1", **more: Any) -> str:
        body = {"code": code, "name": f"Customer {code}", "currency": "USD", "credit_grade": "A"} | more
        return self.post("customers/", body, 201)["code"]

    def product(self, sku: str = "P-1", price: str = "10", **more: Any) -> str:
        body = {"sku": sku, "name": f"Product {sku}", "unit": "pcs", "list_price": price} | more
        return self.post("products/", body, 201)["sku"]

    def stock(self, sku: str, quantity: str, warehouse: str = "MAIN", **more: Any) -> Any:
        body = {"kind": "receipt", "product": sku, "quantity": quantity, "warehouse": warehouse}
        return self.post("stock-moves/", body | {"reason": "opening"} | more, 201)

    def order(self, *lines: tuple[str, str], customer: str = "C-1", status: int = 201, **more: Any) -> Any:
        body = {
            "customer": customer,
            "lines": [{"product": sku, "quantity": quantity} for sku, quantity in lines],
            "submit": True,
        }
        return self.post("orders/", body | more, status)

    def shipped(self, number: str) -> Any:
        """Everything that is reserved of an order leaves."""
        shipment = self.post("shipments/", {"order": number}, 201)["number"]
        self.post(f"shipments/{shipment}/pick/")
        self.post(f"shipments/{shipment}/pack/")
        return self.post(f"shipments/{shipment}/ship/", {"carrier": "DHL", "tracking_number": "T1"})


def assert_sound() -> None:
    """Every invariant of the books holds."""
    broken = {found.check.code: found.rows for found in run_checks() if found.rows}
    assert broken == {}
