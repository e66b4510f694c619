from sla.models.policy import SlaPolicy, SlaTarget
from sla.models.timer import RungClaim, SlaTimer, TimerInterval

__all__ = ["RungClaim", "SlaPolicy", "SlaTarget", "SlaTimer", "TimerInterval"]
