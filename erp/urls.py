"""Assembly of all addresses: the only place that sees every app (by string)."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from erp.core.http.errors import problem_type, unknown_address
from erp.core.http.routes import by_segment

APPS = [
    "erp.core",
    "erp.identity",
    "erp.masterdata",
    "erp.rules",
    "erp.processes",
    "erp.reports",
    "erp.notifications",
    "inventory",
    "production",
    "finance",
    "orders",
    "sla",
]


def _of_every_app(module: str) -> list[URLPattern | URLResolver]:
    """What each app that has this module serves."""
    names = [f"{app}.{module}" for app in APPS if find_spec(f"{app}.{module.partition('.')[0]}")]
    return [path("", include(name)) for name in names if find_spec(name)]


api = [
    *_of_every_app("api.urls"),
    path("", include("erp.core.http.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("docs/problems/<slug:code>", problem_type, name="api-problem"),
    re_path(".*", unknown_address),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    by_segment("api/v1/", api),
    *_of_every_app("urls"),
]

handler400 = "erp.core.http.errors.bad_request"
handler403 = "erp.core.http.errors.permission_denied"
handler404 = "erp.core.http.errors.page_not_found"
handler500 = "erp.core.http.errors.server_error"
