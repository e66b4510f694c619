from erp.notifications.models.alert import Alert

__all__ = ["Alert"]
