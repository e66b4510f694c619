from erp.notifications.models.alert import Alert
from erp.notifications.models.notification import ChannelSetting, Delivery, Notification, Preference

__all__ = ["Alert", "ChannelSetting", "Delivery", "Notification", "Preference"]
