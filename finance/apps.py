from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinanceConfig(AppConfig):
    name = "finance"
    verbose_name = _("Finance")

    def ready(self) -> None:
        from erp.core.http.messages import register_messages
        from erp.core.settings_records import register_setting
        from finance import (
            palette,  # noqa: F401 -- lends the sets
            subscribers,  # noqa: F401 -- registers the listeners
        )
        from finance.models import PayableSettings
        from finance.selectors import integrity, looks  # noqa: F401 -- lends the looks of states
        from finance.selectors.refusals import REFUSALS
        from finance.selectors.wording import register_words

        integrity.register()
        register_setting(PayableSettings)
        register_messages(REFUSALS)
        register_words()
