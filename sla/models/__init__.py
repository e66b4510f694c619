from sla.models.measure import MetricBaseline, MetricSnapshot, MetricTarget, RoiAssumptions
from sla.models.policy import SlaPolicy, SlaTarget
from sla.models.review import ReviewAction, ReviewPack
from sla.models.timer import RungClaim, SlaTimer, TimerInterval

__all__ = [
    "MetricBaseline",
    "MetricSnapshot",
    "MetricTarget",
    "ReviewAction",
    "ReviewPack",
    "RoiAssumptions",
    "RungClaim",
    "SlaPolicy",
    "SlaTarget",
    "SlaTimer",
    "TimerInterval",
]
