"""What holds of every plan, whatever the model."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from production.calc.planning.engine import NEVER, plan
from production.calc.planning.model import SCALE, Dated, Model, Nodes, OpenDays, Structure
from production.calc.planning.pegging import DEMAND, ON_HAND, ORDER, PART, RECEIPT, SAFETY


@st.composite
def models(draw, *, kept_open=True):
    count = draw(st.integers(1, 6))

    def some(low, high):
        return st.lists(st.integers(low, high), min_size=count, max_size=count)

    def scaled(values):
        return np.array(values) * SCALE

    method = draw(some(0, 4))
    nodes = Nodes.of(
        count, lead=draw(some(0, 9)), on_hand=scaled(draw(some(0, 30))), safety=scaled(draw(some(0, 8))),
        method=method, lot=scaled(draw(some(1, 20))), period=draw(some(1, 15)), setup=draw(some(0, 50)),
        holding=np.array(draw(some(0, 3))) / SCALE, minimum=scaled(draw(some(0, 12))),
        multiple=scaled(draw(some(0, 7))), maximum=scaled([0 if v < 5 else v for v in draw(some(0, 40))]),
        calendar=0,
    )  # fmt: skip
    pairs = [(parent, child) for parent in range(count) for child in range(parent + 1, count)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)) if pairs else []
    structure = Structure.of([(p, c, draw(st.sampled_from((1, 2, 0.5, 1.05)))) for p, c in edges])
    rows = st.tuples(st.integers(0, count - 1), st.integers(-3, 60), st.integers(1, 25))
    demands = [(n, d, q * SCALE) for n, d, q in draw(st.lists(rows, max_size=12))]
    receipts = [(n, d, q * SCALE) for n, d, q in draw(st.lists(rows, max_size=5))]
    open_days = None
    if draw(st.booleans()) and kept_open:
        flags = np.array([[day % 7 not in (5, 6) for day in range(-400, 800)]])
        open_days = OpenDays.of(-400, flags)
    model = Model(nodes, structure, Dated.of(demands), Dated.of(receipts))
    return replace(model, open_days=open_days) if open_days else model


def sums(pegs, kind, of, count):
    mine = getattr(pegs, f"{of}_kind") == kind
    return np.bincount(getattr(pegs, of)[mine], weights=pegs.quantity[mine], minlength=count)


@given(models())
@settings(max_examples=200)
def test_pegs_add_up(model):
    made = plan(model)
    pegs = made.all_pegs()
    nodes = model.nodes
    assert (pegs.quantity > 0).all()
    assert (sums(pegs, DEMAND, "need", len(model.demands)) == model.demands.quantity).all()
    assert (sums(pegs, SAFETY, "need", len(nodes)) <= nodes.safety).all()
    assert (sums(pegs, ON_HAND, "supply", len(nodes)) <= nodes.on_hand).all()
    assert (sums(pegs, RECEIPT, "supply", len(model.receipts)) <= model.receipts.quantity).all()
    assert (sums(pegs, ORDER, "supply", len(made)) <= made.quantity).all()
    parts = sums(pegs, PART, "need", len(made))
    for order in range(len(made)):
        per = model.structure.per[model.structure.parent == made.node[order]]
        assert abs(parts[order] - sum(per) * made.quantity[order]) <= len(per)


@given(models())
@settings(max_examples=200)
def test_stock_never_falls_below_zero_where_lead_times_allow(model):
    made = plan(model)
    nodes = model.nodes
    assert (made.release >= 0).all()
    assert (made.due >= made.wanted).all()
    later = model.open_days.later(nodes.calendar[made.node], made.release + nodes.lead[made.node])
    assert (made.due >= later).all()
    on_time = made.wanted_release >= 0
    pegs = made.all_pegs()
    late_parts = np.zeros(len(made), dtype=bool)
    for supply, day in ((ORDER, made.due), (RECEIPT, np.maximum(model.receipts.day, 0))):
        mine = (pegs.supply_kind == supply) & (pegs.need_kind == PART)
        is_late = day[pegs.supply[mine]] > np.maximum(pegs.need_day[mine], 0)
        late_parts[pegs.need[mine][is_late]] = True
    assert (made.due[on_time & ~late_parts] == made.wanted[on_time & ~late_parts]).all()
    assert (made.covered_on < NEVER).all()


@given(models())
@settings(max_examples=150)
def test_firmed_and_run_again_nothing_is_proposed(model):
    made = plan(model)
    firm = [
        *zip(
            model.receipts.node,
            model.receipts.day,
            model.receipts.quantity,
            model.receipts.wanted,
            strict=True,
        ),
        *zip(made.node, made.due, made.quantity, made.wanted, strict=True),
    ]
    structure = model.structure
    needs = [*zip(model.demands.node, model.demands.day, model.demands.quantity, strict=True)]
    for node, release, quantity in zip(made.node, made.release, made.quantity, strict=True):
        for edge in np.nonzero(structure.parent == node)[0]:
            need = int(np.ceil(quantity * structure.per[edge] - 0.01))
            needs.append((int(structure.child[edge]), int(release), need))
    again = plan(
        Model(
            model.nodes,
            structure,
            Dated.of(needs),
            Dated.of([tuple(map(int, row)) for row in firm]),
            model.open_days,
        )  # fmt: skip
    )
    assert len(again) == 0


@given(models(kept_open=False))
@settings(max_examples=150)
def test_lots_obey_their_rules(model):
    made = plan(model)
    nodes = model.nodes
    for node, quantity in zip(made.node, made.quantity, strict=True):
        if not nodes.maximum[node]:
            assert quantity >= nodes.minimum[node]
            if nodes.multiple[node] and nodes.method[node] != 1:
                assert quantity % nodes.multiple[node] == 0
        else:
            assert quantity <= nodes.maximum[node]
