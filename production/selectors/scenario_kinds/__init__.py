"""The kinds of change of a scenario: one small class each, by its code."""

from production.selectors.scenario_kinds.base import Kind
from production.selectors.scenario_kinds.extra_hours import ExtraHours
from production.selectors.scenario_kinds.late_supplier import LateSupplier
from production.selectors.scenario_kinds.orders import AddOrder, ForecastChange
from production.selectors.scenario_kinds.outsource import Outsource

__all__ = ["KINDS", "Kind", "kind_of"]

KINDS: dict[str, Kind] = {
    kind.code: kind for kind in (AddOrder(), ExtraHours(), Outsource(), LateSupplier(), ForecastChange())
}


def kind_of(code: str) -> Kind:
    """A kind by its code.

    Raises: KeyError.
    """
    return KINDS[code]
