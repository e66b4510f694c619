"""Addresses of the pages about promises."""

from django.urls import path

from sla.views import cockpit

urlpatterns = [path("cockpit/", cockpit.dashboard, name="cockpit")]
