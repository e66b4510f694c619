"""What clocks do when documents and cases tell their news."""

from erp.core.events import inline
from sla.services.clocks import hear
from sla.services.milestones import names_heard
from sla.services.nodes import hear_case

inline(*names_heard())(hear)
inline("case.moved", "case.ended", "case.paused", "task.info_requested", "task.info_given")(hear_case)
