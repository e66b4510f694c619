"""News of people and rights."""

from dataclasses import dataclass
from typing import ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class UserCreated(Event):
    """A person can sign in."""

    name: ClassVar[str] = "user.created"


@dataclass(frozen=True, kw_only=True)
class UserChanged(Event):
    """A person's posts, place or data changed."""

    name: ClassVar[str] = "user.changed"


@dataclass(frozen=True, kw_only=True)
class AbsenceSet(Event):
    """A person is away for a while; someone stands in."""

    name: ClassVar[str] = "user.absence_set"


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    """The rights of a role changed."""

    name: ClassVar[str] = "role.changed"


@dataclass(frozen=True, kw_only=True)
class TeamSaved(Event):
    """A team was made or changed."""

    name: ClassVar[str] = "team.saved"


@dataclass(frozen=True, kw_only=True)
class RegionSaved(Event):
    """A region was made or changed."""

    name: ClassVar[str] = "region.saved"


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(Event):
    """A program got a way in."""

    name: ClassVar[str] = "api_key.created"


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(Event):
    """A program's way in was closed."""

    name: ClassVar[str] = "api_key.revoked"
