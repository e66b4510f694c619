"""What the app lends to the no-code engines, by kind of document."""

from orders.palette import orders, quotations, scenarios

__all__ = ["orders", "quotations", "scenarios"]
