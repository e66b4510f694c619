"""Sales in the admin: customers and prices behind their commands, orders and intake with their verbs."""

from orders.admin import documents, masters, promises, quotations, returns

__all__ = ["documents", "masters", "promises", "quotations", "returns"]
