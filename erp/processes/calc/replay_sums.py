"""What many replayed documents say together: routes, shares, load per role and hour, differences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from statistics import median
from typing import Any

from erp.processes.calc.replay import Replayed

MOST_ROUTES = 30
MOST_EXAMPLES = 20


@dataclass
class Sums:
    """Counts of replayed documents by one drawing; add them one by one, then read `as_json`."""

    zone: tzinfo
    documents: int = 0
    automatic: int = 0
    routes: Counter[tuple[str, ...]] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    load: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    steps: Counter[str] = field(default_factory=Counter)
    late: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    hours: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    assumed: set[str] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)

    def add(self, one: Replayed) -> None:
        """Count one document."""
        self.documents += 1
        self.automatic += one.is_automatic
        self.routes[one.route] += 1
        self.ended[one.ended] += 1
        if one.ended == "completed":
            self.seconds.append(one.seconds)
        for work in one.work:
            self.load[work.role][work.at.astimezone(self.zone).hour] += 1
            self.steps[work.node] += 1
            self.late[work.node] += work.handling.late_share
            self.hours[work.node] += work.handling.seconds / 3600
            if work.handling.is_assumed:
                self.assumed.add(work.node)

    def as_json(self) -> dict[str, Any]:
        """The figures as they are kept and shown.

        Units: `automatic_share` and shares of routes 0–1; `expected_late` documents; `hours` of people
        in all; `median_seconds` from begin to end, of those that ended.
        """
        return {
            "documents": self.documents,
            "automatic": self.automatic,
            "automatic_share": _share(self.automatic, self.documents),
            "median_seconds": median(self.seconds) if self.seconds else None,
            "routes": [
                {"route": list(route), "count": count, "share": _share(count, self.documents)}
                for route, count in self.routes.most_common(MOST_ROUTES)
            ],
            "route_kinds": len(self.routes),
            "ended": dict(self.ended.most_common()),
            "load": {
                role: [counts.get(hour, 0) for hour in range(24)]
                for role, counts in sorted(self.load.items())
            },
            "steps": [
                {
                    "node": node,
                    "count": count,
                    "expected_late": round(self.late[node], 1),
                    "hours": round(self.hours[node], 1),
                    "is_assumed": node in self.assumed,
                }
                for node, count in self.steps.most_common()
            ],
        }


def differences(pairs: Iterable[tuple[Replayed, Replayed]]) -> dict[str, Any]:
    """Which documents would have gone another way: by the way before and the way after, with examples."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    count = more = less = 0
    for before, after in pairs:
        if before.route == after.route and before.ended == after.ended:
            continue
        count += 1
        more += before.is_automatic and not after.is_automatic
        less += after.is_automatic and not before.is_automatic
        found.setdefault((before.route, after.route), []).append(after.number)
    kinds = sorted(found.items(), key=lambda item: -len(item[1]))
    return {
        "count": count,
        "newly_asked": more,
        "newly_automatic": less,
        "by_route": [
            {
                "before": list(before),
                "after": list(after),
                "count": len(numbers),
                "examples": numbers[:MOST_EXAMPLES],
            }
            for (before, after), numbers in kinds[:MOST_ROUTES]
        ],
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
