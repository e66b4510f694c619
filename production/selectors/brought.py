"""What work orders bring, as the stock knows it: their item, and what falls out beside it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from production.models import WorkOrderOutput
from production.models.output import OUTPUT
from production.models.work_order import KIND


def brought_by(work_order_ids: Collection[int], prefix: str = "") -> Q:
    """The expected supplies of work orders; `prefix` leads to the supply (`supply__`). One query."""
    outputs = list(WorkOrderOutput.objects.filter(work_order__in=work_order_ids).values_list("pk", flat=True))
    own = {f"{prefix}source_kind": KIND, f"{prefix}source_id__in": list(work_order_ids)}
    if not outputs:
        return Q(**own)
    return Q(**own) | Q(**{f"{prefix}source_kind": OUTPUT, f"{prefix}source_id__in": outputs})
