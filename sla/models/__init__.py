from sla.models.measure import KeptFacts, MetricBaseline, MetricSnapshot, MetricTarget, RoiAssumptions
from sla.models.policy import SlaPolicy, SlaTarget
from sla.models.review import ReviewAction, ReviewPack
from sla.models.timer import RungClaim, SlaTimer, TimerInterval

__all__ = [
    "KeptFacts",
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
