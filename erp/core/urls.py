"""Addresses of the platform's own pages."""

from django.urls import path

from erp.core.views import operate
from erp.core.views.styleguide import styleguide

urlpatterns = [
    path("health/live/", operate.live, name="health-live"),
    path("health/ready/", operate.ready, name="health-ready"),
    path("metrics/", operate.metrics, name="metrics"),
    path("styleguide/", styleguide, name="styleguide"),
]
