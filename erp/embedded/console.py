"""Lines of progress on a terminal or in a log."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TextIO


class Console:
    """Where progress goes; a reader who closed the pipe never stops the product."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.stream = stream or sys.stdout
        self.quiet = quiet

    def say(self, text: str = "") -> None:
        """Write one line."""
        if self.quiet:
            return
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(f"{text}\n")
            self.stream.flush()

    def done(self, what: str, result: str, seconds: float) -> None:
        """Report one finished step and how long it took."""
        self.say(f"  {what:<22} {result:<34} {seconds:5.1f} s")

    @contextlib.contextmanager
    def step(self, what: str, result: str) -> Iterator[None]:
        """Time one step and report it when it is finished."""
        began = time.monotonic()
        yield
        self.done(what, result, time.monotonic() - began)
