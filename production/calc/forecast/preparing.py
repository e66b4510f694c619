"""From what was ordered to what is forecast: events and outliers taken out before, events put in after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from production.calc.forecast.cleaning import clean_outliers, take_event_out
from production.calc.forecast.season import Flags, Floats


@dataclass(frozen=True)
class Known:
    """An event of a series: its buckets in the history and to come, and the factor that is stated."""

    past: Flags
    coming: Flags
    stated: Floats  # of each bucket to come; NaN where nobody has said it


@dataclass(frozen=True)
class Prepared:
    """A history to forecast from, which of its buckets were changed, and what the future is multiplied by."""

    base: Floats
    outliers: Flags
    events: Flags
    factor: Floats


def prepared(history: Floats, season_length: int, known: Sequence[Known], ahead: int) -> Prepared:
    """Take events and outliers out of a history that begins with its first demand.

    A coming event multiplies by what is stated, else by what the same event did before, else by nothing.
    """
    base, events, factor = history.copy(), np.zeros(len(history), dtype=bool), np.ones(ahead)
    for event in known:
        base, learned = take_event_out(base, season_length, event.past)
        if learned is not None:
            events |= event.past
        usual = 1.0 if learned is None else learned
        factor = factor * np.where(event.coming, np.where(np.isnan(event.stated), usual, event.stated), 1.0)
    base, outliers = clean_outliers(base, season_length, keep=events)
    return Prepared(base, outliers, events, factor)


def history_like(own: Floats, other: Floats, ratio: float) -> Floats:
    """A new item's history: the other's times the ratio, until its own first demand.

    Source: forecasting by analogy (Green & Armstrong 2007, International Journal of Forecasting 23, 365–376).
    """
    hits = np.flatnonzero(own)
    begin = hits[0] if len(hits) else len(own)
    return np.concatenate([other[:begin] * ratio, own[begin:]])
