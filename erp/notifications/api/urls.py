from erp.core.http.routing import routes
from erp.notifications.api.alerts import Alerts

urlpatterns = routes({"alerts": Alerts})
