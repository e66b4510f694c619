"""Rules as readers and the engine see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import structlog
from django.db.models import Count, Max, Q, QuerySet

from erp.core.actor import Actor
from erp.core.documents import document
from erp.core.errors import DomainError
from erp.core.expressions import names_in
from erp.core.fresh import kept_for
from erp.core.palette import fact_types
from erp.core.refs import DocumentRef
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from erp.rules.calc.rule import Rule, condition, parse_rule
from erp.rules.calc.scope import applies
from erp.rules.models import ExceptionMark, RuleDefinition, RuleExecution, RuleVersion
from erp.rules.selectors.tables import VIEW

log = structlog.get_logger(__name__)


@document("rule", prefix="rul", key="code", permission=VIEW)
def visible_rules(actor: Actor) -> QuerySet[RuleDefinition]:
    """Every rule, for those who may see rules."""
    return RuleDefinition.objects.all() if actor.has(VIEW) else RuleDefinition.objects.none()


@document("rule_execution", prefix="rex", permission=VIEW)
def visible_executions(actor: Actor) -> QuerySet[RuleExecution]:
    """What rules did, about customers in the actor's scope or about none."""
    if not actor.has(VIEW):
        return RuleExecution.objects.none()
    rows = RuleExecution.objects.all()
    if actor.scope.kind != "all":
        inside = Customer.objects.filter(customer_scope_q(actor, prefix="")).values("pk")
        rows = rows.filter(Q(customer_id__isnull=True) | Q(customer_id__in=inside))
    return rows


def customers_unseen(actor: Actor, facts: Iterable[Mapping[str, Any]]) -> set[int]:
    """Of the customers that facts are about, those outside the actor's scope."""
    if actor.scope.kind == "all":
        return set()
    named = {found for one in facts if isinstance(found := one.get("customer.id"), int)}
    inside = Customer.objects.filter(customer_scope_q(actor, prefix=""), pk__in=named)
    return named - set(inside.values_list("pk", flat=True))


def firings(rule_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """When each rule fired last, how often it did and was refused."""
    rows = RuleExecution.objects.filter(definition_id__in=rule_ids).values("definition_id").order_by()
    counted = rows.annotate(last=Max("at"), count=Count("id"), failed=Count("id", filter=~Q(outcome="done")))
    return {row["definition_id"]: dict(row) for row in counted}


def open_marks(kind: str, pk: int) -> list[ExceptionMark]:
    """The marks that a document bears."""
    rows = ExceptionMark.objects.filter(subject_kind=kind, subject_id=pk, cleared_at__isnull=True)
    return list(rows.order_by("raised_at")[:20])


# --- in force -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ready:
    """One version in force, ready to be asked."""

    number: int
    scope: Mapping[str, Any]
    rule: Rule
    types: Mapping[str, str]
    text: str
    wanted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ActiveRule:
    """A rule that is on, with its versions in force: pilots first, the current one last."""

    pk: int
    code: str
    name: str
    versions: tuple[Ready, ...]

    @cached_property
    def events(self) -> frozenset[str]:
        """The events that any of its versions is asked at."""
        return frozenset(name for one in self.versions for name in one.rule.events)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The facts that any of its versions reads, to judge or to know whether it counts."""
        return frozenset(name for one in self.versions for name in one.wanted)

    @property
    def subject(self) -> str:
        """The kind of document it is about; every version is about the same."""
        return self.versions[-1].rule.subject

    @property
    def trigger_type(self) -> str:
        """How it is asked; every version is asked in the same way."""
        return str(self.versions[-1].rule.trigger["type"])

    @property
    def has_pilots(self) -> bool:
        """Whether it depends on the document which version counts."""
        return any(one.scope for one in self.versions)

    def version_for(self, subject: DocumentRef, facts: Mapping[str, Any]) -> Ready | None:
        """The version that counts for a document."""
        salt = f"{self.code}:{subject.number}"
        return next((v for v in self.versions if not v.scope or applies(v.scope, facts, salt=salt)), None)


def made_ready(number: int, scope: Mapping[str, Any], content: Mapping[str, Any]) -> Ready:
    """A content ready to be asked.

    Raises: Invalid when facts that it reads are not lent any more.
    """
    types: dict[str, str] = dict(fact_types(str(content.get("subject", ""))))
    rule = parse_rule(content, types)
    wanted = {str(test["fact"]) for test in rule.tests}
    if rule.expression:
        wanted |= names_in(rule.expression)
    if scope.get("categories"):
        wanted.add("lines")
    return Ready(number, scope, rule, types, condition(rule, types), frozenset(wanted))


@kept_for(seconds=5.0)
def active_rules() -> list[ActiveRule]:
    """Every rule that is on, by code; at most five seconds old."""
    return read_active_rules()


def read_active_rules() -> list[ActiveRule]:
    """Every rule that is on, read now; one that can't be read any more is left out and logged."""
    rows = RuleVersion.objects.filter(state=RuleVersion.State.PUBLISHED, definition__is_active=True)
    found: dict[int, tuple[str, str, list[Ready]]] = {}
    for row in rows.select_related("definition").order_by("definition__code", "-number"):
        try:
            ready = made_ready(row.number, row.scope, row.content)
        except DomainError as error:
            log.warning("rule_broken", rule=row.definition.code, version=row.number, error=str(error))
            continue
        known = found.setdefault(row.definition_id, (row.definition.code, row.definition.name, []))
        known[2].append(ready)
    return [
        ActiveRule(pk, code, name, tuple(sorted(versions, key=lambda one: not one.scope)))
        for pk, (code, name, versions) in found.items()
    ]


def forget_rules() -> None:
    """Read which rules are on anew next time."""
    active_rules.forget()
