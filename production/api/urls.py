from django.urls import path

from erp.core.http.routing import routes
from production.api.boms import Boms, WhereUsed
from production.api.costs import CostRollups
from production.api.forecasts import ForecastEvents, ForecastLikes, ForecastRuns, Forecasts
from production.api.genealogy import LotGenealogy
from production.api.left_over import LeftOvers, LeftOverSettle
from production.api.machines import MachineEvents, Machines
from production.api.master_schedule import MasterSchedule
from production.api.operations import OperationEvents, Operations
from production.api.planning import PlannedOrders, PlanningExceptions, PlanningRules, PlanningRuns
from production.api.quality import NonConformances
from production.api.routings import Routings
from production.api.scenarios import Scenarios
from production.api.schedule import Capacity, ScheduledOperations, Schedules, ScheduleWays
from production.api.sop import Sop, SopDecisions, SopPlans
from production.api.work_centers import WorkCenters
from production.api.work_orders import WorkOrders

urlpatterns = [
    path("sop/", Sop.as_view()),
    path("boms/where-used/", WhereUsed.as_view(), name="bom-where-used"),
    *routes(
        {
            "planning/runs": PlanningRuns,
            "planning/orders": PlannedOrders,
            "planning/exceptions": PlanningExceptions,
            "planning/rules": PlanningRules,
            "planning/master-schedule": MasterSchedule,
        }
    ),
    *routes({"cost-rollups": CostRollups, "routings": Routings, "work-centers": WorkCenters}),
    path("capacity/", Capacity.as_view()),
    path("schedules/ways/", ScheduleWays.as_view()),
    path("forecasts/runs/", ForecastRuns.as_view()),
    path("lots/<str:id>/genealogy/", LotGenealogy.as_view()),
    path("machines/", Machines.as_view()),
    path("machines/events/", MachineEvents.as_view()),
    path("left-over-supply/", LeftOvers.as_view()),
    path("left-over-supply/settle/", LeftOverSettle.as_view()),
    path("operations/events/", OperationEvents.as_view()),
    *routes({"boms": Boms, "work-orders": WorkOrders, "operations": Operations}),
    *routes({"non-conformances": NonConformances}),
    *routes({"forecasts": Forecasts, "forecast-events": ForecastEvents, "forecast-likes": ForecastLikes}),
    *routes({"schedules": Schedules, "scheduled-operations": ScheduledOperations}),
    *routes({"scenarios": Scenarios}),
    *routes({"sop/plans": SopPlans, "sop/decisions": SopDecisions}),
]
