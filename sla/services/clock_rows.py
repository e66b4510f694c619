"""Starting, stopping and pausing clocks in sets: one data-modifying statement per command.

The law is that of the timer's state machine, written once more in SQL: a clock is stopped or cancelled
while it is open, paused while it runs. That both say the same is tested.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from erp.core.commands import current
from erp.core.refs import DocumentRef
from erp.core.statements import fetch
from erp.processes.services.dues import keep_dues
from sla.services.starting import Start, rows_of


@dataclass(frozen=True)
class Stop:
    """Clocks to stop, or to cancel: of a milestone, of a node's visit, of a whole case, of a document.

    None means any; `process` "" means milestones.
    """

    subject: DocumentRef
    at: datetime
    outcome: str = ""
    process: str | None = None
    node: str | None = None
    case_id: int | None = None
    visit: int | None = None

    def means(self, start: Start) -> bool:
        """Whether a clock that is only about to be started is meant."""
        return (
            self.subject.key() == start.subject.key()
            and self.process in (None, start.process)
            and self.node in (None, start.node)
            and self.case_id in (None, start.case_id)
            and self.visit in (None, start.visit)
        )


@dataclass(frozen=True)
class Pause:
    """Clocks to pause for a reason, or to let run on when that reason is gone."""

    subject: DocumentRef
    at: datetime
    reason: str
    node: str | None = None
    case_id: int | None = None


@dataclass(frozen=True)
class Move:
    """A clock that is due at another moment from now on."""

    subject: DocumentRef
    node: str
    due_at: datetime
    at: datetime


# LIMIT says how many rows there are: the planner would guess a hundred. LATERAL with OFFSET 0 has the open
# clocks of each document looked up by index: with few clocks open when the statement is planned, it would
# read every open clock there is, and go on so while they grow.
_ENDED = """
stops AS (
    SELECT DISTINCT ON (t.id) t.id, s.at, s.outcome
    FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(seq int, kind text, id bigint, at timestamptz,
        outcome text, process text, node text, case_id bigint, visit int) LIMIT %s) s
    CROSS JOIN LATERAL (
        SELECT id, process, node, case_id, visit FROM sla_slatimer
        WHERE subject_kind = s.kind AND subject_id = s.id AND state IN ('running', 'paused') OFFSET 0) t
    WHERE (s.process IS NULL OR t.process = s.process) AND (s.node IS NULL OR t.node = s.node)
      AND (s.case_id IS NULL OR t.case_id = s.case_id) AND (s.visit IS NULL OR t.visit = s.visit)
    ORDER BY t.id, s.seq  -- what was told first: a step that is done, then its case that has ended
), ended AS (
    UPDATE sla_slatimer t SET
        state = CASE
            WHEN s.outcome <> '' THEN s.outcome
            WHEN coalesce(t.paused_at, s.at) <= t.due_at THEN 'met' ELSE 'breached' END,
        stopped_at = greatest(s.at, t.running_since), next_due_at = NULL
    FROM stops s WHERE t.id = s.id AND t.state IN ('running', 'paused')
)"""
_PAUSED = """
paused AS (
    UPDATE sla_slatimer t SET state = 'paused', next_due_at = NULL,
        paused_at = coalesce(t.paused_at, greatest(s.at, t.running_since)),
        paused_for = t.paused_for || s.reason::varchar
    FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(kind text, id bigint, at timestamptz,
        reason text, node text, case_id bigint) LIMIT %s) s
    CROSS JOIN LATERAL (
        SELECT id FROM sla_slatimer
        WHERE subject_kind = s.kind AND subject_id = s.id AND state IN ('running', 'paused') OFFSET 0) open
    WHERE t.id = open.id AND t.state IN ('running', 'paused')
      AND (s.node IS NULL OR t.node = s.node) AND (s.case_id IS NULL OR t.case_id = s.case_id)
      AND NOT s.reason = ANY (t.paused_for)
    RETURNING t.id, t.task_id, t.running_since, t.paused_at, cardinality(t.paused_for) = 1 AS ran
), paused_intervals AS (
    INSERT INTO sla_timerinterval (timer_id, began_at, ended_at)
    SELECT id, running_since, paused_at FROM paused WHERE ran
)"""
_STARTED = """
started AS (
    INSERT INTO sla_slatimer (policy_id, source, process, node, visit, case_id, task_id, token_id,
        subject_kind, subject_id, subject_number, about_kind, about_id, about_number, customer_id, role,
        state, calendar_id, target_seconds, is_fixed, started_at, running_since, spent_microseconds, due_at,
        paused_for, stopped_at, ladder, next_rung, next_action, next_due_at, attempts)
    SELECT policy_id, source, process, node, visit, case_id, task_id, token_id, subject_kind, subject_id,
        subject_number, about_kind, about_id, about_number, customer_id, role, state, calendar_id,
        target_seconds, is_fixed, started_at, started_at, 0, due_at, '{}', stopped_at, ladder, next_rung,
        next_action, next_due_at, 0
    FROM (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(policy_id bigint, source text, process text,
        node text, visit int, case_id bigint, task_id bigint, token_id bigint, subject_kind text,
        subject_id bigint, subject_number text, about_kind text, about_id bigint, about_number text,
        customer_id bigint, role text, state text, calendar_id bigint, target_seconds bigint,
        is_fixed boolean, started_at timestamptz, due_at timestamptz, stopped_at timestamptz,
        ladder jsonb, next_rung int, next_action text, next_due_at timestamptz) LIMIT %s) n
    ON CONFLICT DO NOTHING
    RETURNING id, task_id, due_at, stopped_at
)"""


_DUES = {
    _PAUSED: "SELECT task_id, NULL::timestamptz FROM paused WHERE task_id IS NOT NULL",
    _STARTED: "SELECT task_id, due_at FROM started WHERE task_id IS NOT NULL AND stopped_at IS NULL",
}


def write(*, starts: Sequence[Start], stops: Sequence[Stop], pauses: Sequence[Pause]) -> None:
    """Stop, pause and start clocks together, with the news where no task is to take over when it is due."""
    parts: list[str] = []
    parameters: list[Any] = []
    rows = rows_of(starts) if starts else []
    for text, found in (
        (_ENDED, [_stop_row(seq, one) for seq, one in enumerate(stops)]),
        (_PAUSED, [_pause_row(one) for one in pauses]),
        (_STARTED, rows),
    ):
        if found:
            parts.append(text)
            parameters += [json.dumps(found), len(found)]
    if not parts:
        return
    ctes = ",".join(parts)
    if pauses or any(row["task_id"] for row in rows):
        dues = " UNION ALL ".join(_DUES[text] for text in parts if text in _DUES)
        keep_dues(dict(fetch(f"WITH {ctes} {dues}", parameters)))
    else:
        current().write_with_news("sla.clocks", ctes, parameters)


def _stop_row(seq: int, stop: Stop) -> dict[str, Any]:
    return {
        "seq": seq,
        "kind": stop.subject.kind,
        "id": stop.subject.id,
        "at": stop.at.isoformat(),
        "outcome": stop.outcome,
        "process": stop.process,
        "node": stop.node,
        "case_id": stop.case_id,
        "visit": stop.visit,
    }


def _pause_row(pause: Pause) -> dict[str, Any]:
    return {
        "kind": pause.subject.kind,
        "id": pause.subject.id,
        "at": pause.at.isoformat(),
        "reason": pause.reason,
        "node": pause.node,
        "case_id": pause.case_id,
    }
