"""Recurring work of the stock. Every task may run twice or not at all without harm."""

from celery import shared_task
from django.utils import timezone

from erp.core.actor import system_actor
from erp.masterdata.services.nights import once_a_night, take_night
from inventory.services.backorders import reserve_due
from inventory.services.confirmation_watch import watch_confirmations
from inventory.services.count_proposals import propose_counts
from inventory.services.holds import expire_holds
from inventory.services.lots import watch_expiry
from inventory.services.proof import NIGHTLY
from inventory.services.proof import prove_books as prove
from inventory.services.replenishment import run_replenishment


@shared_task(name="inventory.expire_holds")
def end_holds() -> int:
    """Free what soft holds keep whose time is over."""
    return expire_holds()


@shared_task(name="inventory.reserve_due")
def reserve_what_is_due() -> int:
    """Reserve for orders whose policy says some days before shipping, once the day has come."""
    return reserve_due()


@shared_task(name="inventory.prove_books")
def prove_books() -> bool:
    """Prove every invariant in the company's night; a broken one alerts administrators and may stop the
    release. False when one is broken.

    The night is taken before: the proof itself wants a transaction of its own, which sees one moment.
    """
    if not take_night("inventory.prove_books", hour=2, at=timezone.now()):
        return True
    return prove(actor=system_actor(NIGHTLY)).is_green


@shared_task(name="inventory.propose_counts")
def propose_due_counts() -> dict[str, str]:
    """Make drafts of the counts that are due, before the company's day begins."""
    made = once_a_night(
        job="inventory.propose_counts", hour=4, work=lambda: propose_counts(actor=system_actor("counting"))
    )
    return made.counts if made else {}


@shared_task(name="inventory.watch_expiry")
def watch_lots_expire() -> tuple[int, int]:
    """Block expired lots and warn of those that soon will be."""
    return watch_expiry()


@shared_task(name="inventory.replenish")
def replenish() -> int:
    """Reckon replenishment anew in the company's night; what is done about it, low-stock rules say."""
    made = once_a_night(
        job="inventory.replenish", hour=3, work=lambda: run_replenishment(actor=system_actor("replenishment"))
    )
    return made.suggestions if made else 0


@shared_task(name="inventory.watch_confirmations")
def watch_confirmations_now() -> tuple[int, int]:
    """Warn buyers of purchase orders that their supplier has not answered in time."""
    return watch_confirmations()
