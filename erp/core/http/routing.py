"""Addresses of resources: /<name>/, /<name>/{id}/ and their verbs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter


def routes(resources: Mapping[str, Any]) -> list[URLPattern | URLResolver]:
    """URL patterns of resources by name; view names are `<name>-list`, `<name>-detail`, `<name>-<verb>`."""
    router = SimpleRouter()
    for name, resource in resources.items():
        router.register(name, resource, basename=name)
    return router.urls
