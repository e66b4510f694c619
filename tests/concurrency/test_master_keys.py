"""Two people take the same key, or change the same record, at the same moment."""

from functools import partial

import pytest

from erp.core.actor import system_actor
from erp.core.errors import Invalid
from erp.masterdata.models import Supplier
from erp.masterdata.services.suppliers import create_supplier, edit_supplier
from tests.concurrency.conftest import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.usefixtures("transactional_db")]


def test_a_code_is_given_once():
    def create(number):
        return create_supplier(values={"code": "ACME", "name": f"Acme {number}"}, actor=system_actor())

    outcomes = at_once([partial(create, n) for n in range(4)])
    refusals = [one for one in outcomes if isinstance(one, Invalid)]
    assert len(refusals) == 3, outcomes
    assert all("code" in one.errors for one in refusals)
    assert Supplier.objects.count() == 1


def test_no_change_is_lost():
    supplier = create_supplier(values={"name": "Acme"}, actor=system_actor())

    def change(values):
        return edit_supplier(supplier_id=supplier.pk, values=values, actor=system_actor())

    said = [{"phone": "1"}, {"tax_number": "2"}, {"email": "a@example.org"}]
    outcomes = at_once([partial(change, values) for values in said])
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    now = Supplier.objects.get()
    assert (now.phone, now.tax_number, now.email, now.version) == ("1", "2", "a@example.org", 4)
