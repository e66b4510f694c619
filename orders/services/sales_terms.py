"""The terms of sale that customers accept with a quotation: published in versions, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.commands import attempt, command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.refs import DocumentRef
from erp.core.rows import insert_row
from orders.events import SalesTermsPublished
from orders.models import SalesTerms
from orders.selectors.sales_terms import current_terms

LONGEST = 100_000


class SalesTermsValues(TypedDict, total=False):
    """The text, in English and in Chinese."""

    text: str
    text_zh: str


@command("orders.publish_sales_terms", "Publish terms of sale")
def publish_sales_terms(*, values: SalesTermsValues, actor: Actor, at: datetime | None = None) -> SalesTerms:
    """Make a text the terms of sale from now on; quotations answered before keep the version they were
    answered under.

    Emits:  SalesTermsPublished.
    Raises: Invalid on `text`; Conflict `busy` when two publish at once.
    """
    at = at or timezone.now()
    text = values.get("text", "").replace("\x00", "").strip()
    text_zh = values.get("text_zh", "").replace("\x00", "").strip()
    if not text:
        raise Invalid.field("text", _("This field is required."), "required")
    for name, given in (("text", text), ("text_zh", text_zh)):
        if len(given) > LONGEST:
            raise Invalid.field(name, _("Is too long."), "too_long")
    before = current_terms()
    row = SalesTerms(
        version=before.version + 1 if before else 1,
        text=text,
        text_zh=text_zh,
        published_at=at,
        published_by=actor.label[:150],
    )
    try:
        with attempt():
            insert_row(row)
    except IntegrityError:
        raise Conflict("busy") from None
    ref = DocumentRef("sales_terms", row.pk, str(row.version))
    emit(SalesTermsPublished(document=ref, version=row.version), actor=actor, at=at)
    return row
