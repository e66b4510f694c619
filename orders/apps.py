from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from orders import palette, subscribers  # noqa: F401 -- registers listeners and the lent actions
        from orders.selectors import integrity
        from orders.selectors.wording import register_words

        integrity.register()
        register_words()
