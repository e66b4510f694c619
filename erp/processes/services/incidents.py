"""Steps that were refused: tried again, or skipped by somebody who may."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import IllegalTransition
from erp.core.events import emit
from erp.core.locks import lock_upward
from erp.core.records import need_reason
from erp.processes import locks
from erp.processes.calc.places import INCIDENT, Place
from erp.processes.events import IncidentClosed
from erp.processes.models import Incident
from erp.processes.services.carrying import Carried, carried_cases, write_at_flush

MANAGE = "processes.manage_case"


@command(MANAGE)
def retry_incident(*, incident_id: int, actor: Actor, at: datetime | None = None) -> Incident:
    """Let a refused step be tried again; refused anew it becomes a new incident.

    Locks:  the document (upward), its case, the incident.
    Emits:  IncidentClosed, CaseDue.
    Raises: NotFound; IllegalTransition when it is settled or the case has left the step.
    """
    at = at or timezone.now()
    incident, case, place = _open_incident(incident_id, actor, at, "retry")
    case.journey.retry(place)
    write_at_flush()
    _close(incident, Incident.State.RETRIED, "", actor=actor, at=at)
    return incident


@command(MANAGE)
def skip_incident(*, incident_id: int, reason: str, actor: Actor, at: datetime | None = None) -> Incident:
    """Go on without the step that was refused, with the reason.

    Locks:  the document (upward), its case, the incident.
    Emits:  IncidentClosed, CaseMoved.
    Raises: Invalid without a reason; NotFound; IllegalTransition when it is settled or left.
    """
    at = at or timezone.now()
    need_reason(reason)
    incident, case, place = _open_incident(incident_id, actor, at, "skip")
    case.journey.leave_or_wait(place, "skipped")
    write_at_flush()
    _close(incident, Incident.State.SKIPPED, reason, actor=actor, at=at)
    return incident


def _open_incident(
    incident_id: int, actor: Actor, at: datetime, action: str
) -> tuple[Incident, Carried, Place]:
    row = Incident.objects.select_related("case").filter(pk=incident_id).first()
    if row is not None:
        lock_upward([row.case.subject])
        cases = carried_cases(
            row.case.subject_kind, [row.case.subject_id], actor=actor, at=at, may_read=False
        )
    else:
        cases = []
    incident = locks.incident_for_update(incident_id)
    for case in cases:
        place = case.journey.place(incident.token_id) if case.case_id == incident.case_id else None
        if incident.state == Incident.State.OPEN and place is not None and place.wait_for == INCIDENT:
            return incident, case, place
    raise IllegalTransition(action=action, state=incident.state, document=str(incident))


def _close(incident: Incident, state: str, reason: str, *, actor: Actor, at: datetime) -> None:
    incident.state, incident.reason = state, reason[:500]
    incident.closed_at, incident.closed_by = at, actor.label[:150]
    incident.save(update_fields=["state", "reason", "closed_at", "closed_by"])
    event = IncidentClosed(
        document=incident.ref,
        about=incident.case.subject,
        node=incident.node,
        outcome=state,
        reason=reason,
    )
    emit(event, actor=actor, at=at, changes={"state": ["open", state]})
