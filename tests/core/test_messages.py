"""Every refusal has its words."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest

from erp.core import errors
from erp.core.errors import CreditExceeded, DomainError, IllegalTransition, Invalid, Shortage
from erp.core.http.messages import MESSAGES, wording
from erp.core.http.problems import problem_of

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, DomainError)
}


def codes_raised() -> set[str]:
    """The codes that the source gives to refusals."""
    found: set[str] = set()
    for app in ("erp", "inventory", "production", "finance", "orders", "sla"):
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                    continue
                if node.func.id in KINDS and node.args and isinstance(node.args[0], ast.Constant):
                    found.add(str(node.args[0].value))
    return found


def test_every_code_that_is_raised_has_words():
    assert codes_raised() - set(MESSAGES) == set()


def test_every_kind_of_refusal_has_words():
    assert {vars(errors)[name].default_code for name in KINDS} - set(MESSAGES) == set()


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (
            Shortage(product="P-1", asked=Decimal("5.000000"), available=Decimal("2.5")),
            409,
            "5 of P-1 asked, 2.5 available.",
        ),
        (Shortage(), 409, "There is not enough stock for this."),
        (
            CreditExceeded(limit=100, exposure=80, available=20, asked=30),
            409,
            "Limit 100, used 80, available 20, asked 30.",
        ),
        (
            IllegalTransition(action="ship", state="on_hold", document="SO-1"),
            409,
            "SO-1 is in state “On hold”, which does not allow this.",
        ),
        (Invalid.field("lines[1].quantity", "Too few."), 400, "lines[1].quantity: Too few."),
        (DomainError("never_heard_of"), 409, "Another document or a parallel change stands in the way."),
    ],
)
def test_facts_are_told_where_they_are_known(error, status, detail):
    answer = problem_of(error)
    assert answer is not None
    body, _headers = answer
    assert (body["status"], body["detail"]) == (status, detail)
    assert body["type"].endswith(body["code"])


def test_words_never_break_on_facts():
    for code in MESSAGES:
        title, detail = wording(code, {})
        assert title
        assert "%(" not in detail


def test_the_type_of_a_problem_tells_what_its_code_means(client):
    answer = client.get("/api/v1/docs/problems/insufficient_stock")
    assert answer.json() == {
        "code": "insufficient_stock",
        "title": "Not enough stock",
        "detail": "There is not enough stock for this.",
    }
    assert client.get("/api/v1/docs/problems/nothing").status_code == 404
