"""The company's own fields over the API, for programs that build forms."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.http.refs import Body
from erp.core.http.views import Endpoint
from erp.core.models import CustomFieldDefinition


class CustomFieldOut(serializers.Serializer[Any]):
    """One own field of a kind of record."""

    subject = serializers.CharField()
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as an attribute of its base class
    label_zh = serializers.CharField()
    kind = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    is_required = serializers.BooleanField()
    in_list = serializers.BooleanField()
    position = serializers.IntegerField()


class SubjectQuery(Body):
    """Of which kind of record."""

    subject = serializers.ChoiceField(choices=CustomFieldDefinition.Subject.choices, required=False)


class CustomFields(Endpoint):
    """The active own fields."""

    @extend_schema(parameters=[SubjectQuery], responses=CustomFieldOut(many=True))
    def get(self, request: Request) -> Response:
        """All of them, or those of `?subject=`."""
        rows = CustomFieldDefinition.objects.filter(is_active=True, **self.query(SubjectQuery))
        results = CustomFieldOut(rows, many=True).data
        return Response({"next": None, "previous": None, "results": results})
