"""What the customer answers through the link: the offer is taken, and becomes its order, or declined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import command, current
from erp.core.errors import Conflict, DomainError, Invalid
from erp.core.events import emit
from erp.core.records import need_reason
from erp.core.rows import insert_row
from erp.masterdata.selectors.company import company
from orders import locks
from orders.events import QuotationAccepted, QuotationDeclined, QuotationNotTaken
from orders.models import Quotation, QuotationAnswer
from orders.selectors.sales_terms import current_terms
from orders.services.quotation_ends import convert_quotation, lose_quotation
from orders.services.quotation_links import customer_actor, quotation_of_link
from orders.services.quotation_validity import refuse_expired

Kind = QuotationAnswer.Kind
MOST_NAME = 120


@dataclass(frozen=True)
class OfferAnswer:
    """An answer as it was given: who, and what they had before them: revision and version of the terms."""

    token: str
    name: str
    revision: int
    terms: int = 0


@command()
def accept_offer(*, answer: OfferAnswer, customer_po: str = "", at: datetime | None = None) -> Quotation:
    """Take an offer by its link: its order is written, and submitted if the company wants that.

    Once and no more: the same answer again changes nothing. Where the order can't be written, for
    instance because a product is no longer sold, nothing is kept but that somebody has to call back.

    Locks:  the quotation, its holds.
    Emits:  QuotationAccepted; all that `convert_quotation` and `submit_order` tell; QuotationNotTaken.
    Raises: NotFound for a link that is not good; Invalid on `name`, `customer_po`; Conflict
            `quotation_answered`, `offer_changed`, `quotation_expired`, `offer_not_taken`.
    """
    at = at or timezone.now()
    name = _name(answer)
    if len(customer_po) > MOST_NAME:
        raise Invalid.field("customer_po", _("Has more than 120 characters."), "too_long")
    row, is_new = _open_offer(answer, Kind.ACCEPTED, at)
    if not is_new:
        return row
    actor = customer_actor(row, name)
    kept = _keep(row, Kind.ACCEPTED, name, at)
    version = kept.terms.version if kept.terms else None
    event = QuotationAccepted(document=row.ref, who=name, revision=row.revision, terms=version)
    emit(event, actor=actor, at=at)
    try:
        convert_quotation(
            quotation_id=row.pk,
            actor=actor,
            customer_po=customer_po,
            submit=company().submits_accepted_quotations,
            at=at,
        )
    except DomainError as refusal:
        current().keep_if_refused(_note_not_taken(row, name, refusal.code, actor, at))
        raise Conflict("offer_not_taken", document=row.number) from refusal
    return row


@command()
def decline_offer(*, answer: OfferAnswer, reason: str, at: datetime | None = None) -> Quotation:
    """Decline an offer by its link: it is lost, with the customer's reason.

    Once and no more: the same answer again changes nothing.

    Locks:  the quotation, its holds with their stock.
    Emits:  QuotationDeclined; QuotationLost; HoldReleased per hold.
    Raises: NotFound for a link that is not good; Invalid on `name`, `reason`; Conflict
            `quotation_answered`, `offer_changed`, `quotation_expired`.
    """
    at = at or timezone.now()
    name = _name(answer)
    need_reason(reason)
    row, is_new = _open_offer(answer, Kind.DECLINED, at)
    if not is_new:
        return row
    actor = customer_actor(row, name)
    _keep(row, Kind.DECLINED, name, at, reason)
    event = QuotationDeclined(document=row.ref, who=name, reason=reason, revision=row.revision)
    emit(event, actor=actor, at=at)
    return lose_quotation(quotation_id=row.pk, reason=reason, actor=actor, at=at)


def _name(answer: OfferAnswer) -> str:
    name = " ".join(answer.name.split())
    if not name:
        raise Invalid.field("name", _("Give your name."), "required")
    if len(name) > MOST_NAME:
        raise Invalid.field("name", _("Has more than 120 characters."), "too_long")
    return name


def _open_offer(answer: OfferAnswer, kind: str, at: datetime) -> tuple[Quotation, bool]:
    """The locked offer of a link, if this answer can be given now; with false when it was given before."""
    seen = quotation_of_link(answer.token)
    row = locks.quotation_for_update(seen.pk)
    given = QuotationAnswer.objects.filter(quotation=row).first()
    if given is not None and (given.kind, given.revision) == (kind, answer.revision):
        return row, False
    if row.state in {Quotation.State.WON, Quotation.State.LOST}:
        raise Conflict("quotation_answered", document=row.number)
    terms = current_terms()
    is_same = (row.state, row.revision, row.link_key) == (
        Quotation.State.APPROVED, answer.revision, seen.link_key
    )  # fmt: skip
    refuse_expired(row, at)
    if not is_same or (terms.version if terms else 0) != answer.terms:
        raise Conflict("offer_changed", document=row.number)
    return row, True


def _keep(row: Quotation, kind: str, name: str, at: datetime, reason: str = "") -> QuotationAnswer:
    return insert_row(
        QuotationAnswer(
            quotation=row,
            kind=kind,
            name=name,
            reason=reason,
            revision=row.revision,
            terms=current_terms(),
            answered_at=at,
        )
    )


def _note_not_taken(
    row: Quotation, name: str, problem: str, actor: Actor, at: datetime
) -> Callable[[], None]:
    """What stays when an answer could not be carried out: sales is told to call back."""

    @command()
    def note(*, actor: Actor) -> None:
        emit(QuotationNotTaken(document=row.ref, who=name, problem=problem), actor=actor, at=at)

    return lambda: note(actor=actor)
