import pytest

from erp.core.errors import Invalid, StaleVersion
from erp.core.models import CustomFieldDefinition, LoggedEvent
from erp.masterdata.models import Address, Supplier
from erp.masterdata.selectors.parties import search_suppliers
from erp.masterdata.services.parties import AddressValues
from erp.masterdata.services.suppliers import create_supplier, edit_supplier

pytestmark = pytest.mark.django_db

PLACE: AddressValues = {"line1": "1 Mill Road", "city": "Sheffield", "country": "GB"}


def test_a_supplier_gets_a_code_and_the_base_currency(admin):
    supplier = create_supplier(
        values={"name": "Steel & Co"}, contacts=[{"name": "Ann"}], addresses=[PLACE], actor=admin
    )
    assert supplier.code.startswith("S-")
    assert supplier.currency_id == "USD"
    assert supplier.version == 1
    assert Address.objects.get().is_default
    assert LoggedEvent.objects.get().name == "supplier.created"


def test_codes_of_another_system_are_stepped_over(admin):
    first = int(create_supplier(values={"name": "One"}, actor=admin).code.removeprefix("S-"))
    create_supplier(values={"code": f"S-{first + 1:06d}", "name": "Two"}, actor=admin)
    third = int(create_supplier(values={"name": "Three"}, actor=admin).code.removeprefix("S-"))
    assert third > first + 1
    assert Supplier.objects.count() == 3


def test_a_change_is_audited_and_counts_the_version(admin):
    supplier = create_supplier(values={"name": "Steel & Co"}, addresses=[PLACE], actor=admin)
    edit_supplier(supplier_id=supplier.pk, values={"name": "Steel Ltd"}, expected_version=1, actor=admin)
    event = LoggedEvent.objects.get(name="supplier.changed")
    assert event.changes == {"name": ["Steel & Co", "Steel Ltd"]}
    assert Supplier.objects.get().version == 2
    assert Address.objects.count() == 1
    with pytest.raises(StaleVersion):
        edit_supplier(supplier_id=supplier.pk, values={"name": "Late"}, expected_version=1, actor=admin)
    assert Supplier.objects.get().name == "Steel Ltd"


def test_addresses_are_kept_by_id_and_replaced_as_a_whole(admin):
    supplier = create_supplier(
        values={"name": "Steel & Co"}, addresses=[PLACE, PLACE | {"line1": "2 Mill Road"}], actor=admin
    )
    first, second = supplier.addresses.order_by("pk")
    edit_supplier(
        supplier_id=supplier.pk, values={}, addresses=[{"id": second.pk, "city": "Leeds"}], actor=admin
    )
    (kept,) = supplier.addresses.all()
    assert (kept.pk, kept.line1, kept.city, kept.is_default) == (second.pk, "2 Mill Road", "Leeds", True)


@pytest.mark.parametrize(
    ("values", "more", "path"),
    [
        ({"name": ""}, {}, "name"),
        ({"name": "A", "lead_time_days": -1}, {}, "lead_time_days"),
        ({"name": "A", "email": "nobody"}, {}, "email"),
        ({"name": "A", "currency_id": "ZZZ"}, {}, "currency"),
        ({"name": "A", "time_zone": "Mars"}, {}, "time_zone"),
        ({"name": "A", "custom": {"color": "red"}}, {}, "custom.color"),
        ({"name": "A"}, {"contacts": [{"role": "boss"}]}, "contacts[0].name"),
        ({"name": "A"}, {"addresses": [{"line1": "x"}]}, "addresses[0].city"),
        ({"name": "A"}, {"addresses": [PLACE | {"id": 99}]}, "addresses[0].id"),
        ({"name": "A"}, {"addresses": [PLACE | {"kind": "secret"}]}, "addresses[0].kind"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(admin, values, more, path):
    with pytest.raises(Invalid) as refusal:
        create_supplier(values=values, **more, actor=admin)
    assert path in refusal.value.errors
    assert not Supplier.objects.exists()


def test_a_code_is_taken_once(admin):
    create_supplier(values={"code": "ACME", "name": "One"}, actor=admin)
    with pytest.raises(Invalid) as refusal:
        create_supplier(values={"code": "ACME", "name": "Two"}, actor=admin)
    assert "code" in refusal.value.errors
    assert Supplier.objects.count() == 1


def test_type_ahead_finds_by_pinyin_and_ranks_the_exact_code_first(admin, django_assert_num_queries):
    create_supplier(values={"code": "ZC", "name": "Other"}, actor=admin)
    create_supplier(values={"code": "S1", "name": "上海轴承厂"}, actor=admin)
    with django_assert_num_queries(1):
        found = search_suppliers(admin, "zc")
    assert [supplier.code for supplier in found] == ["ZC", "S1"]
    assert [supplier.code for supplier in search_suppliers(admin, "zhoucheng")] == ["S1"]
    assert [supplier.code for supplier in search_suppliers(admin, "轴承")] == ["S1"]
    assert search_suppliers(admin, "100%_") == []


def test_own_fields_are_checked_and_merged(admin):
    CustomFieldDefinition.objects.create(subject="supplier", key="rating", label="Rating", kind="number")
    CustomFieldDefinition.objects.create(
        subject="supplier", key="kind", label="Kind", kind="choice", choices=["gold", "iron"]
    )
    supplier = create_supplier(values={"name": "A", "custom": {"rating": "4.5", "kind": "gold"}}, actor=admin)
    assert supplier.custom == {"rating": 4.5, "kind": "gold"}
    edit_supplier(supplier_id=supplier.pk, values={"custom": {"kind": None}}, actor=admin)
    assert Supplier.objects.get().custom == {"rating": 4.5}
    with pytest.raises(Invalid) as refusal:
        edit_supplier(
            supplier_id=supplier.pk, values={"custom": {"rating": "NaN", "kind": "wood"}}, actor=admin
        )
    assert set(refusal.value.errors) == {"custom.rating", "custom.kind"}
