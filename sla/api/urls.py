from erp.core.http.routing import routes
from sla.api.policies import SlaPolicies
from sla.api.timers import SlaTimers

urlpatterns = routes({"sla-policies": SlaPolicies, "sla-timers": SlaTimers})
