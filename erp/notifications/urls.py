from django.urls import path

from erp.notifications.views.alerts import acknowledge, alerts_bell, alerts_page

urlpatterns = [
    path("alerts/", alerts_page, name="alerts"),
    path("alerts/bell/", alerts_bell, name="alerts-bell"),
    path("alerts/acknowledge/", acknowledge, name="alerts-acknowledge"),
]
