import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import reverse


def render(source, **context):
    return Template("{% load kept_ui %}" + source).render(Context(context))


def test_badge_shows_the_state_in_its_tone():
    html = render('{% state_badge "order" state %}', state="on_hold")
    assert html == '<span class="k-badge k-tone-wait" data-state="on_hold">On hold</span>'


def test_text_from_outside_is_escaped_everywhere():
    evil = "<script>alert(1)</script>"
    sources = [
        '{% state_badge "order" evil %}',
        "{% badge evil %}",
        '{% kv "Name" evil %}',
        '{% callout "bad" title=evil %}{{ evil }}{% endcallout %}',
        "{% card title=evil subtitle=evil %}{{ evil }}{% endcard %}",
        "{% empty evil text=evil %}",
        "{% stat evil evil %}",
        '{% combobox name="customer" url="/lookup/" label=evil text=evil value=evil %}',
        '{% chart "c" evil spec %}',
        "{% timeline events %}",
    ]
    for source in sources:
        html = render(
            source,
            evil=evil,
            spec={"type": "bar", "labels": [evil], "series": [{"name": evil, "data": [1]}]},
            events=[{"label": evil, "actor": evil, "detail": evil, "at": None}],
        )
        assert evil not in html, source


def test_stepper_marks_done_here_and_ahead():
    html = render('{% stepper "order" "submitted" %}')
    assert html.count("is-done") == 1
    assert html.count("is-here") == 1
    assert html.count("is-ahead") == 2
    assert 'aria-current="step"' in html


def test_stepper_shows_a_state_beside_the_road():
    html = render('{% stepper "order" "cancelled" %}')
    assert "is-here" not in html
    assert "Cancelled" in html


def test_line_progress_speaks_its_parts():
    html = render('{% line_progress 10 unit="pcs" shipped=4 reserved=6 backordered=0 invoiced=4 %}')
    assert "width: 40.00%" in html
    assert "shipped 4 pcs, reserved 6 pcs, invoiced 4 pcs" in html
    assert "back-ordered" not in html


def test_a_field_says_its_error_beside_it_and_to_the_screen_reader():
    class Sample(forms.Form):
        name = forms.CharField(help_text="As on the invoice")

    html = render("{% field form.name %}", form=Sample({"name": ""}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name-help id_name-errors"' in html
    assert 'id="id_name-errors"' in html
    assert "k-required" in html


def test_times_carry_the_exact_moment():
    html = render(
        "{{ at|ago }}{{ at|countdown }}{{ on|ago }}",
        at=datetime(2020, 1, 2, 3, 4, tzinfo=UTC),
        on=date(2020, 1, 2),
    )
    assert html.count('title="2 Jan 2020 03:04"') == 2
    assert 'data-time="countdown"' in html
    assert 'data-time="day"' in html


def test_stat_says_whether_a_change_is_good():
    assert "is-good" in render('{% stat "Orders" 3 delta=value %}', value=Decimal("0.1"))
    assert "is-bad" in render('{% stat "Late" 3 delta=value good="down" %}', value=Decimal("0.1"))
    assert "is-flat" in render('{% stat "Late" 3 delta=0 %}')


def test_sort_heads_turn_the_direction():
    request = RequestFactory().get("/", {"ordering": "number", "cursor": "abc", "state": "draft"})
    html = Template('{% load kept_ui %}{% sort_th "number" "Number" %}').render(
        RequestContext(request, {"request": request})
    )
    assert 'aria-sort="ascending"' in html
    assert 'href="?ordering=-number&amp;state=draft"' in html


@pytest.mark.parametrize(
    ("name", "letters"), [("Li Na", "LN"), ("孙琪琪", "琪琪"), ("chen.yu", "CY"), ("", "?")]
)
def test_initials(name, letters):
    assert render("{{ name|initials }}", name=name) == letters


def test_no_template_has_inline_script_or_handlers():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:|<style", re.IGNORECASE)
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        assert not inline.search(path.read_text()), path


def test_the_style_guide_is_for_staff(client, django_user_model, db):
    reader = django_user_model.objects.create_user("reader", password="x")
    client.force_login(reader)
    assert client.get(reverse("styleguide")).status_code == 403
    reader.is_staff = True
    reader.save()
    assert client.get(reverse("styleguide")).status_code == 200


def test_reckoned_figures_lose_stray_decimals():
    """Half goes up; what is no number stays what it is."""
    assert render('{{ n|rounded:1|quantity:"pcs" }}', n=Decimal("54.999999")) == "55 pcs"
    assert render('{{ n|rounded|quantity:"pcs" }}', n=Decimal("487.5")) == "488 pcs"
    assert render("{{ n|rounded }}", n="–") == "–"
