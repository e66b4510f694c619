"""When the clocks of a case's steps are due, lent to its page below."""

from __future__ import annotations

from datetime import datetime

from erp.processes.models import Case
from erp.processes.selectors.positions import lend_clocks
from sla.models import SlaTimer


@lend_clocks
def due_of_steps(case: Case) -> dict[int, datetime]:
    """The moments at which the running clocks of a case's steps are due, by token; one query."""
    rows = SlaTimer.objects.filter(
        subject_kind=case.subject_kind,
        subject_id=case.subject_id,
        case_id=case.pk,
        token_id__isnull=False,
        state=SlaTimer.State.RUNNING,
    )
    return {row.token_id: row.due_at for row in rows.order_by("pk") if row.token_id is not None}
