"""What clocks do when documents and cases tell their news."""

from erp.core.events import inline
from sla.services.clocks import hear
from sla.services.milestones import names_heard

inline(*names_heard())(hear)
