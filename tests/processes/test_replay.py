"""A drawing tried on the past: whose steps it asks for, what it waits for, how it differs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from erp.core.expressions import holds
from erp.processes.calc.drawn import parse
from erp.processes.calc.replay import Handling, Means, News, Part, Past, replay
from erp.processes.calc.replay_sums import Sums, differences

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def drawing(border: int = 10_000, *, with_table: bool = False):
    """Submitted → large ones to a manager → confirm → wait for the shipment → end."""
    route = {"id": "route", "type": "gateway", **({"input": {"table": "review"}} if with_table else {})}
    condition = 'decision.route == "manager"' if with_table else f"order.total >= {border}"
    return parse(
        {
            "nodes": [
                {
                    "id": "start",
                    "type": "start",
                    "wait_for": "order.submitted",
                    "input": {"cancel_on": ["order.cancelled"]},
                },
                route,
                {
                    "id": "manager",
                    "type": "task",
                    "assignee": {"role": "sales_manager"},
                    "target_seconds": 7200,
                },
                {
                    "id": "confirm",
                    "type": "action",
                    "action": "orders.confirm_order",
                    "wait_for": "order.confirmed",
                },
                {"id": "shipped", "type": "wait", "wait_for": "shipment.shipped"},
                {"id": "end", "type": "end"},
            ],
            "edges": [
                {"from": "start", "to": "route"},
                {"id": "large", "from": "route", "to": "manager", "condition": condition},
                {"id": "small", "from": "route", "to": "confirm"},
                {"from": "manager", "to": "confirm"},
                {"from": "confirm", "to": "shipped"},
                {"from": "shipped", "to": "end"},
            ],
        }
    )


def past(total: float, *news: News, number: str = "SO-1") -> Past:
    """An order of that total, submitted at noon."""
    return Past(number, NOON, {"order.total": total, "order.state": "submitted"}, news)


CONFIRMED = News(NOON + timedelta(minutes=1), "order.confirmed", {}, {"order.state": "confirmed"})
SHIPPED = News(NOON + timedelta(days=2), "shipment.shipped")


def run(graph, one, hours: float = 3, late: float = 0.5, decide=lambda _table, _facts: {}, parts=None):
    """Replay with people who always need as long."""
    whole = Part(graph, lambda _node: Handling(hours * 3600, late))
    return replay(whole, one, Means(holds, decide, parts.get if parts else lambda _code: None))


def test_a_small_order_passes_by_itself_and_takes_what_it_took():
    found = run(drawing(), past(9_999, CONFIRMED, SHIPPED))
    assert (found.is_automatic, found.route, found.ended) == (True, ("small",), "completed")
    assert found.seconds == timedelta(days=2, minutes=-1).total_seconds()


def test_a_large_order_waits_for_its_manager_and_everything_after_is_later_by_that():
    found = run(drawing(), past(10_000, CONFIRMED, SHIPPED))
    assert found.route == ("large", "manager")
    assert [(one.node, one.role, one.at) for one in found.work] == [("manager", "sales_manager", NOON)]
    # confirmed three hours in, where it was one minute: the shipment moves by the difference
    assert found.seconds == (timedelta(days=2, hours=3) - timedelta(minutes=1)).total_seconds()


def test_a_cancelled_order_ends_where_it_stands():
    cancelled = News(NOON + timedelta(minutes=5), "order.cancelled")
    assert run(drawing(), past(50_000, cancelled)).ended == "cancelled"


def test_what_the_past_does_not_tell_is_waited_for():
    assert run(drawing(), past(1, CONFIRMED)).ended == "waiting:shipped"


def test_news_before_the_confirmation_does_not_overtake_the_review():
    early = News(NOON + timedelta(minutes=2), "shipment.shipped")
    found = run(drawing(), past(20_001, CONFIRMED, early))
    assert found.ended == "completed"
    assert found.seconds == timedelta(hours=3, minutes=1).total_seconds()


def test_a_decision_table_routes():
    graph = drawing(with_table=True)
    seen = run(graph, past(5, CONFIRMED), decide=lambda table, facts: {"route": "manager", "why": table})
    assert seen.route == ("large", "manager")


def test_a_condition_that_fails_is_told():
    found = run(drawing(), Past("SO-2", NOON, {}, ()))
    assert found.ended == "failed:bad_expression"


def test_a_process_inside_takes_the_time_of_its_own_steps():
    inside = parse(
        {
            "nodes": [
                {"id": "start", "type": "start"},
                {"id": "sign", "type": "task", "assignee": {"role": "sales_manager"}},
                {"id": "end", "type": "end"},
            ],
            "edges": [{"from": "start", "to": "sign"}, {"from": "sign", "to": "end"}],
        }
    )
    whole = parse(
        {
            "nodes": [
                {"id": "start", "type": "start"},
                {"id": "part", "type": "subprocess", "process": "signing"},
                {"id": "end", "type": "end"},
            ],
            "edges": [
                {"from": "start", "to": "part"},
                {"from": "part", "to": "end", "condition": 'step.outcome == "completed"'},
                {"from": "part", "to": "part", "otherwise": True},
            ],
        }
    )
    known = run(whole, past(5), parts={"signing": Part(inside, lambda _node: Handling(7200))})
    assert (known.ended, known.seconds, [one.node for one in known.work]) == ("completed", 7200, ["sign"])
    unknown = run(whole, past(5))
    assert (unknown.ended, unknown.seconds, unknown.work) == ("completed", 0, ())
    endless = run(whole, past(5), parts={"signing": Part(whole, lambda _node: Handling(1))})
    assert endless.ended == "completed"


def test_sums_and_differences():
    before = [run(drawing(10_000), past(total, CONFIRMED, SHIPPED)) for total in (5, 12_000, 30_000)]
    after = [run(drawing(20_000), past(total, CONFIRMED, SHIPPED)) for total in (5, 12_000, 30_000)]
    sums = Sums(ZoneInfo("Asia/Shanghai"))
    for one in after:
        sums.add(one)
    shown = sums.as_json()
    assert (shown["documents"], shown["automatic"], shown["automatic_share"]) == (3, 2, 0.6667)
    assert shown["load"]["sales_manager"][20] == 1  # noon in UTC
    assert shown["steps"] == [
        {"node": "manager", "count": 1, "expected_late": 0.5, "hours": 3.0, "is_assumed": False}
    ]
    found = differences(zip(before, after, strict=True))
    assert (found["count"], found["newly_asked"], found["newly_automatic"]) == (1, 0, 1)
    assert found["by_route"] == [
        {"before": ["large", "manager"], "after": ["small"], "count": 1, "examples": ["SO-1"]}
    ]
