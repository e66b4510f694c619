from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erp.core.errors import Text
from erp.core.idle import watch_connections


class CoreConfig(AppConfig):
    name = "erp.core"
    label = "core"
    verbose_name = _("Platform")

    def ready(self) -> None:
        Text.translate = gettext
        watch_connections()
        from erp import celery  # noqa: F401 -- tasks asked for anywhere go to the product's own queue
