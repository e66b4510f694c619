"""Answers kept for seconds."""

from collections.abc import Iterator

import pytest

from erp.core import fresh


def test_an_answer_is_kept_for_its_seconds_or_until_it_is_forgotten(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(fresh, "clock", lambda: now[0])
    read: list[str] = []

    @fresh.kept_for(seconds=5.0)
    def upper(name: str) -> str:
        read.append(name)
        return name.upper()

    assert (upper("a"), upper("a"), upper("b")) == ("A", "A", "B")
    assert read == ["a", "b"]
    now[0] = 105.0
    assert upper("a") == "A" and read == ["a", "b"]
    now[0] = 105.1
    assert upper("a") == "A" and read == ["a", "b", "a"]
    upper.forget()
    assert upper("a") == "A" and read == ["a", "b", "a", "a"]


def test_what_could_not_be_read_is_not_kept():
    answers: Iterator[Exception | str] = iter([ValueError("away"), "there"])

    @fresh.kept_for(seconds=60.0)
    def answer() -> str:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    with pytest.raises(ValueError, match="away"):
        answer()
    assert answer() == "there"


def test_an_answer_is_kept_while_its_version_is_the_same():
    versions = iter([1, 1, 2, 2, 2])
    read: list[int] = []

    @fresh.kept_while(version=lambda: next(versions))
    def answer() -> int:
        read.append(len(read))
        return len(read)

    assert [answer(), answer(), answer(), answer()] == [1, 1, 2, 2]
    answer.forget()
    assert answer() == 3
