"""A schema-driven fuzz run over the whole API: whatever is sent, the answer is never a 5xx."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from erp.identity.models import ApiKey
from erp.wsgi import application
from tests.api.shop import Shop, assert_sound

pytestmark = pytest.mark.slow
EXAMPLES = 4  # of each kind, for each of some 700 operations
PARTS = 3  # so that several workers share it
_read: list[Any] = []
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
KNOWN = {
    "customer": "C-1",
    "product": "P-1",
    "warehouse": "MAIN",
    "unit": "pcs",
    "currency": "USD",
    "supplier": "S-1",
}


@pytest.fixture
def busy_shop(transactional_db):
    """Documents in several states, so that references hit something; commits are real."""
    shop = Shop()
    shop.customer()
    shop.product("P-1", "10")
    shop.post("suppliers/", {"code": "S-1", "name": "Supplier", "currency": "USD"}, 201)
    shop.stock("P-1", "100")
    shop.shipped(shop.order(("P-1", "4"))["number"])
    shop.order(("P-1", "4"), submit=False)
    shop.post("shipments/", {"order": shop.order(("P-1", "3"))["number"]}, 201)
    shop.post("intake/edi/", {"customer": "nobody"}, 202)
    ApiKey.objects.update(requests_per_second=1_000_000, burst=1_000_000)
    return shop


def _operations(authorization: str) -> list[Any]:
    """All that the contract offers; the contract is read once by every worker, whoever asks first."""
    if not _read:
        headers = {"Authorization": authorization, "Accept": "application/json"}
        schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application, headers=headers)
        _read.extend(schema.get_all_operations())
    return _read


@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_is_a_server_error(busy_shop, part):
    authorization = busy_shop.api.defaults["HTTP_AUTHORIZATION"]
    failures: dict[str, str] = {}
    tried = 0
    operations = _operations(authorization)[part::PARTS]
    for result in operations:
        assert isinstance(result, Ok)
        operation = result.ok()
        ids = _known_ids(busy_shop, operation.path)
        for mode in MODES:
            tried += _fuzz(operation, mode, {"Authorization": authorization}, ids, failures)
    assert failures == {}
    assert tried > 4 * len(operations) > 200
    assert_sound()


def _known_ids(shop: Shop, path: str) -> list[str]:
    if "{id}" not in path:
        return []
    answer = shop.api.get(path.partition("{")[0])
    if answer.status_code != 200:
        return []
    return [row["id"] for row in answer.json().get("results", []) if "id" in row]


def _fuzz(operation: Any, mode: Any, headers: Any, ids: list[str], failures: dict[str, str]) -> int:
    tried = [0]

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(case=operation.as_strategy(generation_mode=mode), pick=st.integers(0, 50), real=st.booleans())
    def run(case: Any, pick: int, real: bool) -> None:
        if real and ids:
            case.path_parameters["id"] = ids[pick % len(ids)]
        if real:
            case.body = _with_known(case.body)
        answer = case.call(headers=headers)
        tried[0] += 1
        if answer.status_code >= 500:
            sent = f"{case.path_parameters} {case.query} {case.body} {answer.text}"
            failures.setdefault(operation.label, sent[:600])

    run()
    return tried[0]


def _with_known(body: Any) -> Any:
    if isinstance(body, dict):
        return {
            name: KNOWN[name] if name in KNOWN and isinstance(value, str) else _with_known(value)
            for name, value in body.items()
        }
    return [_with_known(part) for part in body] if isinstance(body, list) else body
