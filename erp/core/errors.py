"""The refusals of the business: a stable code and its facts; the wording is rendered at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar


class Text:
    """What pure arithmetic says: words in English that are translated when somebody reads them.

    The platform tells at its start how to translate.
    """

    translate: ClassVar[Callable[[str], str]] = str

    def __init__(self, text: str) -> None:
        """Keep the words."""
        self.text = text

    def __str__(self) -> str:
        return type(self).translate(self.text)


class DomainError(Exception):
    """A command was refused for a reason that the caller can act on.

    `code` is stable and machine-readable, `facts` are the numbers and names behind it, `errors`
    maps a field path ("lines[2].quantity") to messages where a field is to blame.
    """

    status = 409
    default_code = "conflict"

    def __init__(self, code: str | None = None, *, errors: dict[str, list[str]] | None = None, **facts: Any):
        self.code = code or self.default_code
        self.facts = facts
        self.errors = errors or {}
        super().__init__(self.code)

    def __str__(self) -> str:
        detail = ", ".join(f"{key}={value}" for key, value in self.facts.items())
        fields = "; ".join(f"{path}: {' '.join(map(str, texts))}" for path, texts in self.errors.items())
        return " ".join(part for part in (self.code, f"({detail})" if detail else "", fields) if part)


class Invalid(DomainError):
    """The input breaks a rule; `errors` names the field and the rule."""

    status = 400
    default_code = "invalid"

    @classmethod
    def field(cls, path: str, message: Any, code: str = "invalid", **facts: Any) -> Invalid:
        """One field is wrong, with one message."""
        return cls(code, errors={path: [message]}, **facts)


class NotPermitted(DomainError):
    """The actor lacks the right."""

    status = 403
    default_code = "not_permitted"


class NotFound(DomainError):
    """There is no such thing, or none that the actor may see."""

    status = 404
    default_code = "not_found"


class IllegalTransition(DomainError):
    """The state machine does not allow this action in this state."""

    default_code = "invalid_transition"


class Conflict(DomainError):
    """Another document or a parallel change stands in the way."""

    default_code = "conflict"


class StaleVersion(DomainError):
    """The caller saw an older version of the document than the one that is stored."""

    status = 412
    default_code = "stale_version"


class Shortage(DomainError):
    """There is not enough stock; facts name item, asked and available quantity."""

    default_code = "insufficient_stock"


class CreditExceeded(DomainError):
    """The order would raise the customer's exposure above the credit limit."""

    default_code = "credit_limit_exceeded"


class OnHold(DomainError):
    """The document is on hold; work on it is stopped until it is released."""

    default_code = "on_hold"


class Misconfigured(DomainError):
    """The company's own set-up lacks something that this command needs."""

    default_code = "misconfigured"


class ExternalFault(DomainError):
    """A system outside of ours failed; trying again later may help."""

    status = 503
    default_code = "external_fault"
