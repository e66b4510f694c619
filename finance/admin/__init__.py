"""Money in the admin: receivables, payables, payments, credit and the journal."""

from finance.admin import money, payables

__all__ = ["money", "payables"]
