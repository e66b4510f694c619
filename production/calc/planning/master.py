"""The master schedule's figures by item and week: projected balance, and what can still be promised."""

from __future__ import annotations

import numpy as np

from production.calc.planning.model import Ints


def projected(on_hand: Ints, supply: Ints, needs: Ints) -> Ints:
    """What is there at the end of each week when needs are met: below zero is what is missing.

    Shape: items; items and weeks. With needs of orders and of the forecast beyond them this is the greater
    of forecast and orders week by week, and orders alone inside the demand fence.
    Source: T. Vollmann, W. Berry, D. Whybark, R. Jacobs, Manufacturing Planning and Control (2005), ch. 6.
    """
    return on_hand[:, None] + np.cumsum(supply - needs, axis=1)


def can_promise(on_hand: Ints, supply: Ints, orders: Ints) -> Ints:
    """Discrete available-to-promise: what each receipt has left after the orders until the next receipt.

    The first week has the stock besides; weeks without a receipt show nothing. What orders take beyond their
    own receipt comes off the ones before it, the nearest first; only the first week can be below zero.
    Source: APICS dictionary, "discrete available-to-promise"; Vollmann et al. (2005), ch. 6.
    """
    found = np.where(supply > 0, supply, 0)
    found[:, 0] = on_hand + supply[:, 0]
    starts = supply > 0
    starts[:, 0] = True
    items, weeks = supply.shape
    group = np.maximum.accumulate(np.where(starts, np.arange(weeks), 0), axis=1)
    np.subtract.at(found, (np.repeat(np.arange(items), weeks), group.ravel()), orders.ravel())
    for week in range(weeks - 1, 0, -1):
        short = np.minimum(found[:, week], 0)
        found[:, week] -= short
        found[:, week - 1] += short
    return found


def can_promise_in_all(discrete: Ints) -> Ints:
    """Cumulative available-to-promise: what could be promised by the end of each week, all at once.

    Source: APICS dictionary, "cumulative available-to-promise": the discrete figures added up, with what
    later orders take from earlier receipts taken off already (look-ahead).
    """
    return np.cumsum(discrete, axis=1)
