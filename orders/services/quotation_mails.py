"""An offer on its way to the customer: noted by hand, or e-mailed by the worker with paper and link."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.formats import day_text, money_text
from erp.core.mailing import Wanted, ask_for_mail, is_done, note, send_and_note
from erp.core.rows import save_row
from erp.masterdata.selectors.company import company
from orders import locks
from orders.events import QuotationMailAsked, QuotationSent
from orders.models import Quotation, QuotationMail
from orders.services.quotation_documents import quotation_pdf
from orders.services.quotation_links import make_quotation_link
from orders.services.quotation_validity import refuse_expired

RIGHT = "orders.send_quotation"


def _approved(quotation_id: int, expected_version: int | None, at: datetime) -> Quotation:
    row = locks.quotation_for_update(quotation_id, expected_version)
    if row.state != Quotation.State.APPROVED:
        raise Conflict("quotation_not_approved", document=row.number)
    refuse_expired(row, at)
    return row


@command(RIGHT)
def send_quotation(
    *,
    quotation_id: int,
    actor: Actor,
    address: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Quotation:
    """Note that the customer has got an offer, whichever way.

    Locks:  the quotation.
    Emits:  QuotationSent.
    Raises: Conflict `quotation_not_approved`, `quotation_expired`.
    """
    at = at or timezone.now()
    row = _approved(quotation_id, expected_version, at)
    row.sent_at = at
    row.version += 1
    save_row(row, ["sent_at", "version"])
    emit(QuotationSent(document=row.ref, address=address), actor=actor, at=at)
    return row


@command(RIGHT)
def mail_quotation(
    *,
    quotation_id: int,
    site: str,
    to: str = "",
    language: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> QuotationMail:
    """Have an approved offer e-mailed to the customer, with its paper and the link to look at it.

    `site` is the address of this installation, such as https://erp.example.com; without `to` it goes to
    the customer's own address. Nothing is sent here: the worker does after the commit. Asked again within
    a minute it is the same mail.

    Locks:  the quotation.
    Emits:  QuotationMailAsked.
    Raises: NotFound; StaleVersion; Conflict `quotation_not_approved`, `quotation_expired`, or when five
            mails wait; Invalid on `to`, `language`.
    """
    at = at or timezone.now()
    row = _approved(quotation_id, expected_version, at)
    mail, is_new = ask_for_mail(
        row.mails,
        Wanted(to=to or row.customer.email, language=language, site=site),
        waiting=Conflict("quotation_mails_wait", document=row.number),
        missing=_("The customer has no e-mail address; give one."),
        actor=actor,
        at=at,
    )
    if is_new:
        emit(QuotationMailAsked(document=row.ref, mail_id=mail.pk, address=mail.address), actor=actor, at=at)
    return mail


def send_waiting_quotation(*, mail_id: int, actor: Actor) -> None:
    """Send one mail that was asked for, and note what became of it; a mail that is sent stays sent.

    Runs in the worker, outside of every transaction. What fails is noted and tried again later.
    """
    mail = QuotationMail.objects.select_related("quotation__customer").filter(pk=mail_id).first()
    if mail is None or is_done(mail):
        return
    row = mail.quotation
    if row.state != Quotation.State.APPROVED:
        note(mail, QuotationMail.State.FAILED, _("The quotation is no longer open."))
        return
    path = make_quotation_link(quotation_id=row.pk, actor=actor)
    if send_and_note(mail, lambda: _message(mail, path)):
        send_quotation(quotation_id=row.pk, actor=actor, address=mail.address)


def _message(mail: QuotationMail, path: str) -> EmailMessage:
    row, own = mail.quotation, company()
    with translation.override(mail.language):
        facts = {
            "number": row.number,
            "company": own.name,
            "day": day_text(row.valid_until),
            "total": money_text(row.total, row.currency_id),
        }
        subject = _("Quotation %(number)s from %(company)s") % facts
        lines = [
            _("Dear Sir or Madam,"),
            _("please find our quotation %(number)s over %(total)s attached.") % facts,
            _("It holds until %(day)s.") % facts,
            _("You can also look at it here:"),
            f"{mail.site}{path}",
            own.name,
        ]
    sender = own.email or None
    message = EmailMessage(" ".join(subject.split()), "\n\n".join(lines), sender, [mail.address])
    paper = quotation_pdf(quotation_id=row.pk, language=mail.language)
    message.attach(f"{row.number}.pdf", paper, "application/pdf")
    return message
