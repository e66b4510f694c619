"""Notifications in words and with their address, in the language of whoever is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import get_language, gettext

from erp.identity.models import User
from erp.notifications.models import Notification
from erp.notifications.selectors.alerts import subject_url
from erp.notifications.selectors.wording import alert_words, given_words

LINK_SALT = "kept.task-link"
_TONES = {"critical": "bad", "high": "wait"}
_ICONS = {"critical": "alert-octagon", "high": "alert-triangle"}


@dataclass(frozen=True)
class ShownNotification:
    """One notification as its reader sees it."""

    notification: Notification
    title: str
    detail: str
    url: str

    @property
    def tone(self) -> str:
        """Its color."""
        return _TONES.get(self.notification.priority, "info")

    @property
    def icon(self) -> str:
        """Its sign."""
        if self.notification.task_id:
            return "inbox"
        return _ICONS.get(self.notification.priority, "bell")


def notification_words(row: Notification) -> tuple[str, str]:
    """Title and sentence: those that were given, else those of its topic in the language in force."""
    if row.title:
        return given_words(row.title, row.text, row.facts)
    facts = dict(row.facts)
    names = facts.get("names")
    if "task" in facts:
        known = names.get(get_language() or "") if isinstance(names, dict) else None
        facts["task"] = known or (gettext(str(facts["task"])) if facts["task"] else "")
    return alert_words(row.topic, row.subject_number, facts)


def shown_notification(row: Notification) -> ShownNotification:
    """One notification in the reader's words."""
    title, detail = notification_words(row)
    return ShownNotification(row, title, detail, page_of(row))


def page_of(row: Notification) -> str:
    """Where it leads inside the product: the task, else the document, else nowhere."""
    if row.task_id:
        return _path("task-detail", row.task_id)
    return subject_url(row.subject_kind, row.subject_id, row.subject_number)


def language_of(user: User) -> str:
    """The language somebody is written in."""
    return user.language or settings.LANGUAGE_CODE


def written_for(row: Notification, user: User) -> tuple[str, str]:
    """Title and sentence in somebody's language."""
    with translation.override(language_of(user)):
        title, detail = notification_words(row)
        return str(title), str(detail)


def address_of(row: Notification, *, is_personal: bool) -> str:
    """The whole address for a message that leaves the product.

    A personal message about a task carries the signed, expiring link to its page for the phone; one that
    many read carries the plain address. Without the installation's own address there is none.
    """
    site = settings.SITE_URL.rstrip("/")
    if not site:
        return ""
    is_link = bool(row.task_id) and is_personal
    path = _path("task-link", task_token(row.task_id or 0, row.user_id)) if is_link else page_of(row)
    return f"{site}{path}" if path else ""


def _path(name: str, argument: int | str) -> str:
    try:
        return reverse(name, args=[argument])
    except NoReverseMatch:
        return ""


def task_token(task_id: int, user_id: int) -> str:
    """The signed part of a task's link: for one task and one person, valid for a while."""
    return signing.dumps([task_id, user_id], salt=LINK_SALT, compress=True)


@dataclass(frozen=True)
class TaskLink:
    """What a link says, and whether it may still be used."""

    task_id: int = 0
    user_id: int = 0
    problem: str = ""


def read_task_token(token: str) -> TaskLink:
    """A link taken apart: `problem` is "expired" or "forged"; it opens nothing without signing in."""
    try:
        task_id, user_id = signing.loads(token, salt=LINK_SALT, max_age=settings.TASK_LINK_HOURS * 3600)
        return TaskLink(int(task_id), int(user_id))
    except signing.SignatureExpired:
        return TaskLink(problem="expired")
    except (signing.BadSignature, ValueError, TypeError):
        return TaskLink(problem="forged")
