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
from production.models.machine import MachineEvent, MachineState, MachineStatus
from production.models.operation import Operation, WorkReport
from production.models.output import WorkOrderOutput
from production.models.planning import (
    PlannedForecast,
    PlannedOrder,
    PlannedPeg,
    PlanningException,
    PlanningRun,
)
from production.models.planning_rule import PlanningRule, PlanningSetting
from production.models.quality import Disposition, NonConformance, WorkInspection
from production.models.routing import OperationAlternative, Routing, RoutingOperation
from production.models.scenario import Scenario, ScenarioChange
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
    "Disposition",
    "Forecast",
    "ForecastBucket",
    "ForecastEvent",
    "ForecastLike",
    "ForecastOverride",
    "ForecastSetting",
    "ItemCost",
    "MachineEvent",
    "MachineState",
    "MachineStatus",
    "NonConformance",
    "Operation",
    "OperationAlternative",
    "PlannedForecast",
    "PlannedOrder",
    "PlannedPeg",
    "PlanningException",
    "PlanningRule",
    "PlanningRun",
    "PlanningSetting",
    "Routing",
    "RoutingOperation",
    "Scenario",
    "ScenarioChange",
    "ScheduleRun",
    "ScheduleSettings",
    "ScheduledOperation",
    "ShopSettings",
    "SopDecision",
    "SopPlan",
    "SopPlanMonth",
    "WorkCenter",
    "WorkInspection",
    "WorkOrder",
    "WorkOrderComponent",
    "WorkOrderOutput",
    "WorkReport",
]
