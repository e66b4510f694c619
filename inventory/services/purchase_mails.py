"""A purchase order by e-mail: asked for in a command, sent by the worker after the commit."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.mailing import Wanted, ask_for_mail, is_done, note, send_and_note
from erp.masterdata.selectors.company import company
from inventory import locks
from inventory.events import PurchaseMailAsked
from inventory.models import PurchaseMail
from inventory.selectors.purchases import COMING
from inventory.services.purchase_documents import purchase_order_pdf
from inventory.services.supplier_links import make_supplier_link


@command("inventory.send_purchase_order")
def mail_purchase_order(
    *,
    purchase_order_id: int,
    site: str,
    to: str = "",
    language: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseMail:
    """Have a sent order e-mailed to the supplier, with its paper and the link to confirm it.

    `site` is the address of this installation, such as https://erp.example.com; without `to` it goes to
    the supplier's own address. Nothing is sent here: the worker does after the commit. Asked again within
    a minute it is the same mail.

    Locks:  the purchase order.
    Emits:  PurchaseMailAsked.
    Raises: NotFound; StaleVersion; Conflict when it is not sent or five mails wait; Invalid on `to`,
            `language`.
    """
    at = at or timezone.now()
    order = locks.purchase_order_for_update(purchase_order_id, expected_version)
    if order.state not in COMING:
        raise Conflict("purchase_order_not_open", document=order.number)
    mail, is_new = ask_for_mail(
        order.mails,
        Wanted(to=to or order.supplier.email, language=language, site=site),
        waiting=Conflict("purchase_mails_wait", document=order.number),
        missing=_("The supplier has no e-mail address; give one."),
        actor=actor,
        at=at,
    )
    if is_new:
        emit(PurchaseMailAsked(document=order.ref, mail_id=mail.pk, address=mail.address), actor=actor, at=at)
    return mail


def send_waiting_mail(*, mail_id: int, actor: Actor) -> None:
    """Send one mail that was asked for, and note what became of it; a mail that is sent stays sent.

    Runs in the worker, outside of every transaction. What fails is noted and tried again later.
    """
    mail = PurchaseMail.objects.select_related("purchase_order__supplier").filter(pk=mail_id).first()
    if mail is None or is_done(mail):
        return
    order = mail.purchase_order
    if order.state not in COMING:
        note(mail, PurchaseMail.State.FAILED, _("The order is no longer open."))
        return
    path = make_supplier_link(purchase_order_id=order.pk, actor=actor)
    send_and_note(mail, lambda: _message(mail, path))


def _message(mail: PurchaseMail, path: str) -> EmailMessage:
    order, own = mail.purchase_order, company()
    with translation.override(mail.language):
        facts = {"number": order.number, "company": own.name, "link": f"{mail.site}{path}"}
        subject = _("Purchase order %(number)s from %(company)s") % facts
        lines = [
            _("Dear Sir or Madam,"),
            _("please find our purchase order %(number)s attached.") % facts,
            _("Confirm it, or tell us what you can deliver and when, at this address within 30 days:")
            % facts,
            facts["link"],
            own.name,
        ]
    sender = own.email or settings.DEFAULT_FROM_EMAIL
    message = EmailMessage(" ".join(subject.split()), "\n\n".join(lines), sender, [mail.address])
    paper = purchase_order_pdf(purchase_order_id=order.pk, language=mail.language)
    message.attach(f"{order.number}.pdf", paper, "application/pdf")
    return message
