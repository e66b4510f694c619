import pytest

from tests.api.shop import Shop


@pytest.fixture
def shop(db) -> Shop:
    """A shop with one customer and two products with stock."""
    shop = Shop()
    shop.customer()
    shop.product("P-1", "10", standard_cost="6")
    shop.product("P-2", "2.50", standard_cost="1")
    shop.stock("P-1", "10")
    shop.stock("P-2", "100")
    return shop


@pytest.fixture(autouse=True)
def orders_have_their_process(request):
    """Submitted orders run through the shipped process, as in every real company."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        request.getfixturevalue("order_process")
