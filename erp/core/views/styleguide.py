"""The style guide: every component of the design system on one page."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.core.formats import day_text, money_text, number_text, percent_text, short_money_text
from erp.core.states import STATES, look_of, state_choices


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on the invoice."))
    amount = forms.DecimalField(label=gettext_lazy("Amount"), min_value=0)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=lambda: state_choices("priority"))
    due_on = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    ship_complete = forms.BooleanField(label=gettext_lazy("Ship complete"), required=False)


@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with believable content to staff; nothing here is stored."""
    if not request.user.is_staff:
        raise PermissionDenied
    return render(request, "pages/styleguide.html", sample_context())


def sample_context() -> dict[str, Any]:
    """The content of the style guide, also for its tests."""
    form = SampleForm({"name": "", "amount": "-5", "priority": "rush", "note": _("Deliver to gate 3.")})
    now = timezone.now()
    return {
        **_figures(),
        **_charts(),
        **_list(),
        "form": form,
        "machines": [(machine, list(looks.items())) for machine, looks in STATES.items()],
        "icons": _icon_names(),
        "events": _events(),
        "files": [{"name": "PO-7781.pdf", "url": "#", "size": 184_320, "by": "Li Na", "at": now}],
        "job": {
            "title": _("Import of products"),
            "done": 640,
            "total": 1000,
            "left_seconds": 75,
            "state": "running",
        },
    }


def _icon_names() -> list[str]:
    listing = Path(settings.BASE_DIR) / "static" / "vendor" / "build" / "icons.txt"
    return listing.read_text().split() if listing.exists() else []


def _figures() -> dict[str, Any]:
    now = timezone.now()
    return {
        "stats": {
            "orders": number_text(312),
            "total": short_money_text(Decimal("1284300"), "CNY"),
            "rate": percent_text(Decimal("0.942")),
        },
        "spark": [12, 14, 13, 17, 16, 21, 19, 24],
        "spark_up": [80, 84, 91, 90, 104, 118, 121, 140],
        "due_soon": now + timedelta(minutes=24),
        "times": {"allocated": now - timedelta(hours=3), "picking": now - timedelta(minutes=12)},
        "promise": day_text(timezone.localdate() + timedelta(days=3)),
        "credit_left": money_text(Decimal("48200"), "CNY"),
        "net": money_text(Decimal("10000"), "CNY"),
        "tax": money_text(Decimal("1300"), "CNY"),
        "gross": money_text(Decimal("11300"), "CNY"),
    }


def _charts() -> dict[str, Any]:
    states = ["draft", "submitted", "confirmed", "on_hold", "closed"]
    last_year = [700000, 760000, 840000, 900000, 980000, 1010000]
    return {
        "chart_months": {
            "type": "area",
            "labels": ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"],
            "series": [
                {"name": _("This year"), "data": [820000, 932000, 901000, 1034000, 1190000, 1284300]},
                {"name": _("Last year"), "data": last_year, "dashed": True},
            ],
            "unit": "money",
            "currency": "CNY",
            "label_name": _("Month"),
        },
        "chart_states": {
            "type": "pie",
            "labels": [str(look_of("order", state).label) for state in states],
            "series": [{"name": _("Orders"), "data": [14, 9, 61, 5, 223]}],
            "colors": [look_of("order", state).tone for state in states],
            "links": [f"?state={state}" for state in states],
        },
        "chart_late": {
            "type": "bars",
            "labels": ["Northwind Outdoor", "华东五金", "Alpine Tools"],
            "series": [{"name": _("Days late"), "data": [4, 3, 1]}],
        },
        "chart_empty": {"type": "bar", "labels": [], "series": []},
    }


def _list() -> dict[str, Any]:
    return {
        "orders": _orders(),
        "page": {"next": "abc", "previous": "", "count": 4},
        "views": [
            {"label": _("All"), "url": "#", "active": True, "count": 312},
            {"label": _("Late"), "url": "#late", "count": 7},
            {"label": _("My team"), "url": "#team", "shared": True},
        ],
        "filters": [
            {
                "name": "state",
                "label": _("State"),
                "kind": "many",
                "value": "confirmed",
                "text": str(look_of("order", "confirmed").label),
                "options": [
                    {"value": value, "label": label, "selected": value == "confirmed", "count": 3}
                    for value, label in state_choices("order")
                ],
            },
            {"name": "promised", "label": _("Promised"), "kind": "date", "value": ""},
            {"name": "buyer", "label": _("Customer"), "kind": "lookup", "value": "", "url": "/lookup/"},
        ],
        "exports": [{"label": "CSV", "url": "#csv"}, {"label": "Excel", "url": "#xlsx"}],
    }


def _orders() -> list[dict[str, Any]]:
    now, today = timezone.now(), timezone.localdate()
    rows = [
        ("SO-2026-000412", "Northwind Outdoor", "C-0001", "confirmed", "11300", 3, (120, 40, 60, 20, 40)),
        ("SO-2026-000411", "华东五金有限公司", "C-0017", "submitted", "884.5", 1, (10, 0, 0, 0, 0)),
        ("SO-2026-000409", "Alpine Tools", "C-0023", "on_hold", "56200", -2, (60, 0, 60, 0, 0)),
        ("SO-2026-000398", "Bluebird Kitchens", "C-0030", "closed", "2410", -9, (24, 24, 0, 0, 24)),
    ]
    keys = ("ordered", "shipped", "reserved", "backordered", "invoiced")
    return [
        {
            "number": number,
            "customer": customer,
            "code": code,
            "state": state,
            "total": Decimal(total),
            "currency": "CNY",
            "promised": today + timedelta(days=days),
            "created": now - timedelta(hours=7 * (index + 1)),
            **dict(zip(keys, amounts, strict=True)),
        }
        for index, (number, customer, code, state, total, days, amounts) in enumerate(rows)
    ]


def _events() -> list[dict[str, Any]]:
    now = timezone.now()
    rows = [
        (12, _("Picking started"), "Wang Lei", "", "active", "packages", 10_080),
        (180, _("Reserved"), "", _("100 of 120 pcs; 20 back-ordered"), "info", "lock", 41),
        (181, _("Confirmed"), "Chen Yu", "", "good", "check", 1_260),
        (202, _("Submitted"), "Li Na", "", "info", "send", 0),
    ]
    keys = ("label", "actor", "detail", "tone", "icon", "dwell_seconds")
    return [
        {"at": now - timedelta(minutes=minutes), **dict(zip(keys, rest, strict=True))}
        for minutes, *rest in rows
    ]
