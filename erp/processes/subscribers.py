"""What processes do when documents tell their news."""

from erp.core.events import deferred, inline
from erp.core.outbox import StoredEvent
from erp.processes.services.following import note_news
from erp.processes.services.replays import run_replay
from erp.processes.services.running import run_case

inline("*")(note_news)


@deferred("case.due", subscriber="processes.run_case")
def run_due_case(*, event: StoredEvent) -> None:
    """A case has steps that the system has to run."""
    run_case(event.document.id, subject=event.about)


@deferred("replay.asked", subscriber="processes.run_replay", prompt=False)
def try_on_the_past(*, event: StoredEvent) -> None:
    """A replay that was asked for is run by the worker."""
    run_replay(event.document.id)
