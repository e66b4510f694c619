"""Which alerts concern whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.identity.selectors.roles import role_names
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from erp.notifications.models import Alert
from erp.notifications.selectors.wording import alert_words

VIEW = declare_permission("notifications.view_alert", "See alerts")
COUNTED = 100


@document("alert", prefix="alt", permission=VIEW)
def visible_alerts(actor: Actor) -> QuerySet[Alert]:
    """Alerts for the actor's roles or person, about customers in scope; administrators see all."""
    if not actor.has(VIEW):
        return Alert.objects.none()
    rows = Alert.objects.all()
    if not actor.has("*"):
        rows = rows.filter(Q(role__in=actor.roles) | Q(user_id=actor.user_id, user_id__isnull=False))
    if actor.scope.kind != "all":
        inside = Customer.objects.filter(customer_scope_q(actor, prefix="")).values("pk")
        rows = rows.filter(Q(customer_id__isnull=True) | Q(customer_id__in=inside))
    return rows


@dataclass(frozen=True)
class ShownAlert:
    """An alert in words, for the bell and the list."""

    alert: Alert
    title: str
    detail: str
    url: str
    person: str = ""

    @property
    def tone(self) -> str:
        """Its color."""
        return {"critical": "bad", "warning": "wait"}.get(self.alert.level, "info")

    @property
    def meant_for(self) -> str:
        """Whom it concerns: everybody of a role, or one person."""
        role = role_names().get(self.alert.role, self.alert.role)
        return ", ".join(one for one in (role, self.person) if one)

    @property
    def icon(self) -> str:
        """Its sign."""
        return {"critical": "alert-octagon", "warning": "alert-triangle"}.get(self.alert.level, "info-circle")


def people_of(alerts: Iterable[Alert]) -> dict[int, str]:
    """What the people are called that alerts are for, in one query."""
    keys = {alert.user_id for alert in alerts if alert.user_id is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)} if keys else {}


def shown(alert: Alert, people: Mapping[int, str] | None = None) -> ShownAlert:
    """One alert in the reader's words; `people` are the names of those that alerts are for."""
    title, detail = alert_words(alert.code, alert.subject_number, alert.facts)
    url = subject_url(alert.subject_kind, alert.subject_id, alert.subject_number)
    return ShownAlert(alert, title, detail, url, (people or {}).get(alert.user_id or 0, ""))


def subject_url(kind: str, pk: int, number: str) -> str:
    """The page of a document, or "" when there is none."""
    if kind == "product":
        try:
            return reverse("item-detail", args=[number])
        except NoReverseMatch:
            return ""
    for name in (f"{kind}-detail", f"{kind.replace('_', '-')}-detail"):
        for arguments in ([number], [pk]):
            try:
                return reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    return ""


def bell(actor: Actor, *, latest: int = 8) -> tuple[int, list[ShownAlert]]:
    """How many open alerts concern the actor (counted to 100), and the latest of them."""
    rows = visible_alerts(actor).filter(acknowledged_at__isnull=True)
    newest = [shown(alert) for alert in rows.order_by("-id")[:latest]]
    if len(newest) < latest:
        return len(newest), newest
    return rows.order_by()[:COUNTED].count(), newest


def open_subjects(code: str) -> list[DocumentRef]:
    """The documents that an alert of this code stands open about."""
    rows = Alert.objects.filter(code=code, acknowledged_at__isnull=True).order_by("pk")
    return [DocumentRef(*row) for row in rows.values_list("subject_kind", "subject_id", "subject_number")]
