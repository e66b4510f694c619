"""What the stock lends to processes: deciding requisitions."""

from datetime import datetime
from typing import Any

from erp.core.actor import Actor
from erp.core.palette import lend_action
from erp.core.refs import DocumentRef
from inventory.models import PurchaseRequisition
from inventory.services.requisitions import APPROVE, approve_requisition, reject_requisition


@lend_action(APPROVE, "Approve the requisition")
def approve(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> PurchaseRequisition:
    """Let it be bought."""
    return approve_requisition(requisition_id=subject.id, actor=actor, at=at)


@lend_action("inventory.reject_requisition", "Reject the requisition")
def reject(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> PurchaseRequisition:
    """Refuse it with the reason given."""
    reason = str(values.get("reason", ""))
    return reject_requisition(requisition_id=subject.id, reason=reason, actor=actor, at=at)
