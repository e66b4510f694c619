from sla.admin import clocks as clocks
from sla.admin import measures as measures
from sla.admin.home import home

__all__ = ["home"]
