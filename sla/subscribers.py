"""What clocks do when documents, cases and calendars tell their news."""

from erp.core.actor import system_actor
from erp.core.events import deferred, inline
from erp.core.outbox import StoredEvent
from sla.services.clocks import hear
from sla.services.keeping_facts import forget_facts
from sla.services.milestones import names_heard
from sla.services.nodes import hear_case
from sla.services.reckoning import reckon_anew

_HOURS = {"weekly", "exceptions", "holidays", "time_zone"}

inline(*names_heard())(hear)
inline("case.moved", "case.ended", "case.paused", "task.info_requested", "task.info_given")(hear_case)


@deferred("setup.changed", subscriber="sla.follow_calendar", prompt=False)
def follow_calendar(*, event: StoredEvent) -> None:
    """Running clocks go by a calendar as it is now, and kept business times are reckoned again."""
    if event.document.kind == "calendar" and _HOURS & set(event.changes):
        actor = system_actor("service levels")
        forget_facts(actor=actor)
        reckon_anew(calendar_id=event.document.id, actor=actor)
