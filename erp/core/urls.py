"""Addresses of the platform's own pages."""

from django.urls import path

from erp.core.views import files, operate
from erp.core.views.styleguide import styleguide

urlpatterns = [
    path("health/live/", operate.live, name="health-live"),
    path("health/ready/", operate.ready, name="health-ready"),
    path("metrics/", operate.metrics, name="metrics"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/remove/", files.file_remove, name="file-remove"),
    path("files/<slug:kind>/<int:pk>/", files.files_of, name="files"),
    path("styleguide/", styleguide, name="styleguide"),
]
