"""Documents by e-mail: addresses checked at the door, messages sent by the worker, outcomes kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.models import OutgoingMail

SINK = "django.core.mail.backends.filebased.EmailBackend"
MOST_WAITING = 5


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


def is_done(mail: OutgoingMail) -> bool:
    """Whether a mail has gone: what is sent stays sent."""
    return mail.state in {OutgoingMail.State.SENT, OutgoingMail.State.KEPT}


def send_and_note(mail: OutgoingMail, message: Callable[[], EmailMessage]) -> None:
    """Make and send a message, and note what became of it; what fails is noted and raised to be tried again.

    Outside of every transaction: the network may take its time.
    """
    try:
        message().send()
    except Exception as error:
        note(mail, OutgoingMail.State.FAILED, f"{type(error).__name__}: {error}")
        raise
    is_sink = settings.EMAIL_BACKEND == SINK
    note(mail, OutgoingMail.State.KEPT if is_sink else OutgoingMail.State.SENT, "")


def note(mail: OutgoingMail, state: str, problem: str) -> None:
    """Keep what became of a mail."""
    mail.state, mail.problem, mail.attempts = state, problem[:300], mail.attempts + 1
    mail.done_at = timezone.now()
    mail.save(update_fields=["state", "problem", "attempts", "done_at"])
