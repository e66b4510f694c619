from erp.core.http.routing import routes
from erp.processes.api.cases import Cases, Incidents
from erp.processes.api.processes import Processes
from erp.processes.api.replays import Replays
from erp.processes.api.tasks import Tasks

urlpatterns = routes(
    {
        "tasks": Tasks,
        "processes": Processes,
        "cases": Cases,
        "incidents": Incidents,
        "process-replays": Replays,
    }
)
