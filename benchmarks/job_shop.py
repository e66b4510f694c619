"""Published job shops (Fisher & Thompson 1963, Lawrence 1984): how far from the known optimum, and that all
are feasible.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from production.calc.scheduling.job_shop import Sequenced, shortest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "reference"
Jobs = list[list[tuple[int, int]]]


def published(folder: Path = FOLDER) -> dict[str, tuple[int, Jobs]]:
    """Optimum and jobs by name; empty where the files are not (they are no part of the project)."""
    known, steps = folder / "jobshop_instances.csv", folder / "jobshop_operations.csv"
    if not known.exists() or not steps.exists():
        return {}
    jobs: dict[str, Jobs] = defaultdict(list)
    with steps.open() as file:
        for row in csv.DictReader(file):
            rows = jobs[row["name"]]
            if int(row["job"]) == len(rows):
                rows.append([])
            rows[-1].append((int(row["machine"]), int(row["time"])))
    with known.open() as file:
        return {row["name"]: (int(row["optimum"]), jobs[row["name"]]) for row in csv.DictReader(file)}


def is_feasible(jobs: Jobs, found: Sequenced) -> bool:
    """Steps follow each other and no machine does two things at once."""
    lines: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for job, starts in zip(jobs, found.starts, strict=True):
        ready = 0
        for (machine, work), start in zip(job, starts, strict=True):
            if start < ready:
                return False
            ready = start + work
            lines[machine].append((start, ready))
    pairs = [pair for line in lines.values() for pair in pairwise(sorted(line))]
    ends = [end for line in lines.values() for _start, end in line]
    return all(before[1] <= after[0] for before, after in pairs) and max(ends) == found.makespan


def run(scale: int) -> dict[str, Any]:
    """Gap per instance in percent within `scale` seconds each (8), and their mean."""
    gaps, worst, feasible = {}, 0.0, True
    problems = published()
    if not problems:
        return {"skipped": f"no published instances in {FOLDER}"}
    for name, (optimum, jobs) in problems.items():
        started = time.perf_counter()
        found = shortest(jobs, iterations=1_000_000, seconds=float(scale or 8))
        worst = max(worst, time.perf_counter() - started)
        feasible = feasible and is_feasible(jobs, found)
        gaps[name] = {
            "optimum": optimum,
            "found": found.makespan,
            "gap_percent": round(100 * (found.makespan / optimum - 1), 2),
            "iterations": found.iterations,
        }
    mean = sum(row["gap_percent"] for row in gaps.values()) / len(gaps)
    return {
        "instances": gaps,
        "mean_gap_percent": round(mean, 3),
        "slowest_seconds": round(worst, 2),
        "feasible": feasible,
    }
