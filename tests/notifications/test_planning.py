from datetime import UTC, datetime, time
from typing import Any

import pytest

from erp.notifications.calc.planning import (
    Planned,
    Way,
    Wishes,
    after_quiet,
    digest_moment,
    plan,
    wait_before,
)
from erp.notifications.calc.wording import filled, group_of

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
NIGHT: dict[str, Any] = {"quiet_from": time(22), "quiet_until": time(7), "zone": "Asia/Shanghai"}
MAIL = Way(channel="email", from_priority="high")
SMS = Way(channel="sms", from_priority="critical")


def plans(**more):
    wishes = more.pop("wishes", Wishes(has_email=True, has_mobile=True))
    return plan(
        **{"group": "tasks", "priority": "normal", "wishes": wishes, "ways": [MAIL, SMS], "at": AT} | more
    )


def test_it_is_always_shown_in_the_product_and_goes_out_by_priority():
    assert plans() == [Planned(channel="in_app", state="sent", due_at=AT)]
    assert [one.channel for one in plans(priority="high")] == ["in_app", "email"]
    assert [one.channel for one in plans(priority="critical")] == ["in_app", "email", "sms"]


def test_what_a_person_chose_for_the_topic_counts_before_the_general_choice_and_the_priority():
    wishes = Wishes(channels={"tasks": ["sms"], "*": []}, has_email=True, has_mobile=True)
    assert [one.channel for one in plans(wishes=wishes)] == ["in_app", "sms"]
    assert [one.channel for one in plans(wishes=wishes, group="clocks", priority="critical")] == ["in_app"]


def test_without_an_address_the_row_says_so():
    found = plans(priority="critical", wishes=Wishes())
    assert [(one.channel, one.state, one.error) for one in found[1:]] == [
        ("email", "suppressed", "no_address"),
        ("sms", "suppressed", "no_address"),
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-20T13:59:59+00:00", "2026-11-20T13:59:59+00:00"),  # 21:59:59 there
        ("2026-11-20T14:00:00+00:00", "2026-11-20T23:00:00+00:00"),  # 22:00 there: until 07:00 next day
        ("2026-11-20T16:30:00+00:00", "2026-11-20T23:00:00+00:00"),  # 00:30 there, the day has changed
        ("2026-11-20T22:59:59+00:00", "2026-11-20T23:00:00+00:00"),
        ("2026-11-20T23:00:00+00:00", "2026-11-20T23:00:00+00:00"),  # 07:00 there: over
    ],
)
def test_quiet_hours_over_midnight_in_the_persons_zone(at, expected):
    assert after_quiet(datetime.fromisoformat(at), Wishes(**NIGHT)) == datetime.fromisoformat(expected)


def test_quiet_hours_at_noon_and_none_at_all():
    noon = Wishes(quiet_from=time(12), quiet_until=time(13))
    assert after_quiet(datetime(2026, 1, 5, 12, 30, tzinfo=UTC), noon) == datetime(2026, 1, 5, 13, tzinfo=UTC)
    assert after_quiet(datetime(2026, 1, 5, 13, tzinfo=UTC), noon) == datetime(2026, 1, 5, 13, tzinfo=UTC)
    same = Wishes(quiet_from=time(8), quiet_until=time(8))
    assert after_quiet(AT, same) == AT


def test_quiet_hours_end_by_the_wall_clock_on_the_night_clocks_change():
    wishes = Wishes(quiet_from=time(22), quiet_until=time(7), zone="Europe/Berlin")
    before = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)  # 23:00 there, winter time
    assert after_quiet(before, wishes) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)  # 07:00 summer time
    autumn = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)  # 23:00 there, summer time
    assert after_quiet(autumn, wishes) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)  # 07:00 winter time


def test_critical_knows_no_quiet_and_no_digest():
    wishes = Wishes(**NIGHT, digest="daily", has_email=True, has_mobile=True)
    high, critical = plans(wishes=wishes, priority="high")[1], plans(wishes=wishes, priority="critical")[1]
    assert (critical.due_at, critical.is_digest) == (AT, False)
    assert (high.due_at, high.is_digest) == (datetime(2026, 11, 21, 0, tzinfo=UTC), True)


def test_digests_leave_at_the_persons_time_or_the_full_hour():
    daily = Wishes(digest="daily", digest_at=time(8), zone="Asia/Shanghai")
    assert digest_moment(AT, daily) == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert digest_moment(datetime(2026, 11, 20, 23, 59, tzinfo=UTC), daily) == datetime(
        2026, 11, 21, tzinfo=UTC
    )
    assert digest_moment(AT, Wishes(digest="hourly")) == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_waits_are_doubled_up_to_an_hour():
    assert [wait_before(n).total_seconds() for n in (1, 2, 3, 8, 50)] == [30, 60, 120, 3600, 3600]


def test_places_are_filled_and_unknown_ones_are_marked():
    assert (
        filled(
            "{order.number} of {customer.name}: {order.total} {x.y} {",
            {"order.number": "SO-1", "customer.name": "A\nB", "order.total": 1.5},
        )
        == "SO-1 of A B: 1.5 … {"
    )
    assert [group_of(topic) for topic in ("task.opened", "sla_reminder", "rule:x", "quote")] == [
        "tasks",
        "clocks",
        "rules",
        "other",
    ]
