from erp.core.http.routing import routes
from production.api.boms import Boms

urlpatterns = routes({"boms": Boms})
