"""What the generated OpenAPI document says beyond the views: pages, ids and problems."""

from __future__ import annotations

from typing import Any

from django.utils.encoding import force_str
from rest_framework.pagination import BasePagination

from erp.core.http.pages import DEFAULT_SIZE, MAX_SIZE

_STATUSES = {
    "400": "The request is not valid; `errors` maps paths to messages.",
    "401": "Not identified.",
    "403": "Not allowed.",
    "404": "Not there, or not visible.",
    "409": "The state forbids it; `code` says why.",
    "412": "`If-Match` did not match.",
    "429": "Too many requests; see `Retry-After`.",
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable and machine-readable."},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "facts": {"type": "object", "additionalProperties": True},
    },
}


class PageSchema(BasePagination):
    """Describes cursor pages in the schema; `CursorPage` makes them."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """next, previous, results."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The query parameters that every list takes."""
        orderings = [name for key in ("id", *view.orderings) for name in (key, f"-{key}")]
        size = {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE}
        parameters = [
            _query("cursor", {"type": "string"}, "Where a page begins; taken from `next` or `previous`."),
            _query("page_size", size, "Rows of a page."),
            _query("ordering", {"type": "string", "enum": orderings}, "By which field; `-` for descending."),
        ]
        if view.search_fields:
            parameters.append(_query("search", {"type": "string"}, "Text to look for."))
        return parameters


def _query(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": force_str(text), "schema": schema}


def describe_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the problem schema to every operation, and make ids in paths texts."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                if parameter.get("in") == "path":
                    parameter["schema"] = {"type": "string"}
                    parameter.setdefault("description", "Id or human key.")
            for status, text in _STATUSES.items():
                if status == "404" and "{" not in path:
                    continue
                if status == "412" and method == "get":
                    continue
                operation["responses"].setdefault(status, _response(text))
    return result


def _response(text: str) -> dict[str, Any]:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": text, "content": {"application/problem+json": reference}}
