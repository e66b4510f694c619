"""What news is called: every event that some app declares, in both languages."""

from django.utils import translation

from erp.core.event_words import EVENT_WORDS, event_word
from erp.processes.selectors.validation import known_events


def test_every_event_has_words() -> None:
    assert {name for name in known_events() if not name.startswith("test")} <= set(EVENT_WORDS)


def test_words_are_in_the_readers_language_and_unknown_events_read_as_their_code() -> None:
    assert event_word("order.confirmed") == "Order confirmed"
    with translation.override("zh-hans"):
        assert event_word("order.confirmed") == "订单确认"
    assert event_word("moon.has_risen") == "moon: has risen"
