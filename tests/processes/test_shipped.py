"""What ships can be published as it is."""

import pytest

from erp.processes.models import ProcessDefinition
from erp.processes.selectors.validation import errors_of
from erp.processes.services.shipped import publish_shipped, shipped_processes


@pytest.mark.parametrize("process", shipped_processes(), ids=lambda process: process.code)
def test_a_shipped_drawing_has_no_error(db, process):
    publish_shipped()
    drawn = process.read()
    assert errors_of(drawn["subject"], drawn["graph"]) == []


def test_shipping_twice_ships_once(db):
    assert publish_shipped()
    assert publish_shipped() == []
    assert ProcessDefinition.objects.filter(code="order_fulfillment", is_active=True).count() == 1
