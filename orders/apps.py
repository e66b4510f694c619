from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from erp.core.http.messages import register_messages
        from erp.processes.selectors.inbox import lend_headline
        from erp.processes.selectors.positions import lend_progress
        from orders import palette, subscribers  # noqa: F401 -- registers listeners and the lent actions
        from orders.selectors import integrity, looks  # noqa: F401 -- lends the looks of states
        from orders.selectors.demand_prices import demand_prices
        from orders.selectors.order_progress import order_progress
        from orders.selectors.refusals import REFUSALS
        from orders.selectors.wording import register_words
        from orders.views.tasks import order_headline
        from production.selectors.scenario_picture import lend_prices

        lend_prices(demand_prices)
        lend_headline("order")(order_headline)
        lend_progress("order")(order_progress)
        integrity.register()
        register_messages(REFUSALS)
        register_words()
