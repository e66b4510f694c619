"""The M3 competition's series forecast with one set of defaults: sMAPE over all (≤ 13.1), seconds on one core (≤ 60).

The methods were chosen by rolling back-tests inside the training parts of the series with even places (0, 2, …) only;
`even` and `odd` tell the two halves apart: nothing was decided on the odd ones, nor on any test part.
The file is not part of the project: it is read from `../shared/reference` (see its README).
"""

from __future__ import annotations

import csv
import gzip
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from production.calc.forecast import forecast_many
from production.calc.forecast.accuracy import smape

M3 = Path(__file__).resolve().parents[2] / "shared" / "reference" / "m3.csv.gz"
SEASONS = {"yearly": 1, "quarterly": 4, "monthly": 12, "other": 1}
_LAST_QUARTERLY = 1401


def m3() -> dict[str, list[tuple[int, np.ndarray, np.ndarray]]]:
    """The series by frequency: place in the file, training part, test part."""
    parts: dict[str, tuple[list[float], list[float]]] = {}
    with gzip.open(M3, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            part = parts.setdefault(row["series"], ([], []))
            part[row["part"] != "train"].append(float(row["value"]))
    found: dict[str, list[tuple[int, np.ndarray, np.ndarray]]] = {name: [] for name in SEASONS}
    for place, (train, test) in enumerate(parts.values()):
        kind = {6: "yearly", 18: "monthly"}.get(len(test)) or (
            "quarterly" if place < _LAST_QUARTERLY else "other"
        )
        found[kind].append((place, np.array(train), np.array(test)))
    return found


def run(scale: int) -> dict[str, Any]:
    """All series, or about `scale` of them; sMAPE by frequency, by half and over all, and the coverage of the interval."""
    if not M3.exists():
        return {"skipped": f"{M3} is not there"}
    series = m3()
    total = sum(len(rows) for rows in series.values())
    step = max(1, total // scale) if scale else 1
    errors: dict[str, list[np.ndarray]] = defaultdict(list)
    inside: list[np.ndarray] = []
    count, seconds = 0, 0.0
    for name, every in series.items():
        rows = every[::step]
        horizon = len(rows[0][2])
        started = time.perf_counter()
        found = forecast_many([train for _, train, _ in rows], SEASONS[name], horizon)
        seconds += time.perf_counter() - started
        count += len(rows)
        for (place, _train, test), study in zip(rows, found, strict=True):
            assert not isinstance(study, str)
            error = np.full(horizon, smape(test, study.forecast.mean))
            for key in (name, ("even", "odd")[place % 2], "all"):
                errors[key].append(error)
            inside.append((study.forecast.lower <= test) & (test <= study.forecast.upper))
    return {
        "series": count,
        "seconds": round(seconds, 2),
        "smape": {key: round(float(np.concatenate(each).mean()), 3) for key, each in errors.items()},
        "inside_80_percent_interval": round(float(np.concatenate(inside).mean()), 3),
    }
