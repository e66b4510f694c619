from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlaConfig(AppConfig):
    name = "sla"
    verbose_name = _("Promises")

    def ready(self) -> None:
        from orders.services.demo.loading import invite
        from sla import subscribers  # noqa: F401 -- registers the listeners
        from sla.selectors import case_clocks, integrity, looks  # noqa: F401 -- lends the clocks of steps
        from sla.selectors.measure_words import register_review_words
        from sla.selectors.words import register_words
        from sla.services.measures_demo import join_demo

        integrity.register()
        register_words()
        register_review_words()
        invite(join_demo)
