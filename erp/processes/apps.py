from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    name = "erp.processes"
    label = "processes"
    verbose_name = _("Processes")

    def ready(self) -> None:
        from erp.processes import (
            palette,  # noqa: F401 -- lends the action
            subscribers,  # noqa: F401 -- registers the listeners
        )
        from erp.processes.selectors import integrity, looks  # noqa: F401 -- lends the looks of states
        from erp.processes.selectors.wording import register_words
        from erp.processes.services import live_rows

        integrity.register()
        live_rows.register()
        register_words()
