"""What the conditions of a drawing may read: facts at hand, and where it is allowed those in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from erp.core.expressions import BadExpression, evaluate, holds, holds_for, names_in
from erp.core.known_facts import known_facts
from erp.core.palette import facts_about
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import company
from erp.processes.calc.places import Later

_OWN = ("step.", "event.", "decision.")


class Questions:
    """Answers conditions about one document, reading as little as possible.

    Inside somebody else's command only what that command knows is used (`may_read` false); what
    would need a look into the database is put off (`Later`) to the step that runs after the commit.
    """

    def __init__(self, subject: DocumentRef, *, may_read: bool, at: datetime) -> None:
        """Know nothing yet."""
        self.subject = subject
        self.may_read = may_read
        self.at = at
        self._read: dict[str, Any] | None = None
        self._parts: set[str] = set()

    def forget(self) -> None:
        """Something was done to the document: read anew."""
        self._read = None

    def ask(self, text: str, own: Mapping[str, Any]) -> bool:
        """Whether a condition holds.

        Raises: Later; BadExpression.
        """
        names = names_in(text)
        known = known_facts(self.subject, names)
        missing = [name for name in names if not (name in own or name in known or name.startswith(_OWN))]
        if missing:
            return holds(text, _completed(names, {**self.facts(missing), **known, **own}), at=self.at)
        named = {name: own[name] if name in own else known.get(name, "") for name in names}
        return holds_for(text, named, at=self.at)

    def facts(self, wanted: Collection[str] = ()) -> dict[str, Any]:
        """What is lent about the document; its lines and other parts only where they are wanted.

        Raises: Later where it may not be read here.
        """
        if not self.may_read:
            raise Later
        parts = {name for name in wanted if "." not in name or "[" in name}
        if self._read is None or not parts <= self._parts:
            self._parts |= parts
            self._read = facts_about(self.subject, self._parts)
        return self._read

    def decide(self, table: str) -> dict[str, Any]:
        """What a decision table says about the document.

        Raises: Later; whatever the table refuses with.
        """
        from erp.rules.services.tables import decide

        return dict(decide(table, self.facts(), at=self.at).outputs)

    def instant(self, text: str) -> datetime | None:
        """The moment that an expression names: a date counts from the beginning of the company's day.

        What says "now" is the moment at which it is asked.

        Raises: Later; BadExpression when it is no date.
        """
        names = names_in(text)
        known = known_facts(self.subject, names)
        missing = [name for name in names if name not in known]
        found = evaluate(text, {**self.facts(missing), **known} if missing else known, at=self.at)
        if found in (None, ""):
            return None
        if found == "now":
            return self.at
        try:
            at = datetime.fromisoformat(str(found))
        except ValueError:
            raise BadExpression(expression=text, why=_("It gives no date.")) from None
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(company().time_zone))


def _completed(names: Collection[str], facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of the step that this moment does not have (an event's, a decision's) read as empty text."""
    for name in names:
        if name.startswith(_OWN) and name not in facts:
            facts[name] = ""
    return facts
