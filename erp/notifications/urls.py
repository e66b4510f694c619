from django.urls import path, re_path

from erp.notifications.views import channels, notifications
from erp.notifications.views.alerts import acknowledge, alerts_bell, alerts_page
from erp.notifications.views.task_link import task_link

urlpatterns = [
    path("notifications/", notifications.notification_list, name="notification-list"),
    path("notifications/read/", notifications.notifications_read, name="notifications-read"),
    path("notifications/live/", notifications.live, name="notifications-live"),
    path("notifications/preferences/", notifications.preferences, name="notification-preferences"),
    path("notifications/channels/", channels.channels_page, name="notification-channels"),
    path("notifications/channels/<slug:code>/", channels.channel_save, name="notification-channel-save"),
    path("notifications/channels/<slug:code>/test/", channels.channel_test, name="notification-channel-test"),
    path("notifications/deliveries/<int:pk>/retry/", channels.delivery_retry, name="notification-retry"),
    re_path("^t/(?P<token>[A-Za-z0-9_.:-]{1,300})/$", task_link, name="task-link"),
    path("alerts/", alerts_page, name="alerts"),
    path("alerts/bell/", alerts_bell, name="alerts-bell"),
    path("alerts/acknowledge/", acknowledge, name="alerts-acknowledge"),
]
