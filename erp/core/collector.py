"""The garbage collector in processes that live long and make many short-lived objects."""

from __future__ import annotations

import gc

YOUNG = 20_000  # new containers before a look at them; what a request makes is freed by counting references
MIDDLE, OLD = 20, 50


def settle_collector() -> None:
    """Have what was imported never looked at again, and what is new only rarely.

    The collector's defaults look every few hundred new objects: a fifth of a command's processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
