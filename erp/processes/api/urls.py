from erp.core.http.routing import routes
from erp.processes.api.tasks import Tasks

urlpatterns = routes({"tasks": Tasks})
