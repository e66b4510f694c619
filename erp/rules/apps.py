from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "erp.rules"
    label = "rules"
    verbose_name = _("Rules")

    def ready(self) -> None:
        from erp.rules import (
            palette,  # noqa: F401 -- lends the actions
            subscribers,  # noqa: F401 -- registers the listeners
        )
        from erp.rules.selectors import integrity
        from erp.rules.selectors.wording import register_words

        integrity.register()
        register_words()
