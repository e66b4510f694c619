from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "erp.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from erp.notifications import palette, subscribers  # noqa: F401 -- lends the action, registers listeners
        from erp.notifications.selectors.wording import register_refusals

        register_refusals()
