from production.models.bom import Bom, BomComponent
from production.models.costing import CostRollup, ItemCost
from production.models.forecast import (
    Forecast,
    ForecastBucket,
    ForecastEvent,
    ForecastLike,
    ForecastOverride,
    ForecastSetting,
)
from production.models.operation import Operation, WorkReport
from production.models.planning import PlannedOrder, PlannedPeg, PlanningException, PlanningRule, PlanningRun
from production.models.routing import OperationAlternative, Routing, RoutingOperation
from production.models.schedule import ScheduledOperation, ScheduleRun, ScheduleSettings
from production.models.shop_settings import ShopSettings
from production.models.sop import SopDecision, SopPlan, SopPlanMonth
from production.models.structure import BomOutput, BomSubstitute
from production.models.work_center import WorkCenter
from production.models.work_order import WorkOrder, WorkOrderComponent

__all__ = [
    "Bom",
    "BomComponent",
    "BomOutput",
    "BomSubstitute",
    "CostRollup",
    "Forecast",
    "ForecastBucket",
    "ForecastEvent",
    "ForecastLike",
    "ForecastOverride",
    "ForecastSetting",
    "ItemCost",
    "Operation",
    "OperationAlternative",
    "PlannedOrder",
    "PlannedPeg",
    "PlanningException",
    "PlanningRule",
    "PlanningRun",
    "Routing",
    "RoutingOperation",
    "ScheduleRun",
    "ScheduleSettings",
    "ScheduledOperation",
    "ShopSettings",
    "SopDecision",
    "SopPlan",
    "SopPlanMonth",
    "WorkCenter",
    "WorkOrder",
    "WorkOrderComponent",
    "WorkReport",
]
