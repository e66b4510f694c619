"""Versions, phantoms, substitutes, units and further outputs of bills; where an item is used."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from erp.core.errors import Invalid
from erp.masterdata.models import Unit
from inventory.models import Item
from production.calc.explosion import parts_of
from production.models import Bom
from production.selectors.bills import all_bills, bills_in_force
from production.selectors.boms import explode_item, used_everywhere
from production.services.boms import create_bom, edit_bom
from production.services.structure_rows import ComponentValues, OutputValues
from production.services.work_order_lines import parts_of as work_order_parts
from tests.factories import make_item

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def items(*skus):
    return [make_item(sku=sku) for sku in skus]


def bill(admin, item, *parts, **more):
    components: list[ComponentValues] = [{"item_id": part.pk, "quantity": Decimal(q)} for part, q in parts]
    return create_bom(item_id=item.pk, components=components, valid_from=DAY, actor=admin, **more)


def test_every_day_makes_a_version_and_one_that_ended_gives_way(admin):
    bike, wheel = items("BIKE", "WHEEL")
    assert bill(admin, bike, (wheel, 2)).version == 1
    component: list[ComponentValues] = [{"item_id": wheel.pk, "quantity": Decimal(3)}]
    march = create_bom(
        item_id=bike.pk,
        components=component,
        valid_from=date(2026, 3, 1),
        values={"valid_to": date(2026, 3, 31)},
        actor=admin,
    )
    assert march.version == 2
    found = {
        day: bills_in_force([bike.pk], day)[bike.pk].version
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    }
    assert list(found.values()) == [1, 2, 2, 1]
    edit_bom(bom_id=march.pk, values={"is_active": False}, actor=admin)
    assert bills_in_force([bike.pk], date(2026, 3, 15))[bike.pk].version == 1
    assert all_bills(date(2026, 3, 15)).keys() == {bike.pk}


def test_an_alternative_stands_beside_and_is_not_in_force(admin):
    bike, wheel, tyre = items("BIKE", "WHEEL", "TYRE")
    bill(admin, bike, (wheel, 2))
    other = bill(admin, bike, (tyre, 2), alternative="cheap")
    assert (other.version, Bom.objects.count()) == (1, 2)
    assert [part.item_id for part in bills_in_force([bike.pk], DAY)[bike.pk].components] == [wheel.pk]


def test_a_phantom_is_passed_through_with_the_scrap_of_each_level(admin):
    bike, kit, bolt, nut = items("BIKE", "KIT", "BOLT", "NUT")
    create_bom(
        item_id=bike.pk,
        components=[{"item_id": kit.pk, "quantity": Decimal(2), "scrap_percent": Decimal(10)}],
        valid_from=DAY,
        actor=admin,
    )
    bill(admin, kit, (bolt, 4), (nut, 1), values={"is_phantom": True})
    bills = bills_in_force([bike.pk], DAY)
    parts = parts_of(bills, bike.pk, Fraction(10))
    assert [(part.component.item_id, part.quantity, part.through) for part in parts] == [
        (bolt.pk, 88, (kit.pk,)),
        (nut.pk, 22, (kit.pk,)),
    ]
    assert [line.is_phantom for line in explode_item(bike.pk, Decimal(1), DAY)] == [True, False, False]


def test_a_quantity_in_another_unit_is_converted_and_stays_as_entered(admin):
    paint, can = items("PAINT", "CAN")
    kilogram, gram, meter = (Unit.objects.get(code=code) for code in ("kg", "g", "m"))
    Item.objects.filter(pk=paint.pk).update(unit=kilogram)
    bom = create_bom(
        item_id=can.pk,
        components=[{"item_id": paint.pk, "quantity": Decimal(250), "unit_id": gram.pk}],
        valid_from=DAY,
        actor=admin,
    )
    row = bom.components.get()
    assert (row.quantity, row.unit_quantity, row.unit) == (Decimal("0.25"), 250, gram)
    edit_bom(bom_id=bom.pk, values={"note": "thin"}, actor=admin)
    row = bom.components.get()
    assert (row.quantity, row.unit_quantity) == (Decimal("0.25"), 250)
    with pytest.raises(Invalid) as refusal:
        create_bom(
            item_id=can.pk,
            components=[{"item_id": paint.pk, "quantity": Decimal(1), "unit_id": meter.pk}],
            actor=admin,
        )
    assert list(refusal.value.errors) == ["components[0].unit"]
    assert Bom.objects.count() == 1


def test_a_substitute_may_not_close_a_circle(admin):
    bike, wheel, spare = items("BIKE", "WHEEL", "SPARE")
    bill(admin, spare, (bike, 1))
    with pytest.raises(Invalid) as refusal:
        create_bom(
            item_id=bike.pk,
            components=[
                {"item_id": wheel.pk, "quantity": Decimal(2), "substitutes": [{"item_id": spare.pk}]}
            ],
            actor=admin,
        )
    assert refusal.value.facts["cycle"] == ["BIKE", "SPARE", "BIKE"]


def test_substitutes_and_outputs_come_with_the_bill(admin):
    steel, sheet, scrap, other = items("STEEL", "SHEET", "SCRAP", "STEEL-B")
    component: ComponentValues = {
        "item_id": steel.pk,
        "quantity": Decimal(1),
        "substitutes": [{"item_id": other.pk, "ratio": Decimal("1.1")}],
    }
    output: OutputValues = {"item_id": scrap.pk, "quantity": Decimal("0.2"), "cost_share_percent": Decimal(3)}
    bom = create_bom(item_id=sheet.pk, components=[component], outputs=[output], valid_from=DAY, actor=admin)
    bill = bills_in_force([sheet.pk], DAY, in_full=True)[sheet.pk]
    assert bill.components[0].substitutes == ((other.pk, Decimal("1.1"), 1),)
    assert bill.outputs == ((scrap.pk, "by", Decimal("0.2"), 3),)
    refused: tuple[tuple[OutputValues, str], ...] = (
        ({"item_id": sheet.pk, "quantity": Decimal(1)}, "outputs[0].product"),
        ({"item_id": scrap.pk, "quantity": Decimal(0)}, "outputs[0].quantity"),
    )
    for wrong, path in refused:
        with pytest.raises(Invalid) as refusal:
            edit_bom(bom_id=bom.pk, outputs=[wrong], actor=admin)
        assert path in refusal.value.errors
    assert bom.outputs.get().item == scrap


def test_where_used_climbs_all_levels(admin):
    top, middle, part = items("TOP", "MIDDLE", "PART")
    bill(admin, top, (middle, 2), (part, 1))
    bill(admin, middle, (part, 3))
    found = used_everywhere(part.pk, timezone.localdate() + timedelta(days=1))
    assert [(use.item.sku, use.level, use.quantity, use.path, use.is_top) for use in found] == [
        ("TOP", 1, 1, ("PART",), True),
        ("MIDDLE", 1, 3, ("PART",), False),
        ("TOP", 2, 6, ("PART", "MIDDLE"), True),
    ]
    assert len(used_everywhere(part.pk, timezone.localdate(), levels=1)) == 2


def test_bad_days_and_names_are_refused(admin):
    bike, wheel = items("BIKE", "WHEEL")
    for more, path in (
        ({"values": {"valid_to": date(2025, 12, 31)}}, "valid_to"),
        ({"alternative": "x" * 41}, "alternative"),
    ):
        with pytest.raises(Invalid) as refusal:
            bill(admin, bike, (wheel, 2), **more)
        assert path in refusal.value.errors


def test_a_work_order_takes_what_hangs_below_a_phantom_that_is_taken_once(admin):
    bike, kit, bolt, glue = items("BIKE", "KIT", "BOLT", "GLUE")
    create_bom(
        item_id=bike.pk,
        components=[{"item_id": kit.pk, "quantity": Decimal(2), "is_fixed": True}],
        valid_from=DAY,
        actor=admin,
    )
    create_bom(
        item_id=kit.pk,
        components=[
            {"item_id": bolt.pk, "quantity": Decimal(4)},
            {"item_id": glue.pk, "quantity": Decimal(1), "is_fixed": True},
        ],
        valid_from=DAY,
        values={"is_phantom": True},
        actor=admin,
    )
    taken = {
        part.item.sku: (part.per, part.fixed) for part in work_order_parts(Bom.objects.get(item=bike), DAY)
    }
    assert taken == {"BOLT": (0, 8), "GLUE": (0, 1)}
