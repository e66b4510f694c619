from erp.core.models.attachment import Attachment
from erp.core.models.commitment import Commitment, closed_when_settled
from erp.core.models.custom_field import CustomFieldDefinition
from erp.core.models.event import AuditSeal, EventListener, LoggedEvent, OutboxMessage
from erp.core.models.idempotency import IdempotencyKey
from erp.core.models.numbering import NumberSeries
from erp.core.models.outgoing_mail import OutgoingMail

__all__ = [
    "Attachment",
    "AuditSeal",
    "Commitment",
    "CustomFieldDefinition",
    "EventListener",
    "IdempotencyKey",
    "LoggedEvent",
    "NumberSeries",
    "OutgoingMail",
    "OutboxMessage",
    "closed_when_settled",
]
