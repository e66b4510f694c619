from production.models.bom import Bom, BomComponent
from production.models.costing import CostRollup, ItemCost
from production.models.routing import OperationAlternative, Routing, RoutingOperation
from production.models.structure import BomOutput, BomSubstitute
from production.models.work_center import WorkCenter

__all__ = [
    "Bom",
    "BomComponent",
    "BomOutput",
    "BomSubstitute",
    "CostRollup",
    "ItemCost",
    "OperationAlternative",
    "Routing",
    "RoutingOperation",
    "WorkCenter",
]
