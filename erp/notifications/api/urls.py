from django.urls import path

from erp.core.http.routing import routes
from erp.notifications.api.alerts import Alerts
from erp.notifications.api.notifications import Notifications, ReadAll

urlpatterns = [
    path("notifications/read-all/", ReadAll.as_view()),
    *routes({"alerts": Alerts, "notifications": Notifications}),
]
