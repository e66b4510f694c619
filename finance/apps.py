from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinanceConfig(AppConfig):
    name = "finance"
    verbose_name = _("Finance")

    def ready(self) -> None:
        from finance import subscribers  # noqa: F401 -- registers the listeners
        from finance.selectors import integrity

        integrity.register()
