"""What decision tables and rules share over the API: their versions, and the verbs of their life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from erp.core.http.fields import KeyTextField, TextField
from erp.core.http.filters import CreatedFilters
from erp.core.http.refs import Body
from erp.core.http.views import Call, Resource, verb
from erp.rules.models import Version
from erp.rules.selectors.versions import found_version, with_versions
from erp.rules.services.versions import (
    EDITED,
    Kind,
    create_definition,
    edit_definition,
    publish_version,
    retire_version,
    save_draft,
    switch_definition,
)


class RuleVersionOut(serializers.Serializer[Any]):
    """One version of a table or rule, without its content."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Version.State.choices)
    scope = serializers.JSONField(help_text="Whom a pilot applies to; {} is everybody.")
    note = serializers.CharField()
    saved_at = serializers.DateTimeField()
    saved_by = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = serializers.CharField()


class DefinitionRow(serializers.Serializer[Any]):
    """A table or rule in a list."""

    code = serializers.CharField()
    name = serializers.CharField()
    names = serializers.JSONField(help_text="Names by language.")
    description = serializers.CharField()
    subject = serializers.CharField(help_text="The kind of document it is about.")
    is_active = serializers.BooleanField()
    versions = RuleVersionOut(many=True)
    version = serializers.IntegerField()


class WithContent(serializers.Serializer[Any]):
    """What would be edited next: the draft, else what is in force."""

    content_number = serializers.IntegerField(source="shown.number", help_text="Which version it is of.")
    content = serializers.DictField(source="shown.content")


class DefinitionPatch(Body):
    """What to change; a content becomes the draft."""

    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120))
    description = TextField(max_length=500, allow_blank=True)
    content = serializers.DictField()


class DefinitionIn(Body):
    """A new table or rule; its content becomes the draft."""

    code = KeyTextField(max_length=60)
    name = TextField(max_length=120)
    names = serializers.DictField(child=serializers.CharField(max_length=120), required=False)
    description = TextField(max_length=500, required=False, allow_blank=True)
    content = serializers.DictField()


class PublishBody(Body):
    """Which version (the draft, unless another number is given), for whom (everybody) and why."""

    number = serializers.IntegerField(required=False, min_value=1, max_value=100_000)
    scope = serializers.DictField(required=False)
    note = TextField(max_length=500, required=False, allow_blank=True)


class VersionNumberBody(Body):
    """A version."""

    number = serializers.IntegerField(min_value=1, max_value=100_000)


class DefinitionFilters(CreatedFilters):
    """Filters of the lists."""

    is_active = django_filters.BooleanFilter()
    subject = django_filters.CharFilter()


class VersionedResource(Resource):
    """Base of the two: `of` says which one a subclass is; its POST and PATCH name their own bodies."""

    of: ClassVar[Kind[Any, Any]]
    filters = DefinitionFilters
    orderings: ClassVar[dict[str, str]] = {"code": "code", "created_at": "created_at"}
    search_fields = ("code", "name")

    def rows(self) -> QuerySet[Any]:
        """Definitions with their versions."""
        return with_versions(super().rows())

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """One by itself is shown with its content."""
        for row in () if in_list else rows:
            row.shown = found_version(self.of.versions, row.pk)
        return super().present(rows, in_list=in_list)

    def made(self, call: Call) -> Any:
        """Make one with its first draft."""
        content = call.body["content"]
        return create_definition(
            kind=self.of, values=call.body, content=content, actor=call.actor, at=call.at
        )

    def changed(self, call: Call) -> Any:
        """Rename it, switch it, save a draft: whatever of it was sent."""
        common: dict[str, Any] = {"kind": self.of, "pk": call.id, "actor": call.actor, "at": call.at}
        seen = call.expected_version
        if any(name in call.body for name in EDITED):
            row = edit_definition(values=call.body, expected_version=seen, **common)
            seen = row.version
        if "is_active" in call.body:
            row = switch_definition(is_active=call.body["is_active"], expected_version=seen, **common)
            seen = row.version
        if "content" in call.body:
            save_draft(content=call.body["content"], expected_version=seen, **common)
        return call.id

    @verb(PublishBody)
    def publish(self, call: Call) -> Any:
        """Put a version in force, for everybody or as a pilot; an older number rolls back."""
        return publish_version(
            kind=self.of,
            pk=call.id,
            number=call.body.get("number"),
            scope=call.body.get("scope"),
            note=call.body.get("note", ""),
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )

    @verb(VersionNumberBody)
    def retire(self, call: Call) -> Any:
        """Take a version out of force: a pilot is over."""
        return retire_version(
            kind=self.of,
            pk=call.id,
            number=call.body["number"],
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )

    def switched(self, call: Call, *, is_active: bool) -> Any:
        """Pause it or set it going again."""
        return switch_definition(
            kind=self.of,
            pk=call.id,
            is_active=is_active,
            actor=call.actor,
            at=call.at,
            expected_version=call.expected_version,
        )
