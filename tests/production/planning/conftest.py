"""What material planning is tried out with."""

from decimal import Decimal as D

import pytest

from production.services.boms import create_bom
from tests.factories import BOSS
from tests.production.planning.test_runs import mrp_item


@pytest.fixture
def bike():
    """A bike of one frame and two wheels; frames are made of three tubes."""
    top = mrp_item("BIKE", supply="make", lead_time_days=1)
    frame = mrp_item("FRAME", supply="make", lead_time_days=2)
    wheel, tube = mrp_item("WHEEL", lead_time_days=5), mrp_item("TUBE", lead_time_days=7)
    create_bom(item_id=frame.pk, components=[{"item_id": tube.pk, "quantity": D(3)}], actor=BOSS)
    create_bom(
        item_id=top.pk,
        components=[{"item_id": frame.pk, "quantity": D(1)}, {"item_id": wheel.pk, "quantity": D(2)}],
        actor=BOSS,
    )
    return top, frame, wheel, tube
