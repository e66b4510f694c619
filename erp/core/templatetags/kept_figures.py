"""Tags that draw numbers: stat cards, sparklines, charts and line progress. Pages load them with kept_ui."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("components/stat.html")
def stat(label: str, value: Any, **options: Any) -> dict[str, Any]:
    """One number that matters; options `delta` (a share), `good` (up or down), `spark`, `href`, `detail`."""
    delta = options.get("delta")
    change = float(delta or 0)
    verdict = "flat"
    if change:
        verdict = "good" if (change > 0) == (options.get("good", "up") == "up") else "bad"
    return {
        "label": label,
        "value": value,
        "has_delta": delta is not None and delta != "",
        "delta": delta,
        "rising": change > 0,
        "verdict": verdict,
        "delta_label": options.get("delta_label", ""),
        "spark": sparkline(options.get("spark") or []),
        **{key: options.get(key, "") for key in ("href", "detail", "icon", "tone")},
    }


@register.simple_tag
def sparkline(values: Iterable[Any], width: int = 96, height: int = 28) -> SafeString:
    """A small line of the last values, drawn on the server."""
    numbers = [float(value) for value in values]
    if len(numbers) < 2:
        return SafeString("")
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0
    step = width / (len(numbers) - 1)
    points = " ".join(
        f"{index * step:.1f},{height - 3 - (value - low) / span * (height - 6):.1f}"
        for index, value in enumerate(numbers)
    )
    return format_html(
        '<svg class="k-spark" viewBox="0 0 {} {}" aria-hidden="true" preserveAspectRatio="none">'
        '<polyline points="{}"></polyline></svg>',
        width, height, points,
    )  # fmt: skip


@register.inclusion_tag("components/chart.html")
def chart(chart_id: str, title: str, spec: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """A chart that answers the question in its title, with a table view beside it."""
    series = spec.get("series", [])
    rows = [
        {
            "label": label,
            "values": [_at(one["data"], index) for one in series],
            "url": _at(spec.get("links"), index),
        }
        for index, label in enumerate(spec.get("labels", []))
    ]
    return {
        "id": chart_id,
        "title": title,
        "json_id": f"{chart_id}-spec",
        "spec": json.loads(json.dumps(spec, cls=DjangoJSONEncoder)),
        "series": series,
        "rows": rows,
        "empty": not rows,
        "money": spec.get("unit") == "money",
        "share": spec.get("unit") == "percent",
        "currency": spec.get("currency", ""),
        **{key: options.get(key, "") for key in ("subtitle", "height", "href", "empty_text")},
    }


def _at(values: Any, index: int) -> Any:
    return values[index] if values and index < len(values) else ""


@register.inclusion_tag("components/progress.html")
def line_progress(ordered: Any, unit: str = "", compact: bool = False, **parts: Any) -> dict[str, Any]:
    """How far a line is: shipped, reserved, back-ordered, cancelled as one bar, invoiced as a line below."""
    total = float(ordered or 0) or 1.0
    named = [
        ("shipped", _("shipped"), "good"),
        ("reserved", _("reserved"), "info"),
        ("backordered", _("back-ordered"), "wait"),
        ("cancelled", _("cancelled"), "off"),
    ]
    segments = [
        {
            "label": label,
            "tone": tone,
            "amount": parts[key],
            "width": f"{float(parts[key]) / total * 100:.2f}",
        }
        for key, label, tone in named
        if float(parts.get(key) or 0) > 0
    ]
    invoiced = parts.get("invoiced") or 0
    return {
        "ordered": ordered,
        "unit": unit,
        "segments": segments,
        "compact": compact,
        "invoiced": invoiced,
        "invoiced_width": f"{min(float(invoiced) / total, 1) * 100:.2f}",
    }
