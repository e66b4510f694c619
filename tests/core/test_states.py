import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from erp.core import states


def test_every_state_has_a_known_tone_and_a_chinese_label():
    with translation.override("zh-hans"):
        for machine, looks in states.STATES.items():
            for code, look in looks.items():
                assert look.tone in states.TONES, (machine, code)
                assert not str(look.label).isascii(), (machine, code)


def test_steps_are_states_of_their_machine():
    for machine, road in states.STEPS.items():
        assert set(road) <= set(states.STATES[machine]), machine
    for (machine, code), step in states.STANDS_ON.items():
        assert code in states.STATES[machine]
        assert step in states.STEPS[machine]


def test_an_unknown_state_reads_as_its_code():
    assert states.state_label("order", "half_way") == "Half way"
    assert states.look_of("nothing", None).tone == "neutral"


def test_the_style_sheet_has_the_same_tones():
    css = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
    for tone, (text, background, solid) in states.TONES.items():
        assert re.search(
            rf"--k-{tone}: {text};\s+--k-{tone}-bg: {background};\s+--k-{tone}-solid: {solid};", css
        )


@pytest.mark.parametrize(
    ("model", "field", "machine"),
    [
        ("orders.Order", "state", "order"),
        ("orders.Order", "fulfillment_state", "fulfillment"),
        ("orders.Order", "billing_state", "billing"),
        ("orders.Order", "priority", "priority"),
        ("orders.IntakeError", "state", "intake_error"),
        ("inventory.Shipment", "state", "shipment"),
        ("inventory.Shipment", "priority", "priority"),
        ("inventory.Wave", "state", "wave"),
        ("inventory.PurchaseOrder", "state", "purchase_order"),
        ("finance.Invoice", "state", "invoice"),
        ("finance.Payment", "state", "payment"),
        ("processes.Task", "state", "task"),
        ("processes.Case", "state", "case"),
        ("processes.Incident", "state", "incident"),
    ],
)
def test_every_state_of_every_document_has_a_look(model, field, machine):
    codes = [str(code) for code, _label in apps.get_model(model)._meta.get_field(field).choices or []]
    named = {*states.STATES[machine], *(code for owner, code in states.ALIASES if owner == machine)}
    assert set(codes) <= named
