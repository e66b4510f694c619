from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductionConfig(AppConfig):
    name = "production"
    verbose_name = _("Production")

    def ready(self) -> None:
        from erp.core.locks import register_locker
        from erp.core.settings_records import register_setting
        from production import (
            locks,
            subscribers,  # noqa: F401 -- registers the listeners
        )
        from production.models import ForecastSetting, PlanningSetting, ScheduleSettings, ShopSettings
        from production.selectors import integrity, looks, planning_integrity  # noqa: F401 -- lends the looks of states
        from production.selectors.schedule_words import register_words as register_schedule_words
        from production.selectors.wording import register_words

        register_locker("work_order", "production", locks.lock_work_orders)
        register_setting(ShopSettings)
        register_setting(ForecastSetting)
        register_setting(PlanningSetting)
        register_setting(ScheduleSettings)
        register_schedule_words()
        integrity.register()
        planning_integrity.register()
        register_words()
