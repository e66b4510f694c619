"""Real commits in several threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections


@pytest.fixture
def committed(transactional_db):
    """A database whose commits are real; every invariant has to hold at the end."""
    from tests.factories import assert_books_hold

    yield
    assert_books_hold()


def at_once(works: Sequence[Callable[[], Any]], workers: int = 12) -> list[Any]:
    """Run works in threads that start together; gives each one's result or the exception it raised."""
    barrier = Barrier(min(workers, len(works)))

    def run(position: int, work: Callable[[], Any]) -> Any:
        try:
            if position < barrier.parties:
                barrier.wait(timeout=20)
            return work()
        except Exception as error:  # noqa: BLE001 -- the outcome is what is asked for
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=min(workers, len(works))) as pool:
        futures = [pool.submit(run, position, work) for position, work in enumerate(works)]
        return [future.result(timeout=120) for future in futures]
