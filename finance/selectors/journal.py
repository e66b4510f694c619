"""The journal as readers see it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from finance.models import JournalEntry, JournalLine

VIEW_JOURNAL = declare_permission("finance.view_journal", "See the journal")


@document("journal_entry", prefix="jrn", permission=VIEW_JOURNAL)
def visible_entries(actor: Actor) -> QuerySet[JournalEntry]:
    """The whole journal for those who see all customers, else the entries of one's own customers."""
    if not actor.has(VIEW_JOURNAL):
        return JournalEntry.objects.none()
    if actor.scope.kind == "all":
        return JournalEntry.objects.all()
    customers = Customer.objects.filter(customer_scope_q(actor, "")).values("pk")
    lines = JournalLine.objects.filter(entry=OuterRef("pk"), customer_id__in=customers)
    return JournalEntry.objects.filter(Exists(lines))


def entries_in_full(rows: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    """Entries with their lines, in two queries."""
    return rows.prefetch_related(Prefetch("lines", JournalLine.objects.select_related("account")))
