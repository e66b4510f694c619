"""Where cases spend their time, from the log of real ones: nodes, ways, rework, versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

MOST_CASES = 20_000
MOST_WAYS = 15

_CASES = """
WITH c AS (
    SELECT id, version_id, started_at, ended_at, state FROM processes_case
    WHERE definition_id = %(definition)s AND started_at >= %(since)s AND started_at < %(until)s
    ORDER BY started_at DESC LIMIT %(most)s
)
"""
_NODES = (
    _CASES
    + """
SELECT s.node, count(*), count(DISTINCT s.case_id), count(*) FILTER (WHERE s.visit > 1),
       sum(extract(epoch FROM s.left_at - s.entered_at))::float,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.left_at - s.entered_at))::float,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM s.left_at - s.entered_at))::float
FROM processes_steplog s JOIN c ON c.id = s.case_id
WHERE s.outcome <> 'skipped'
GROUP BY s.node ORDER BY 5 DESC
"""
)
_WAITING = (
    _CASES
    + """
SELECT t.node, count(*), max(extract(epoch FROM %(now)s - t.entered_at))::float
FROM processes_token t JOIN c ON c.id = t.case_id WHERE t.state <> 'done' GROUP BY t.node
"""
)
_WAYS = (
    _CASES  # noqa: S608 -- constants of this module
    + """, way AS (
    SELECT s.case_id, string_agg(s.node, ' ' ORDER BY s.id) AS nodes,
           extract(epoch FROM max(c.ended_at) - max(c.started_at))::float AS took
    FROM processes_steplog s JOIN c ON c.id = s.case_id
    WHERE s.outcome <> 'skipped' AND c.state <> 'running' GROUP BY s.case_id
)
SELECT nodes, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY took)::float,
       sum(count(*)) OVER ()
FROM way GROUP BY nodes ORDER BY 2 DESC, 1 LIMIT %(ways)s
"""
)
_VERSIONS = (
    _CASES  # noqa: S608 -- constants of this module
    + """, asked AS (
    SELECT t.case_id, count(*) AS tasks, count(*) FILTER (WHERE t.visit > 1) AS again,
           count(*) FILTER (WHERE t.due_at IS NOT NULL
                            AND coalesce(t.decided_at, %(now)s) > t.due_at) AS late,
           count(*) FILTER (WHERE t.due_at IS NOT NULL) AS clocked
    FROM processes_task t JOIN c ON c.id = t.case_id
    WHERE t.state <> 'cancelled' GROUP BY t.case_id
)
SELECT v.number, v.is_pilot, v.state, count(c.id), count(c.id) FILTER (WHERE c.state = 'completed'),
       count(c.id) FILTER (WHERE c.state = 'cancelled'), count(c.id) FILTER (WHERE c.state = 'running'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.ended_at - c.started_at))
           FILTER (WHERE c.state = 'completed'),
       count(c.id) FILTER (WHERE a.tasks IS NULL), coalesce(sum(a.late), 0)::int,
       coalesce(sum(a.clocked), 0)::int, count(c.id) FILTER (WHERE a.again > 0),
       (SELECT count(*) FROM processes_incident i JOIN c AS mine ON mine.id = i.case_id
        WHERE mine.version_id = v.id)
FROM c JOIN processes_processversion v ON v.id = c.version_id LEFT JOIN asked a ON a.case_id = c.id
GROUP BY v.id, v.number, v.is_pilot, v.state ORDER BY v.number DESC
"""
)


@dataclass(frozen=True)
class NodeTime:
    """What one step cost. Units: seconds; `share` of all time spent in steps, 0–1."""

    node: str
    visits: int
    cases: int
    again: int
    total: float
    median: float
    p90: float
    share: float
    waiting: int
    longest_waiting: float


@dataclass(frozen=True)
class Way:
    """One way through the drawing: its nodes in order, how many cases took it, median seconds."""

    nodes: tuple[str, ...]
    cases: int
    share: float
    median: float


@dataclass(frozen=True)
class VersionFigures:
    """One version's cases by the same measures as any other's. Units: seconds, shares 0–1."""

    number: int
    is_pilot: bool
    state: str
    cases: int
    completed: int
    cancelled: int
    running: int
    median: float | None
    automatic_share: float
    late_share: float | None
    rework_share: float
    incidents: int


def _values(definition_id: int, since: datetime, until: datetime, now: datetime) -> dict[str, Any]:
    return {
        "definition": definition_id,
        "since": since,
        "until": until,
        "now": now,
        "most": MOST_CASES,
        "ways": MOST_WAYS,
    }


def node_times(definition_id: int, *, since: datetime, until: datetime, now: datetime) -> list[NodeTime]:
    """Time per step of the cases begun in a period, the costliest first; two statements."""
    values = _values(definition_id, since, until, now)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, values)
        waiting = {node: (count, longest) for node, count, longest in cursor.fetchall()}
        cursor.execute(_NODES, values)
        rows = cursor.fetchall()
    whole = sum(row[4] or 0.0 for row in rows) or 1.0
    found = [
        NodeTime(
            node=node,
            visits=visits,
            cases=cases,
            again=again,
            total=total or 0.0,
            median=median or 0.0,
            p90=p90 or 0.0,
            share=(total or 0.0) / whole,
            waiting=waiting.get(node, (0, 0.0))[0],
            longest_waiting=waiting.get(node, (0, 0.0))[1] or 0.0,
        )
        for node, visits, cases, again, total, median, p90 in rows
    ]
    seen = {one.node for one in found}
    return found + [
        NodeTime(node, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, count, longest or 0.0)
        for node, (count, longest) in sorted(waiting.items())
        if node not in seen
    ]


def ways(definition_id: int, *, since: datetime, until: datetime, now: datetime) -> list[Way]:
    """The ways that finished cases of a period took, the most frequent first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WAYS, _values(definition_id, since, until, now))
        return [
            Way(tuple(nodes.split(" ")), count, count / float(whole), median or 0.0)
            for nodes, count, median, whole in cursor.fetchall()
        ]


def version_figures(
    definition_id: int, *, since: datetime, until: datetime, now: datetime
) -> list[VersionFigures]:
    """The versions that had cases in a period, pilots and current by the same measures; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, _values(definition_id, since, until, now))
        rows = cursor.fetchall()
    return [
        VersionFigures(
            number=number,
            is_pilot=is_pilot,
            state=state,
            cases=cases,
            completed=completed,
            cancelled=cancelled,
            running=running,
            median=None if median is None else float(median),
            automatic_share=automatic / cases,
            late_share=late / clocked if clocked else None,
            rework_share=again / cases,
            incidents=incidents,
        )
        for (
            number,
            is_pilot,
            state,
            cases,
            completed,
            cancelled,
            running,
            median,
            automatic,
            late,
            clocked,
            again,
            incidents,
        ) in rows
    ]
