"""The milestones that are timed: lent declarations, a line of news each. A new one needs no other code."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import pgettext_lazy

from sla.calc.milestones import Milestone, Signal, signal

_milestones: dict[str, Milestone] = {}
_by_event: dict[str, list[tuple[str, Signal, Milestone]]] = {}
ROLES = ("cancels", "stops", "pauses", "resumes", "moves", "starts")


def declare_milestone(milestone: Milestone) -> None:
    """Have a milestone timed, as soon as a service level for it is active."""
    _milestones[milestone.code] = milestone
    _by_event.clear()


def milestones() -> list[Milestone]:
    """All milestones, by code."""
    return [_milestones[code] for code in sorted(_milestones)]


def milestone(code: str) -> Milestone | None:
    """A milestone by code."""
    return _milestones.get(code)


def heard(event_name: str) -> list[tuple[str, Signal, Milestone]]:
    """What news of this name does to which milestone's clock."""
    if not _by_event:
        for one in _milestones.values():
            for role in ROLES:
                for each in getattr(one, role):
                    _by_event.setdefault(each.event, []).append((role, each, one))
    return _by_event.get(event_name, [])


def names_heard() -> list[str]:
    """The names of all news that any milestone listens to."""
    return sorted(
        {each.event for one in _milestones.values() for role in ROLES for each in getattr(one, role)}
    )


def _signals(names: Iterable[str]) -> tuple[Signal, ...]:
    return tuple(signal(name) for name in names)


_GONE = ("shipped", "delivered")
_ORDER_ENDS = _signals(["order.rejected", "order.cancelled"])
_HELD, _RELEASED = _signals(["order.held"]), _signals(["order.released"])

declare_milestone(
    Milestone(
        code="order_confirmation",
        label=pgettext_lazy("service level", "Order confirmation"),
        subject="order",
        starts=_signals(["order.submitted"]),
        stops=_signals(["order.confirmed"]),
        cancels=_ORDER_ENDS,
        pauses=_HELD,
        resumes=_RELEASED,
        role="sales",
    )
)
declare_milestone(
    Milestone(
        code="order_allocation",
        label=pgettext_lazy("service level", "Order allocation"),
        subject="order",
        starts=_signals(["order.confirmed"]),
        stops=(
            signal("order.allocated", is_complete=True),
            signal("order.fulfillment_moved", state=("allocated", *_GONE)),
            signal("order.closed"),
        ),
        cancels=_ORDER_ENDS,
        pauses=_HELD,
        resumes=_RELEASED,
        role="planner",
    )
)
declare_milestone(
    Milestone(
        code="promised_ship_date",
        label=pgettext_lazy("service level", "Promised ship date"),
        subject="order",
        starts=_signals(["order.confirmed"]),
        stops=(signal("order.fulfillment_moved", state=_GONE), signal("order.closed")),
        cancels=_ORDER_ENDS,
        pauses=_HELD,
        resumes=_RELEASED,
        moves=_signals(["order.promised"]),
        due_fact="promised_on",
        role="warehouse_manager",
    )
)
declare_milestone(
    Milestone(
        code="supplier_reply",
        label=pgettext_lazy("service level", "Supplier's reply"),
        subject="purchase_order",
        starts=(signal("purchase_order.changed", verb="sent"),),
        stops=(signal("purchase_order.changed", verb=("confirmed", "proposed", "received", "closed")),),
        cancels=(signal("purchase_order.changed", verb="cancelled"),),
        role="buyer",
        party="supplier",
    )
)
declare_milestone(
    Milestone(
        code="soft_hold",
        label=pgettext_lazy("service level", "Soft hold"),
        subject="hold",
        starts=_signals(["hold.made"]),
        stops=_signals(["hold.converted", "hold.released"]),
        cancels=_signals(["hold.expired"]),
        moves=_signals(["hold.extended"]),
        due_fact="expires_at",
        role="sales",
        party="customer",
    )
)
declare_milestone(
    Milestone(
        code="invoice_payment",
        label=pgettext_lazy("service level", "Payment of an invoice"),
        subject="invoice",
        # A replacement free of charge is paid as soon as it is billed.
        starts=(Signal("invoice.issued", unless={"total": frozenset([Decimal(0)])}),),
        stops=_signals(["invoice.paid"]),
        cancels=_signals(["invoice.voided"]),
        due_fact="due_on",
        role="finance",
        party="customer",
    )
)
