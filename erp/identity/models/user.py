from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.identity.models.organization import Team


class PeopleManager(UserManager["User"]):
    """Makes users; a superuser is the company's administrator."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """An administrator who sees everything, as `createsuperuser` makes one."""
        extra.setdefault("roles", ["administrator"])
        extra.setdefault("row_scope", "all")
        return super().create_superuser(username, email, password, **extra)


class User(AbstractUser):
    """A person who signs in, with posts, place in the reporting line and scope of rows."""

    class RowScope(models.TextChoices):
        OWN = "own", _("Own customers")
        TEAM = "team", _("The team's customers")
        REGION = "region", _("The region's customers")
        ALL = "all", _("All customers")

    email = models.EmailField(_("email address"), blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("roles"))
    row_scope = models.CharField(
        _("row scope"), max_length=10, choices=RowScope.choices, default=RowScope.OWN
    )
    manager = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reports to"),
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    stand_in = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands_in_for",
        verbose_name=_("stand-in"),
    )
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)

    objects = PeopleManager()  # type: ignore[misc]  # narrows the manager of the base class

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(row_scope__in=["own", "team", "region", "all"]), name="identity_user_scope"
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
