from django.urls import path, re_path

from erp.notifications.views.alerts import acknowledge, alerts_bell, alerts_page
from erp.notifications.views.task_link import task_link

urlpatterns = [
    re_path("^t/(?P<token>[A-Za-z0-9_.:-]{1,300})/$", task_link, name="task-link"),
    path("alerts/", alerts_page, name="alerts"),
    path("alerts/bell/", alerts_bell, name="alerts-bell"),
    path("alerts/acknowledge/", acknowledge, name="alerts-acknowledge"),
]
