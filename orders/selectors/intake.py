"""Orders that could not be taken, as those who mend them see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from orders.models import IntakeError

REPLAY_INTAKE = declare_permission("orders.replay_intake", "See, mend and replay orders that were not taken")


@document("intake_error", prefix="ine", permission=REPLAY_INTAKE)
def visible_intake_errors(actor: Actor) -> QuerySet[IntakeError]:
    """All of them for those who see all customers, else those that one has sent oneself."""
    if actor.scope.kind == "all":
        return IntakeError.objects.all()
    return IntakeError.objects.filter(owner_id=actor.user_id)
