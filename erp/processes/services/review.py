"""The shipped order review, until processes are drawn: routine orders pass, others wait for finance.

It knows documents by their lent facts and actions only, so the process engine takes its place
without a change in the apps that lend them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import at_door
from erp.core.errors import CreditExceeded, DomainError, IllegalTransition
from erp.core.palette import facts_about, run_action
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.processes.services.tasks import TaskSpec, open_task

REVIEW_TIME = timedelta(minutes=30)
ROUTINE_GRADES = ("A", "B")


def review_order(subject: DocumentRef, *, at: datetime | None = None) -> None:
    """Confirm a routine order by itself; ask finance about any other, saying why.

    Routine: credit grade A or B, below the company's limit, within credit. Idempotent: an order
    that was decided meanwhile is left alone. `at` is when it happens, now unless told.
    """
    at = at or timezone.now()
    actor = system_actor("order process, version 1")
    facts = facts_about(subject)
    if facts.get("order.state") != "submitted":
        return
    why = _why_not_routine(facts)
    if why is None:
        why = _confirm(subject, actor, at)
    if why is not None:
        spec = TaskSpec(
            node="finance_review",
            title="Finance review",
            role="finance",
            subject=subject,
            on_approve="orders.confirm_order",
            on_reject="orders.reject_order",
            due_in=REVIEW_TIME,
            customer_id=facts.get("customer.id"),
            facts={**facts, "why": why},
        )
        open_task(spec=spec, actor=actor, at=at)


def _why_not_routine(facts: dict[str, object]) -> str | None:
    if facts.get("customer.credit_grade") not in ROUTINE_GRADES:
        return "credit_grade"
    if Decimal(str(facts.get("order.total_in_base", 0))) >= company().auto_confirm_below:
        return "amount"
    return None


def _confirm(subject: DocumentRef, actor: object, at: datetime) -> str | None:
    """Confirm; gives the reason for a review where it was refused."""
    try:
        at_door(lambda: run_action("orders.confirm_order", subject, actor=actor, at=at))  # type: ignore[arg-type]  # the default binds the loop's value; mypy can't type it
    except IllegalTransition:
        return None
    except CreditExceeded:
        return "credit_limit"
    except DomainError as refusal:
        return refusal.code
    return None
