from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "erp.rules"
    label = "rules"
    verbose_name = _("Rules")

    def ready(self) -> None:
        from erp.rules.selectors import integrity
        from erp.rules.selectors.wording import register_words

        integrity.register()
        register_words()
