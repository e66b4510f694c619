import pytest

from erp.core.actor import Actor, RowScope


@pytest.fixture
def admin() -> Actor:
    return Actor(label="Ada Min", permissions=frozenset({"*"}), scope=RowScope(kind="all"))


@pytest.fixture
def reader() -> Actor:
    return Actor(label="Rea Der", permissions=frozenset({"masterdata.view"}), scope=RowScope(kind="all"))
