"""Documents by e-mail: addresses checked at the door, messages sent by the worker, outcomes kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.errors import Conflict, Invalid
from erp.core.models import OutgoingMail
from erp.core.statements import run

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

SINK = "django.core.mail.backends.filebased.EmailBackend"
MOST_WAITING = 5
ONE_CLICK = timedelta(seconds=60)
LONGEST = timedelta(minutes=2)  # a mail server that is silent longer than EMAIL_TIMEOUT is given up

Mail = TypeVar("Mail", bound=OutgoingMail)


def checked_address(to: str, *, missing: str) -> str:
    """The address as it is written to; `missing` says what is wrong when there is none.

    Raises: Invalid on `to`.
    """
    address = to.strip()
    if not address:
        raise Invalid.field("to", missing, "required")
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid.field("to", _("This must be an e-mail address.")) from None
    return address


def checked_language(language: str) -> str:
    """The language of a message: the one given, else the reader's.

    Raises: Invalid on `language`.
    """
    known = dict(settings.LANGUAGES)
    if language and language not in known:
        raise Invalid.field(
            "language", _("This must be one of: %(choices)s.") % {"choices": ", ".join(known)}
        )
    return language or translation.get_language() or settings.LANGUAGE_CODE


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A document's mail as somebody asks for it; `site` is the address of this installation."""

    to: str
    language: str
    site: str


def ask_for_mail(
    mails: RelatedManager[Mail],
    wanted: Wanted,
    *,
    waiting: Conflict,
    missing: str,
    actor: Actor,
    at: datetime,
) -> tuple[Mail, bool]:
    """The mail of a document that is to go out, and whether it is a new one.

    A second click means the mail that was asked for a moment ago. The caller holds the document, so that two
    clicks come one after the other; `missing` says what is wrong without an address.

    Raises: Invalid on `to`, `language`; `waiting` when five mails wait.
    """
    address, language = checked_address(wanted.to, missing=missing), checked_language(wanted.language)
    same = mails.filter(address=address, language=language, asked_at__gt=at - ONE_CLICK)
    before = same.exclude(state=OutgoingMail.State.FAILED).order_by("-pk").first()
    if before is not None:
        return before, False
    if mails.filter(state=OutgoingMail.State.QUEUED).count() >= MOST_WAITING:
        raise waiting
    new = mails.create(
        address=address,
        language=language,
        site=wanted.site.rstrip("/")[:200],
        asked_by=actor.label[:150],
        asked_at=at,
    )
    return new, True


def send_and_note(mail: OutgoingMail, message: Callable[[], EmailMessage]) -> bool:
    """Make and send a message once, and note what became of it; gives whether it has gone, now or before.

    Outside of every transaction: the network may take its time. Whoever sends takes the mail first, so
    two workers never send the same one. A worker that dies while it sends leaves `sending`: the message
    may have gone, so it is not sent again but noted as failed, for a person to look at.

    Raises: what the mail server refuses with, to be tried again later; Conflict `busy` while another
            worker sends it.
    """
    if is_done(mail):
        return True
    if mail.state == OutgoingMail.State.SENDING:
        _give_up(mail)
        return False
    try:
        made = message()
        made.extra_headers["Message-ID"] = f"<{mail._meta.db_table}.{mail.pk}@{_host(mail)}>"
        _take(mail)
        made.send()
    except Conflict:
        raise
    except Exception as error:
        note(mail, OutgoingMail.State.FAILED, f"{type(error).__name__}: {error}")
        raise
    is_sink = settings.EMAIL_BACKEND == SINK
    note(mail, OutgoingMail.State.KEPT if is_sink else OutgoingMail.State.SENT, "")
    return True


def is_done(mail: OutgoingMail) -> bool:
    """Whether a mail has gone: what is sent stays sent."""
    return mail.state in {OutgoingMail.State.SENT, OutgoingMail.State.KEPT}


def _host(mail: OutgoingMail) -> str:
    return urlsplit(mail.site).hostname or "localhost"


def _take(mail: OutgoingMail) -> None:
    """Make the mail this worker's, in one statement.

    Raises: Conflict `busy` when another worker was quicker.
    """
    table = connection.ops.quote_name(mail._meta.db_table)
    taken = run(
        f"UPDATE {table} SET state = 'sending', attempts = attempts + 1, done_at = now() "  # noqa: S608 -- a table's name
        "WHERE id = %s AND state IN ('queued', 'failed')",
        [mail.pk],
    )
    if not taken:
        raise Conflict("busy", document=str(mail.pk))
    mail.attempts += 1


def _give_up(mail: OutgoingMail) -> None:
    """Nobody knows whether an interrupted mail has gone: it is not sent again by itself.

    Raises: Conflict `busy` while whoever sends it may still be at it.
    """
    if mail.done_at is not None and mail.done_at > timezone.now() - LONGEST:
        raise Conflict("busy", document=str(mail.pk))
    note(mail, OutgoingMail.State.FAILED, _("It was interrupted and may have arrived. Ask, or send it anew."))


def note(mail: OutgoingMail, state: str, problem: str) -> None:
    """Keep what became of a mail."""
    mail.state, mail.problem, mail.done_at = state, problem[:300], timezone.now()
    mail.save(update_fields=["state", "problem", "done_at"])
