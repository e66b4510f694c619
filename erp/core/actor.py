"""Who acts: a person, a program with an API key, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from erp.core.errors import NotPermitted


@dataclass(frozen=True, kw_only=True)
class RowScope:
    """Which customers' documents an actor sees: own, of the team, of the region, or all."""

    kind: str = "own"
    user_id: int | None = None
    team_id: int | None = None
    region_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who asks for a command or a page, with the rights that count for it.

    `permissions` are codes such as `orders.confirm_order`; `orders.*` grants an app, `*` everything.
    """

    kind: str = "user"
    user_id: int | None = None
    label: str = ""
    roles: tuple[str, ...] = ()
    permissions: frozenset[str] = frozenset()
    scope: RowScope = field(default_factory=RowScope)
    via: str = ""
    language: str = "en"

    def has(self, permission: str) -> bool:
        """Whether the actor holds this right."""
        held = self.permissions
        return permission in held or "*" in held or f"{permission.partition('.')[0]}.*" in held

    def require(self, permission: str) -> None:
        """Refuse unless the actor holds this right.

        Raises: NotPermitted.
        """
        if not self.has(permission):
            raise NotPermitted(permission=permission)

    @property
    def is_system(self) -> bool:
        """Whether the product itself acts, not a person or a program."""
        return self.kind == "system"


def system_actor(label: str = "system") -> Actor:
    """The product itself, acting for a rule, a process or a schedule; sees and may do everything."""
    return Actor(kind="system", label=label, permissions=frozenset({"*"}), scope=RowScope(kind="all"))


def narrowed(actor: Actor, permissions: frozenset[str], via: str) -> Actor:
    """The same actor with fewer rights, as an API key with scopes gives them.

    A scope `*` keeps all rights; any other scope keeps what both the person and the key hold.
    """
    if "*" in permissions:
        kept = actor.permissions
    else:
        probe = Actor(permissions=permissions)
        kept = frozenset(code for code in permissions if actor.has(code)) | frozenset(
            code for code in actor.permissions if code != "*" and not code.endswith(".*") and probe.has(code)
        )
    return Actor(
        kind="api_key",
        user_id=actor.user_id,
        label=actor.label,
        roles=actor.roles,
        permissions=kept,
        scope=actor.scope,
        via=via,
        language=actor.language,
    )
