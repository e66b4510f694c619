"""Suppliers: create and change."""

from __future__ import annotations

from collections.abc import Sequence

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.events import emit
from erp.core.records import Problems, save_changed, save_new
from erp.core.refs import DocumentRef
from erp.masterdata import locks
from erp.masterdata.events import SupplierChanged, SupplierCreated
from erp.masterdata.models import Company, Supplier
from erp.masterdata.services.parties import (
    AddressValues,
    ContactValues,
    SupplierValues,
    check_people,
    free_code,
    save_people,
    take_party,
)

_OWN = [field.name for field in Supplier._meta.concrete_fields if field.name not in {"id", "created_at"}]


def supplier_ref(supplier: Supplier) -> DocumentRef:
    """The supplier as the audit trail names it."""
    return DocumentRef("supplier", supplier.pk, supplier.code)


@command("masterdata.edit_supplier", "Create and edit suppliers")
def create_supplier(
    *,
    values: SupplierValues,
    contacts: Sequence[ContactValues] = (),
    addresses: Sequence[AddressValues] = (),
    actor: Actor,
) -> Supplier:
    """Take up a new supplier; without a code it gets the next of its series.

    Emits:  SupplierCreated.
    Raises: Invalid.
    """
    supplier, problems = Supplier(), Problems()
    filled: SupplierValues = {**values}
    if not filled.get("code"):
        filled["code"] = free_code(Supplier, "supplier")
    if not filled.get("currency_id"):
        filled["currency_id"] = Company.objects.values_list("base_currency_id", flat=True).get(pk=1)
    take_party(supplier, filled, problems)
    problems.not_negative(supplier, "lead_time_days")
    people, places = check_people(supplier, contacts, addresses, problems)
    problems.refuse()
    save_new(supplier, "code")
    save_people(supplier, people, "contacts")
    save_people(supplier, places, "addresses")
    emit(SupplierCreated(document=supplier_ref(supplier)), actor=actor)
    return supplier


@command("masterdata.edit_supplier", "Create and edit suppliers")
def edit_supplier(
    *,
    supplier_id: int,
    values: SupplierValues,
    contacts: Sequence[ContactValues] | None = None,
    addresses: Sequence[AddressValues] | None = None,
    expected_version: int | None = None,
    actor: Actor,
) -> Supplier:
    """Change a supplier; contacts and addresses are replaced as a whole where given.

    Locks:  the supplier.
    Emits:  SupplierChanged.
    Raises: NotFound; StaleVersion; Invalid.
    """
    supplier, problems = locks.supplier_for_update(supplier_id, expected_version), Problems()
    changes = take_party(supplier, values, problems)
    problems.not_negative(supplier, "lead_time_days")
    people, places = check_people(supplier, contacts, addresses, problems)
    problems.refuse()
    changes |= save_people(supplier, people, "contacts")
    changes |= save_people(supplier, places, "addresses")
    supplier.version += 1
    save_changed(supplier, _OWN, "code")
    if changes:
        emit(SupplierChanged(document=supplier_ref(supplier)), actor=actor, changes=changes)
    return supplier
