from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = _("Stock")

    def ready(self) -> None:
        from erp.core.http.messages import register_messages
        from erp.core.locks import register_locker
        from erp.core.settings_records import register_setting
        from erp.processes.selectors.inbox import lend_headline
        from inventory import (
            locks,
            palette,  # noqa: F401 -- lends the actions
            subscribers,  # noqa: F401 -- registers the listeners
        )
        from inventory.models import CountSettings, ReceivingSettings, ReceivingTerms, ReplenishmentSetting
        from inventory.selectors import integrity, looks  # noqa: F401 -- lends the looks of states
        from inventory.selectors.refusals import REFUSALS
        from inventory.selectors.wording import register_words
        from inventory.services.count_posting import lock_counts
        from inventory.views.requisitions import requisition_headline

        register_locker("purchase_requisition", "inventory", locks.remember_requisitions)
        register_locker("count", "inventory", lock_counts)

        register_locker("hold", "inventory", locks.lock_holds)
        register_locker("transfer_order", "inventory", locks.lock_transfer_orders)
        integrity.register()
        register_setting(CountSettings)
        register_setting(ReceivingSettings)
        register_setting(ReceivingTerms)
        register_setting(ReplenishmentSetting)
        register_messages(REFUSALS)
        register_words()
        lend_headline("purchase_requisition")(requisition_headline)
