"""Documents as PDF: text is never markup, pictures never break a document, codes can be read."""

import pytest

from erp.core import pdf
from erp.core.errors import Misconfigured

LABEL = {
    "lang": "zh",
    "title": "SH-1",
    "words": dict.fromkeys(("order", "date", "carrier", "tracking", "ship_to", "weight", "size"), "x"),
    "company": {"name": "衡光", "contact": ""},
    "number": "SH-1",
    "barcode": pdf.code128_svg("SH-1"),
    "order": "SO-1",
    "date": "2026-11-22",
    "recipient": "#panic() $x$ *喆* <b> \\u{41} @cite",
    "contact": "",
    "ship_to": '#import "/etc/passwd"',
    "carrier": "",
    "tracking": "",
    "tracking_barcode": "",
    "boxes": [
        {
            "place": "1/1",
            "qr": pdf.qr_svg("SH-1/1"),
            "weight": "",
            "size": "",
            "sscc": "(00) 3 061414100 0000000 5",
            "sscc_barcode": pdf.gs1_128_svg("00306141410000000005"),
        }
    ],
}


def test_text_that_looks_like_markup_stays_text():
    assert pdf.render_pdf("label", LABEL).startswith(b"%PDF-")


def test_a_picture_that_can_not_be_read_is_left_out():
    broken = {"logo": b"\x89PNG broken"}
    assert pdf.render_pdf("label", LABEL, broken).startswith(b"%PDF-")


def test_a_template_that_lacks_its_data_is_a_setup_error():
    with pytest.raises(Misconfigured) as refusal:
        pdf.render_pdf("label", {"title": "x"})
    assert refusal.value.code == "document_template"


def test_code_128_has_quiet_zones_and_its_length():
    svg = pdf.code128_svg("SH-001034")
    assert 'preserveAspectRatio="none"' in svg
    assert 'd="M10 0' in svg  # ten empty modules before the first bar


@pytest.mark.parametrize("text", ["", "送货单", "a\nb"])
def test_what_code_128_can_not_say_has_no_bar_code(text):
    assert pdf.code128_svg(text) == ""


def test_nothing_to_say_has_no_qr_code():
    assert pdf.qr_svg("") == ""
    assert pdf.qr_svg("送货单").startswith("<svg")
