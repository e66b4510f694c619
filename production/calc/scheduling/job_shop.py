# ruff: noqa: PLR1730 - a call of max() costs more than the comparison, in what is done a million times
"""The classical job shop: when is everything done at the earliest?

Tabu search on the blocks of a critical path: Nowicki & Smutnicki 1996, "A fast taboo search algorithm for
the job shop problem", Management Science 42; moves to both ends of a block as Balas & Vazacopoulos 1998
(their estimate of a move's worth too) and Zhang, Li, Guan & Rao 2007 (Computers & Operations Research 34);
the tabu list forbids pairs of operations to change back, as Taillard 1994. From a dead end it goes on from
the best sequence, shaken.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

Step = tuple[int, int]
"""Machine and working time."""
Candidate = tuple[int, list[int], bool]
"""Worth, the operations as they stand in a row, and whether the first goes behind the others or the last
before.
"""


@dataclass(frozen=True, slots=True)
class Sequenced:
    """Beginnings by job and step, and when everything is done; `proven` when nothing shorter is possible."""

    starts: list[list[int]]
    makespan: int
    iterations: int
    proven: bool


class Graph:
    """Operations with who is before and behind them in their job and on their machine (`n` is nobody)."""

    def __init__(self, jobs: Sequence[Sequence[Step]]) -> None:
        self.jobs = jobs
        self.n = n = sum(len(job) for job in jobs)
        self.p, self.machine = [0] * (n + 1), [-1] * (n + 1)
        self.jp, self.js, self.mp, self.ms = ([n] * (n + 1) for _ in range(4))
        self.r, self.q = [0] * (n + 1), [0] * (n + 1)
        op = 0
        for job in jobs:
            for number, (machine, work) in enumerate(job):
                self.p[op], self.machine[op] = work, machine
                if number:
                    self.jp[op], self.js[op - 1] = op - 1, op
                op += 1

    def take(self, sequences: Sequence[Sequence[int]]) -> None:
        """Set the order on every machine."""
        n = self.n
        self.mp, self.ms = [n] * (n + 1), [n] * (n + 1)
        for row in sequences:
            for before, after in zip(row, row[1:], strict=False):
                self.ms[before], self.mp[after] = after, before

    def sequences(self) -> list[list[int]]:
        """The order on every machine."""
        found = []
        for op in range(self.n):
            if self.mp[op] == self.n:
                row = [op]
                while self.ms[row[-1]] != self.n:
                    row.append(self.ms[row[-1]])
                found.append(row)
        return found

    def reckon(self) -> int:
        """Longest ways to and from every operation; gives the length of the longest of all."""
        n, p, jp, js, mp, ms = self.n, self.p, self.jp, self.js, self.mp, self.ms
        r, q = self.r, self.q
        left = [(jp[op] != n) + (mp[op] != n) for op in range(n)]
        order = [op for op in range(n) if not left[op]]
        put = order.append
        longest = 0
        for op in order:
            a, b = jp[op], mp[op]
            x, y = r[a] + p[a], r[b] + p[b]
            if y > x:
                x = y
            r[op] = x
            x += p[op]
            if x > longest:
                longest = x
            for after in (js[op], ms[op]):
                if after != n:
                    left[after] -= 1
                    if not left[after]:
                        put(after)
        for op in reversed(order):
            a, b = js[op], ms[op]
            x, y = q[a] + p[a], q[b] + p[b]
            q[op] = x if x > y else y
        return longest

    def bound(self) -> int:
        """No schedule is shorter: the longest job, and each machine's work with the least before and after
        it.
        """
        self.take([])
        longest = self.reckon()
        by_machine: dict[int, list[int]] = {}
        for op in range(self.n):
            by_machine.setdefault(self.machine[op], []).append(op)
        for row in by_machine.values():
            work = sum(self.p[op] for op in row)
            longest = max(longest, min(self.r[op] for op in row) + work + min(self.q[op] for op in row))
        return longest

    def blocks(self, longest: int, draw: random.Random) -> list[list[int]]:
        """One longest way, drawn, cut where it changes the machine; blocks of one are left out."""
        n, p, r, q, machine = self.n, self.p, self.r, self.q, self.machine
        op = draw.choice([o for o in range(n) if not r[o] and p[o] + q[o] == longest])
        row, found = [op], []
        while q[op]:
            done = r[op] + p[op]
            ways = [
                o
                for o in (self.js[op], self.ms[op])
                if o != n and r[o] == done and done + p[o] + q[o] == longest
            ]
            after = ways[0] if len(ways) == 1 else draw.choice(ways)
            if machine[after] == machine[op]:
                row.append(after)
            else:
                if len(row) > 1:
                    found.append(row)
                row = [after]
            op = after
        if len(row) > 1:
            found.append(row)
        return found

    def moves(self, block: list[int]) -> list[tuple[list[int], bool]]:
        """Moves inside a block that can close no circle: to its ends from within, from its ends to within."""
        p, r, q, jp, js = self.p, self.r, self.q, self.jp, self.js
        found, size = [], len(block)
        first, last = block[0], block[-1]
        end_first = r[first] + p[first]
        tail_last = q[last] + p[last]
        for i in range(size - 1):
            op = block[i]
            if js[op] != last and tail_last >= q[js[op]] + p[js[op]]:
                found.append((block[i:], True))
            if i and js[first] != op and q[op] + p[op] >= q[js[first]] + p[js[first]]:
                found.append((block[: i + 1], True))
        for i in range(1, size):
            op = block[i]
            if size > 2 and jp[op] != first and end_first >= r[jp[op]] + p[jp[op]]:
                found.append((block[: i + 1], False))
            if i < size - 1 and jp[last] != op and r[op] + p[op] >= r[jp[last]] + p[jp[last]]:
                found.append((block[i:], False))
        return found

    def worth(self, row: list[int], forward: bool) -> int:
        """The estimated longest way through the operations after a move; low is good."""
        p, r, q, jp, js = self.p, self.r, self.q, self.jp, self.js
        new = row[1:] + row[:1] if forward else row[-1:] + row[:-1]
        before, after = self.mp[row[0]], self.ms[row[-1]]
        done, heads = r[before] + p[before], []
        for op in new:
            x = r[jp[op]] + p[jp[op]]
            if x < done:
                x = done
            heads.append(x)
            done = x + p[op]
        tail, longest = q[after] + p[after], 0
        for index in range(len(new) - 1, -1, -1):
            op = new[index]
            x = q[js[op]] + p[js[op]]
            if x < tail:
                x = tail
            tail = x + p[op]
            if heads[index] + tail > longest:
                longest = heads[index] + tail
        return longest

    def move(self, row: list[int], forward: bool) -> None:
        """Put the first behind the others, or the last before them."""
        new = row[1:] + row[:1] if forward else row[-1:] + row[:-1]
        before, after = self.mp[row[0]], self.ms[row[-1]]
        for op in new:
            self.mp[op] = before
            if before != self.n:
                self.ms[before] = op
            before = op
        self.ms[before] = after
        if after != self.n:
            self.mp[after] = before


def dispatched(jobs: Sequence[Sequence[Step]], rule: str, draw: random.Random) -> list[list[int]]:
    """An active schedule by a rule, as the order on every machine (Giffler & Thompson 1960)."""
    first, op = [], 0
    for job in jobs:
        first.append(op)
        op += len(job)
    at, ready = [0] * len(jobs), [0] * len(jobs)
    left = [sum(work for _machine, work in job) for job in jobs]
    free: dict[int, int] = {}
    found: dict[int, list[int]] = {}
    open_jobs = [index for index, job in enumerate(jobs) if job]
    while open_jobs:
        ends = [
            (max(ready[j], free.get(jobs[j][at[j]][0], 0)) + jobs[j][at[j]][1], jobs[j][at[j]][0])
            for j in open_jobs
        ]
        soonest, machine = min(ends)
        rivals = [
            j
            for j in open_jobs
            if jobs[j][at[j]][0] == machine and max(ready[j], free.get(machine, 0)) < max(soonest, 1)
        ] or [open_jobs[ends.index((soonest, machine))]]
        if rule == "most":
            chosen = max(rivals, key=lambda j: (left[j], -j))
        elif rule == "short":
            chosen = min(rivals, key=lambda j: (jobs[j][at[j]][1], j))
        else:
            chosen = draw.choice(rivals)
        work = jobs[chosen][at[chosen]][1]
        ready[chosen] = free[machine] = max(ready[chosen], free.get(machine, 0)) + work
        found.setdefault(machine, []).append(first[chosen] + at[chosen])
        left[chosen] -= work
        at[chosen] += 1
        if at[chosen] == len(jobs[chosen]):
            open_jobs.remove(chosen)
    return list(found.values())


def shortest(
    jobs: Sequence[Sequence[Step]], *, iterations: int = 20_000, seconds: float = 10.0, seed: int = 1
) -> Sequenced:
    """The earliest that all jobs can be done, as far as the search gets.

    The same jobs, iterations and seed give the same answer; `seconds` only ever ends the search earlier.
    """
    search = _Search(jobs, seed)
    search.run(iterations, time.monotonic() + seconds)
    graph = search.graph
    graph.take(search.best_rows)
    makespan = graph.reckon()
    starts, op = [], 0
    for job in jobs:
        starts.append(graph.r[op : op + len(job)])
        op += len(job)
    return Sequenced(starts, makespan, search.done, makespan == search.bound)


class _Search:
    """The state of one search."""

    PATIENCE = 2500

    def __init__(self, jobs: Sequence[Sequence[Step]], seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.graph = graph = Graph(jobs)
        self.bound, self.done = graph.bound(), 0
        self.tenure = 10 + len(jobs) // max(1, len({step[0] for job in jobs for step in job}))
        self.tabu: dict[int, int] = {}
        self.best_rows: list[list[int]] = []
        self.best = 1 << 62
        for rule in ("most", "short", *["any"] * 8):
            graph.take(dispatched(jobs, rule, self.draw))
            self._note(graph.reckon())
        graph.take(self.best_rows)
        self.elite = [(self.best, self.best_rows)]

    def _note(self, longest: int) -> bool:
        if longest >= self.best:
            return False
        self.best, self.best_rows = longest, self.graph.sequences()
        return True

    def run(self, iterations: int, until: float) -> None:
        """Until the bound is met, the iterations are done or the time is over."""
        longest, stale = self.graph.reckon(), 0
        round_best, round_rows = longest, self.graph.sequences()
        while self.done < iterations and self.best > self.bound:
            self.done += 1
            if not self.done % 64 and time.monotonic() > until:
                return
            blocks = self.graph.blocks(longest, self.draw)
            if not blocks:
                return
            self._step(blocks)
            longest = self.graph.reckon()
            stale += 1
            if longest < round_best:
                round_best, round_rows, stale = longest, self.graph.sequences(), 0
                self._note(longest)
            if stale > self.PATIENCE:
                longest, stale = self._restart(round_best, round_rows), 0
                round_best, round_rows = longest, self.graph.sequences()
                self._note(longest)

    def _step(self, blocks: list[list[int]]) -> None:
        graph, tabu, now, n = self.graph, self.tabu, self.done, self.graph.n + 1
        chosen, spare = self._weighed(blocks)
        if chosen is None and not spare:
            return
        _worth, row, forward = chosen or (0, *self.draw.choice(spare))
        hold = now + self.draw.randint(self.tenure, self.tenure * 7 // 5)
        if forward:
            for op in row[1:]:
                tabu[row[0] * n + op] = hold
        else:
            for op in row[:-1]:
                tabu[op * n + row[-1]] = hold
        graph.move(row, forward)

    def _weighed(self, blocks: list[list[int]]) -> tuple[Candidate | None, list[tuple[list[int], bool]]]:
        """The best of the moves that are not forbidden, and those that are."""
        graph, chosen, ties = self.graph, None, 0
        spare: list[tuple[list[int], bool]] = []
        for row, forward in (move for block in blocks for move in graph.moves(block)):
            worth = graph.worth(row, forward)
            if worth >= self.best and self._forbidden(row, forward):
                spare.append((row, forward))
                continue
            ties = 1 if chosen is None or worth < chosen[0] else ties + (worth == chosen[0])
            if chosen is None or worth < chosen[0] or (worth == chosen[0] and not self.draw.randrange(ties)):
                chosen = (worth, row, forward)
        return chosen, spare

    def _forbidden(self, row: list[int], forward: bool) -> bool:
        get, now, n = self.tabu.get, self.done, self.graph.n + 1
        if forward:
            first = row[0]
            return any(get(op * n + first, 0) > now for op in row[1:])
        last = row[-1] * n
        return any(get(last + op, 0) > now for op in row[:-1])

    def _restart(self, longest: int, rows: list[list[int]]) -> int:
        """Go on from one of the best few sequences, shaken by drawn moves on its critical path."""
        self.elite = sorted([*self.elite, (longest, rows)], key=lambda pair: pair[0])[:4]
        graph = self.graph
        graph.take(self.draw.choice(self.elite)[1])
        self.tabu.clear()
        length = graph.reckon()
        for _ in range(self.draw.randint(4, 16)):
            moves = [move for block in graph.blocks(length, self.draw) for move in graph.moves(block)]
            if not moves:
                break
            graph.move(*self.draw.choice(moves))
            length = graph.reckon()
        return length
