"""The decision table by which submitted orders find their way: by themselves, to finance, or to a manager too."""

import hashlib
import json

from django.db import migrations
from django.utils import timezone

CODE = "order_review"


def _column(field, label, chinese, kind, choices=()):
    return {
        "id": field.split(".")[-1], "field": field, "label": label, "labels": {"zh-hans": chinese},
        "type": kind, "choices": list(choices),
    }  # fmt: skip


CONTENT = {
    "hit_policy": "first",
    "inputs": [
        _column("order.total_in_base", "Amount", "金额", "number"),
        _column("order.is_below_auto_limit", "Below the automatic limit", "低于自动确认上限", "boolean"),
        _column("customer.credit_grade", "Credit grade", "信用等级", "text", "ABCD"),
        _column("customer.exceeds_credit", "Above the credit limit", "超出信用额度", "boolean"),
        _column("order.product_type", "Product type", "产品类型", "text", ["standard", "custom"]),
        _column("order.margin_percent", "Margin %", "毛利率 %", "number"),
        _column("customer.tier", "Customer tier", "客户等级", "text"),
    ],
    "outputs": [
        _column("route", "Route", "路径", "text", ["auto", "finance", "finance_and_manager"]),
        _column("why", "Why", "原因", "text"),
    ],
    "rows": [
        {
            "id": "routine",
            "when": {
                "is_below_auto_limit": {"op": "eq", "value": True},
                "credit_grade": {"op": "one_of", "value": ["A", "B"]},
                "exceeds_credit": {"op": "eq", "value": False},
            },
            "then": {"route": "auto", "why": "routine"},
            "note": "Routine: good credit grade, below the company's limit, within credit.",
        },
        {
            "id": "large",
            "when": {"total_in_base": {"op": "gt", "value": 20000}},
            "then": {"route": "finance_and_manager", "why": "amount"},
            "note": "Above 20,000 the sales manager signs as well.",
        },
        {
            "id": "loss",
            "when": {"margin_percent": {"op": "lt", "value": 0}},
            "then": {"route": "finance_and_manager", "why": "margin"},
            "note": "Sold below cost.",
        },
        {
            "id": "credit",
            "when": {"exceeds_credit": {"op": "eq", "value": True}},
            "then": {"route": "finance", "why": "credit_limit"},
            "note": "",
        },
        {
            "id": "grade",
            "when": {"credit_grade": {"op": "one_of", "value": ["C", "D"]}},
            "then": {"route": "finance", "why": "credit_grade"},
            "note": "",
        },
        {"id": "rest", "when": {}, "then": {"route": "finance", "why": "amount"}, "note": "All others."},
    ],
    "tests": [
        {
            "facts": {
                "order.total_in_base": amount, "order.is_below_auto_limit": amount < 10000,
                "customer.credit_grade": grade, "customer.exceeds_credit": exceeds,
                "order.margin_percent": 30,
            },
            "expect": {"route": route},
        }
        for amount, grade, exceeds, route in (
            (9999, "A", False, "auto"),
            (10000, "A", False, "finance"),
            (20000, "B", False, "finance"),
            (20001, "A", False, "finance_and_manager"),
            (9999, "C", False, "finance"),
            (9999, "A", True, "finance"),
        )
    ],
}  # fmt: skip


def ship(apps, schema_editor):
    """Make the table, published, unless the company has one of this code."""
    table, is_new = apps.get_model("rules", "DecisionTable").objects.get_or_create(
        code=CODE,
        defaults={
            "name": "Order review",
            "names": {"zh-hans": "订单审核路径"},
            "description": "Which way a submitted order takes: it confirms itself, or finance or a manager decides.",
            "subject": "order",
            "is_shipped": True,
        },
    )
    if is_new:
        text = json.dumps(CONTENT, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        apps.get_model("rules", "TableVersion").objects.create(
            definition=table, number=1, content=CONTENT, checksum=hashlib.sha256(text.encode()).hexdigest(),
            state="published", published_at=timezone.now(), published_by="Kept", saved_by="Kept",
        )  # fmt: skip


def take_back(apps, schema_editor):
    """Remove it."""
    apps.get_model("rules", "DecisionTable").objects.filter(code=CODE, is_shipped=True).delete()


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_import_supplier_prices"), ("rules", "0001_decision_tables")]
    operations = [migrations.RunPython(ship, take_back)]
