"""Who made an order late: its lateness split by step and party, in seconds that add up exactly.

An order's way is a row of *spans* that follow each other from its submission to its arrival; each has a
step, a party and an *allowance*, the time it may take. After each span there is an *outlook*: the moment
of arrival if every span still to come took just its allowance. While the outlook lies before the promise,
time spent costs slack and nobody is late. What pushes the outlook past the promise is lateness, and belongs
to the span that pushed it. A span quicker than its allowance makes lateness good again: it is taken off the
spans before it, the latest first. What was late before the first span began is the promise's own
(`promise`, us): it could not be kept from the start. So the parts are never negative and always add up.

Parties: `customer` (the order waited for the customer), `supplier` (a pegged purchase was due and not there),
`carrier` (after dispatch), `us` (all else). Where claims to the same time overlap, the customer's come first,
then the supplier's.

Source: windows analysis of delay ("time impact"), AACE International Recommended Practice 29R-03, with
every span a window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

US, SUPPLIER, CARRIER, CUSTOMER = "us", "supplier", "carrier", "customer"
PARTIES = (US, SUPPLIER, CARRIER, CUSTOMER)
RANK = {CUSTOMER: 0, SUPPLIER: 1, CARRIER: 2, US: 3}
PROMISE = "promise"


@dataclass(frozen=True)
class Span:
    """A stretch of an order's way. Units: seconds since any fixed moment; allowance in seconds."""

    start: int
    end: int
    step: str
    party: str
    allowance: int = 0

    @property
    def seconds(self) -> int:
        """How long it took."""
        return self.end - self.start


@dataclass(frozen=True)
class Claim:
    """A stretch of time that somebody is answerable for, whatever step the order stood at."""

    start: int
    end: int
    step: str
    party: str


@dataclass(frozen=True)
class Part:
    """A share of the lateness. Units: seconds, never negative."""

    step: str
    party: str
    seconds: int


def carved(spans: Sequence[Span], claims: Iterable[Claim]) -> list[Span]:
    """The spans with the claimed time cut out of them, as spans of their own.

    The pieces of the span's own party share its allowance in the order of time; others have none. The order
    of the way and its whole length stay as they were.
    """
    ordered = sorted(claims, key=lambda one: (RANK[one.party], one.start, one.end, one.step))
    found: list[Span] = []
    for span in spans:
        found.extend(_cut(span, [one for one in ordered if one.end > span.start and one.start < span.end]))
    return found


def _cut(span: Span, claims: Sequence[Claim]) -> list[Span]:
    edges = sorted(
        {span.start, span.end}
        | {min(max(edge, span.start), span.end) for one in claims for edge in (one.start, one.end)}
    )
    pieces: list[Span] = []
    for start, end in zip(edges, edges[1:], strict=False):
        owner = next((one for one in claims if one.start <= start and one.end >= end), None)
        piece = Span(start, end, owner.step, owner.party) if owner else replace(span, start=start, end=end)
        last = pieces[-1] if pieces else None
        if last and last.end == start and (last.step, last.party) == (piece.step, piece.party):
            pieces[-1] = replace(last, end=end)
        else:
            pieces.append(piece)
    left = span.allowance
    own = [place for place, piece in enumerate(pieces) if piece.party == span.party]
    for place in own:
        used = left if place == own[-1] else min(left, pieces[place].seconds)
        pieces[place] = replace(pieces[place], allowance=used)
        left -= used
    return pieces or [span]


def split(spans: Sequence[Span], *, promised: int) -> list[Part]:
    """The lateness of an order by step and party; empty when it was in time.

    The parts add up to max(end of the last span − promised, 0).
    """
    if not spans:
        return []
    outlook = spans[0].start + sum(one.allowance for one in spans)
    parts: list[list[object]] = [[PROMISE, US, max(outlook - promised, 0)]]
    for span in spans:
        before = max(outlook - promised, 0)
        outlook += span.seconds - span.allowance
        change = max(outlook - promised, 0) - before
        if change >= 0:
            parts.append([span.step, span.party, change])
        else:
            _make_good(parts, -change)
    return _gathered(parts)


def _make_good(parts: list[list[object]], seconds: int) -> None:
    """Take time won off the parts before, the latest first."""
    for part in reversed(parts):
        late = part[2]
        assert isinstance(late, int)  # noqa: S101 -- the third place holds seconds
        taken = min(late, seconds)
        part[2] = late - taken
        seconds -= taken
        if not seconds:
            return


def _gathered(parts: Iterable[Sequence[object]]) -> list[Part]:
    sums: dict[tuple[str, str], int] = {}
    for step, party, seconds in parts:
        assert isinstance(seconds, int)  # noqa: S101 -- the third place holds seconds
        if seconds:
            key = (str(step), str(party))
            sums[key] = sums.get(key, 0) + seconds
    return [Part(step, party, seconds) for (step, party), seconds in sums.items()]


def lateness(spans: Sequence[Span], *, promised: int) -> int:
    """How much later than promised the last span ended; 0 when in time. Units: seconds."""
    return max(spans[-1].end - promised, 0) if spans else 0


def added(splits: Iterable[Iterable[Part]]) -> list[Part]:
    """Many orders' parts in sum, the greatest first."""
    sums: dict[tuple[str, str], int] = {}
    for parts in splits:
        for one in parts:
            sums[one.step, one.party] = sums.get((one.step, one.party), 0) + one.seconds
    rows = [Part(step, party, seconds) for (step, party), seconds in sums.items()]
    return sorted(rows, key=lambda one: (-one.seconds, one.party, one.step))


def by_party(parts: Iterable[Part]) -> dict[str, int]:
    """Parts by party alone, all parties named."""
    sums = dict.fromkeys(PARTIES, 0)
    for one in parts:
        sums[one.party] += one.seconds
    return sums
