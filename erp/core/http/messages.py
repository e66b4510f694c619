"""The wording of refusals: one title and one sentence per code, in the reader's language.

Facts of the error fill the %(name)s places. A code without an entry gets the sentence of its kind. Here
stands what the platform refuses; each app registers the words of its own refusals when it starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erp.core import states
from erp.core.errors import DomainError

Text = str | Promise
Wording = tuple[Text, Text] | tuple[Text, Text, Text]
_STATE_MACHINES = (
    "hold",
    "order", "shipment", "invoice", "payment", "task", "purchase_order", "purchase_requisition", "wave",
    "count", "return", "work_order", "operation", "non_conformance",
    "receipt", "transfer_order", "quotation", "payable", "supplier_credit",
)  # fmt: skip

MESSAGES: dict[str, Wording] = {
    "invalid": (_("Not valid"), _("Some fields are not right; see the messages beside them.")),
    "not_identified": (_("Who are you?"), _("Sign in or send a valid API key.")),
    "not_permitted": (_("Not allowed"), _("You do not have the right to do this.")),
    "csrf_failed": (_("Not allowed"), _("The CSRF token is missing or wrong.")),
    "not_found": (_("Not found"), _("There is no such thing, or you may not see it.")),
    "method_not_allowed": (_("Method not allowed"), _("This address does not take this method.")),
    "not_acceptable": (_("Not acceptable"), _("Answers are JSON only.")),
    "unsupported_media_type": (_("Unsupported type"), _("The type of the body is not taken here.")),
    "malformed": (_("Malformed request"), _("The request could not be read.")),
    "body_too_large": (_("Too large"), _("The body is larger than what is accepted.")),
    "rate_limited": (_("Too many requests"), _("Slow down and try again later.")),
    "invalid_transition": (
        _("Not possible in this state"),
        _("%(document)s is in state “%(state)s”, which does not allow this."),
        _("The state of the document does not allow this action."),
    ),
    "conflict": (_("Conflict"), _("Another document or a parallel change stands in the way.")),
    "duplicate": (_("Already there"), _("There is one with the same key already.")),
    "in_use": (_("In use"), _("Other records refer to it.")),
    "busy": (_("Busy"), _("Others are changing the same documents. Try again in a moment.")),
    "stale_version": (
        _("Changed meanwhile"),
        _("The document has been changed since you read it. Read it again and repeat."),
    ),
    "sent_before": (
        _("Sent before"),
        _("This form was sent before, and what it asked for is done. Open the page anew to do it again."),
    ),
    "idempotency_conflict": (
        _("Key already used"),
        _("This Idempotency-Key was used for another request."),
    ),
    "insufficient_stock": (
        _("Not enough stock"),
        _("%(asked)s of %(product)s asked, %(available)s available."),
        _("There is not enough stock for this."),
    ),
    "credit_limit_exceeded": (
        _("Credit limit exceeded"),
        _("Limit %(limit)s, used %(exposure)s, available %(available)s, asked %(asked)s."),
        _("The customer's credit limit does not cover this."),
    ),
    "on_hold": (
        _("On hold"),
        _("%(document)s is on hold. Release it first."),
        _("The document is on hold. Release it first."),
    ),
    "misconfigured": (_("Set-up incomplete"), _("The set-up of the company lacks something for this.")),
    "number_series_missing": (
        _("Set-up incomplete"),
        _("There is no number series %(series)s."),
    ),
    "secret_unreadable": (
        _("Set-up incomplete"),
        _("A stored secret can't be read any more, because the secret key was changed. Enter it again."),
    ),
    "external_fault": (_("Other system failed"), _("A system outside of ours failed. Try again later.")),
    "value_out_of_range": (_("Not valid"), _("A value is too large or too long.")),
    "id_like_key": (_("Not valid"), _("This looks like an internal id; choose another one.")),
    "file_type": (_("Type of file not taken"), _("Files of this type are not taken.")),
    "file_too_large": (_("File too large"), _("The file is larger than %(limit_mb)s MB.")),
    "file_empty": (_("File is empty"), _("The file has no content.")),
    "last_administrator": (
        _("The last administrator"),
        _("Somebody must stay administrator. Name another one first."),
    ),
    "unit_factor_fixed": (_("Unit is fixed"), _("Documents were written with %(unit)s; its factor stays.")),
    "unit_not_convertible": (_("Not valid"), _("This unit can't be converted into the product's unit.")),
    "base_currency_fixed": (
        _("Base currency is fixed"),
        _("Exchange rates to %(currency)s are recorded; remove them first."),
    ),
    "exchange_rate_missing": (
        _("Set-up incomplete"),
        _("There is no exchange rate of %(currency)s on %(day)s."),
    ),
    "calendar_never_open": (_("Set-up incomplete"), _("The working calendar has no working time.")),
    "administrator_keeps_all_rights": (
        _("The administrator's rights"),
        _("The administrator keeps all rights, so that nobody is locked out."),
    ),
    "company_missing": (_("Set-up incomplete"), _("The company is not set up.")),
    "document_template": (_("Set-up incomplete"), _("The document could not be made: %(reason)s")),
    "unknown_action": (_("Set-up incomplete"), _("There is no action “%(action)s”.")),
    "duplicate_external_id": (
        _("Already there"),
        _("There is an order with this external id in the channel already."),
    ),
    "not_your_task": (_("Not your task"), _("This task waits for the role %(role)s.")),
    "unavailable": (
        _("Not available just now"),
        _("The database can't be reached. Nothing was changed; try again in a few seconds."),
    ),
    "bad_expression": (
        _("The condition can't be evaluated"),
        _("%(expression)s: %(why)s"),
        _("A condition can't be evaluated."),
    ),
    "internal_error": (_("Our mistake"), _("Something went wrong on our side. It has been logged.")),
}


def wording(code: str, facts: Mapping[str, Any], fallback: str = "conflict") -> tuple[str, str]:
    """Title and sentence for a code, with its facts filled in; a third text serves where facts lack."""
    title, *texts = MESSAGES.get(code) or MESSAGES[fallback]
    known = {name: _shown(name, value, str(facts.get("kind", ""))) for name, value in facts.items()}
    for text in map(str, texts):
        if "%(" not in text:
            return str(title), text
        try:
            return str(title), text % known
        except KeyError:
            continue
    return str(title), str(MESSAGES[fallback][-1]) if "%(" not in str(MESSAGES[fallback][-1]) else str(title)


def refusal_text(refusal: DomainError) -> str:
    """A refusal in the reader's words: what is wrong with its fields, else what its code says."""
    texts = [str(text) for found in refusal.errors.values() for text in found]
    if texts:
        return " ".join(dict.fromkeys(texts))
    return wording(refusal.code, refusal.facts, fallback=type(refusal).default_code)[1]


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """What a code says to a reader who is told of it later; the code itself where nobody has words for it."""
    return wording(code, facts)[1] if code in MESSAGES else code


def _shown(name: str, value: Any, kind: str) -> str:
    if name == "state":
        machines = [one for one in (kind, *_STATE_MACHINES) if one in states.STATES]
        machine = next((one for one in machines if str(value) in states.STATES[one]), None)
        return states.state_label(machine, value) if machine else str(value)
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def beside(refusal: DomainError, path: str) -> DomainError:
    """The same refusal with its sentence at a field, for the door that knows which field asked for it."""
    text = wording(refusal.code, refusal.facts, type(refusal).default_code)[1]
    return type(refusal)(refusal.code, errors={path: [text]}, **refusal.facts)


def register_messages(messages: Mapping[str, Wording]) -> None:
    """Add an app's own codes; called from its `apps.ready`."""
    MESSAGES.update(messages)
