"""Building blocks of every page: `{% load kept_ui %}`. Copy-paste examples: docs/howto/pages.md."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, widgets
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core import formats, states
from erp.core.stored_words import actor_text, stored_text
from erp.core.templatetags import kept_figures

register = template.Library()
register.tags.update(kept_figures.register.tags)

register.filter("money", formats.money_text)
register.filter("price", formats.price_text)
register.filter("short_money", formats.short_money_text)
register.filter("quantity", formats.quantity_text)
register.filter("number", formats.number_text)
register.filter("unit", formats.unit_text)
register.filter("percent", formats.percent_text)
register.filter("day", formats.day_text)
register.filter("moment", formats.moment_text)
register.filter("dwell", formats.dwell_text)
register.filter("plain_ago", formats.ago_text)
register.filter("who", actor_text)
register.filter("stored", stored_text)


@register.filter
def rounded(value: Any, places: int = 0) -> Any:
    """A reckoned figure with so many decimals at most, for `quantity` and `number` to write; half goes up."""
    if isinstance(value, float):
        return round(value, places)
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if isinstance(value, Decimal) else value


@register.filter
def ago(value: Any) -> SafeString:
    """Relative time with the exact one on hover; the browser keeps it fresh."""
    if not isinstance(value, date):
        return mark_safe(formats.NOTHING)  # noqa: S308 -- a constant
    if isinstance(value, datetime):
        return _time(value, "ago")
    return _day(value, timezone.localdate(), get_language())


@lru_cache(maxsize=2048)
def _day(value: date, today: date, language: str | None) -> SafeString:
    """A day as it reads today in one language; lists name the same few days again and again."""
    return _time(value, "day")


def _time(value: date, kind: str) -> SafeString:
    return format_html(
        '<time class="k-time" datetime="{}" title="{}" data-time="{}">{}</time>',
        value.isoformat(),
        formats.moment_text(value),
        kind,
        formats.ago_text(value),
    )


@register.filter
def countdown(value: Any) -> SafeString:
    """Time left until a moment, running in the browser; red once it is past."""
    if not isinstance(value, datetime):
        return mark_safe(formats.NOTHING)  # noqa: S308 -- a constant
    return format_html(
        '<time class="k-time k-countdown" datetime="{}" title="{}" data-time="countdown">{}</time>',
        value.isoformat(),
        formats.moment_text(value),
        formats.ago_text(value),
    )


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """An entry of a mapping whose key is itself a variable."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.filter
def initials(name: Any) -> str:
    """Two letters for a person's avatar; a Chinese name gives its last two characters."""
    text = str(name or "").strip()
    if not text:
        return "?"
    if not text.isascii():
        return text[-2:]
    words = text.replace(".", " ").replace("_", " ").split()
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without one it is decoration."""
    return _icon(name, str(label), size)


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, size: str) -> SafeString:
    classes = f"icon icon-{size}" if size else "icon"
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><title>{}</title><use href="{}"></use></svg>',
            classes, label, label, href,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, href
    )


@register.simple_tag
def state_badge(machine: str, state: Any, size: str = "") -> SafeString:
    """The badge of a state, in the one color that it has everywhere."""
    return _state_badge(machine, str(state or ""), size, get_language())


@lru_cache(maxsize=2048)
def _state_badge(machine: str, state: str, size: str, language: str | None) -> SafeString:
    """A badge as it reads in one language, which is the active one."""
    look = states.look_of(machine, state)
    classes = f"k-badge k-tone-{look.tone}" + (f" k-badge-{size}" if size else "")
    return format_html('<span class="{}" data-state="{}">{}</span>', classes, state, look.label)


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A badge with free text in one of the tones."""
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="k-badge k-plain k-tone-{}">{}{}</span>', tone, mark, text)


@register.filter
def state_text(state: Any, machine: str) -> str:
    """The wording of a state alone: {{ order.state|state_text:"order" }}."""
    return states.state_label(machine, state)


@register.inclusion_tag("components/stepper.html")
def stepper(machine: str, state: Any, times: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The road of a document and the place where it stands; `times` says when states were reached."""
    code = str(state)
    road = states.STEPS.get(machine, [])
    here = states.STANDS_ON.get((machine, code), code)
    place = road.index(here) if here in road else -1
    steps = [
        {
            "label": states.look_of(machine, code if index == place else step).label,
            "status": "done" if index < place else "here" if index == place else "ahead",
            "at": (times or {}).get(step),
        }
        for index, step in enumerate(road)
    ]
    if steps and place == len(steps) - 1:
        steps[-1]["status"] = "end"
    return {"steps": steps, "beside": None if place >= 0 else states.look_of(machine, code)}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", hint: str = "", width: str = "", **attrs: Any
) -> dict[str, Any]:
    """A form field with label, help, required mark and its errors beside it."""
    widget = bound.field.widget
    checkbox = isinstance(widget, widgets.CheckboxInput)
    many = isinstance(widget, widgets.CheckboxSelectMultiple | widgets.RadioSelect)
    described = [f"{bound.auto_id}-{part}" for part in ("help", "errors") if _has(bound, part, hint)]
    html = {name.replace("_", "-"): value for name, value in attrs.items()}
    css = html.pop("class", "")
    kind = "form-check-input" if checkbox or many else _control_class(widget)
    html["class"] = " ".join(filter(None, [kind, css, "is-invalid" if bound.errors else ""]))
    if described:
        html["aria-describedby"] = " ".join(described)
    if bound.errors:
        html["aria-invalid"] = "true"
    return {
        "field": bound,
        "control": bound.as_widget(attrs=html),
        "label": label or bound.label,
        "help": hint or bound.help_text,
        "checkbox": checkbox,
        "group": many,
        "hidden": bound.is_hidden,
        "width": width,
    }


def _control_class(widget: widgets.Widget) -> str:
    return "form-select" if isinstance(widget, widgets.Select) else "form-control"


def _has(bound: BoundField, part: str, hint: str) -> bool:
    return bool(bound.errors) if part == "errors" else bool(hint or bound.help_text)


@register.inclusion_tag("components/combobox.html")
def combobox(
    name: str, url: str, label: str = "", value: Any = "", text: Any = "", **options: Any
) -> dict[str, Any]:
    """A type-ahead over an endpoint that answers `[{value, label, detail}]`; posts the value as `name`."""
    identity = options.pop("id", "") or f"id_{name}"
    known = {
        key: options.get(key, "") for key in ("placeholder", "required", "error", "help", "autofocus", "bare")
    }
    known["min_chars"] = options.get("min_chars", 1)
    known["with_fields"] = options.get("with_fields", "")
    return {"name": name, "url": url, "label": label, "value": value, "text": text, "id": identity, **known}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened and how long it took.

    Shape: events have at, label and perhaps actor, detail, dwell_seconds, tone, icon, url.
    """
    return {"events": events}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, target: str = "") -> dict[str, Any]:
    """Cursor pages: `page` has `next` and `previous` (cursors or empty) and may have `count`."""
    return {"request": context.get("request"), "page": page, "target": target}


@register.inclusion_tag("components/sort.html", takes_context=True)
def sort_th(context: template.Context, key: str, label: str, **options: Any) -> dict[str, Any]:
    """A table head that sorts by `?ordering=`; options `by`, `num`, `hide` (at first), `fixed`."""
    request = context.get("request")
    now = request.GET.get("ordering", "") if request else ""
    ordering = options.get("by") or key
    direction = "ascending" if now == ordering else "descending" if now == f"-{ordering}" else "none"
    return {
        "request": request,
        "key": key,
        "label": label,
        "direction": direction,
        "next": f"-{ordering}" if now == ordering else ordering,
        **{name: options.get(name, "") for name in ("num", "hide", "fixed")},
    }


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str = "", icon: str = "mood-empty", url: str = "", action: str = ""
) -> dict[str, Any]:
    """What stands where there is nothing, and what to do about it."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("components/skeleton.html")
def skeleton(lines: int = 5) -> dict[str, Any]:
    """Gray bars while something loads."""
    return {"lines": range(lines)}


@register.simple_tag
def kv(label: str, value: Any = "", extra_class: str = "") -> SafeString:
    """One pair of a key-value list: `<dl class="k-kv">{% kv _("Customer") order.customer %}</dl>`."""
    shown = formats.NOTHING if value is None or value == "" else value
    return format_html('<div class="k-kv-row {}"><dt>{}</dt><dd>{}</dd></div>', extra_class, label, shown)


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "", icon_name: str = "") -> SafeString:
    """A block that says something in a tone: info, good, wait or bad."""
    names = {"bad": "alert-octagon", "wait": "alert-triangle", "good": "circle-check"}
    mark = icon(icon_name or names.get(tone, "info-circle"))
    role = "alert" if tone == "bad" else "note"
    heading = format_html('<p class="k-callout-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="k-callout k-tone-{}" role="{}">{}<div class="k-callout-body">{}{}</div></div>',
        tone, role, mark, heading, content,
    )  # fmt: skip


@register.simple_block_tag
def card(
    content: str, title: str = "", extra_class: str = "", flush: bool = False, **options: Any
) -> SafeString:
    """A surface with an optional title; `flush` for tables, `subtitle`, `id`, `href` and `link`."""
    head = ""
    if title:
        corner = ""
        if options.get("href"):
            corner = format_html(
                '<a class="k-card-link" href="{}">{}</a>',
                options["href"],
                options.get("link") or _("Show all"),
            )
        subtitle = options.get("subtitle")
        below = format_html('<p class="k-card-sub">{}</p>', subtitle) if subtitle else ""
        head = format_html('<div class="k-card-head"><div><h2>{}</h2>{}</div>{}</div>', title, below, corner)
    identity = format_html(' id="{}"', options["id"]) if options.get("id") else ""
    body = content if flush else format_html('<div class="k-card-body">{}</div>', content)
    return format_html('<section class="card k-card {}"{}>{}{}</section>', extra_class, identity, head, body)


@register.simple_tag
def script_words() -> dict[str, str]:
    """The sentences that the scripts say, in the reader's language."""
    return {
        "offline": _("No connection. What you see may be out of date."),
        "failed": _("That did not work. Nothing was changed. Try again, or tell your administrator."),
        "denied": _("You do not have the right to do this."),
        "gone": _("This no longer exists, or you may not see it."),
        "signed_out": _("You are signed out. Sign in again to continue."),
        "confirm": _("Please confirm"),
        "go_on": _("Continue"),
        "cancel": _("Cancel"),
        "reason": _("Reason"),
        "reason_needed": _("Say why in a few words."),
        "leave": _("There are changes that are not saved yet. Leave anyway?"),
        "none_found": _("Nothing found"),
        "searching": _("Searching…"),
        "results": _("%(n)s results"),
        "selected": _("%(n)s selected"),
        "dismiss": _("Close"),
        "saved": _("Saved"),
        "copied": _("Copied"),
        "just_now": _("just now"),
        "overdue_by": _("overdue by %(span)s"),
        "left": _("%(span)s left"),
        "d": _("%(n)s d"),
        "h": _("%(n)s h"),
        "min": _("%(n)s min"),
    }


@register.simple_tag
def bottom_items(navigation: Any) -> list[Any]:
    """Up to four items for the phone's bottom bar: those marked `primary`, else the first ones."""
    items = [item for group in navigation or [] for item in _items(group)]
    return ([item for item in items if _primary(item)] or items)[:4]


def _items(group: Any) -> list[Any]:
    return group["items"] if isinstance(group, Mapping) else group.items


def _primary(item: Any) -> bool:
    return bool(item.get("primary") if isinstance(item, Mapping) else getattr(item, "primary", False))


@register.simple_tag
def fill_attribute(signin: Mapping[str, str]) -> SafeString:
    """What a demo sign-in button writes into the form, as its data attribute."""
    return format_html('data-fill="{}"', json.dumps({key: signin[key] for key in ("username", "password")}))
