"""Stock in the admin: masters, the ledger and its balances, documents of the warehouse and of purchasing."""

from inventory.admin import counts, documents, masters, promises, replenishment, stock

__all__ = ["counts", "documents", "masters", "promises", "replenishment", "stock"]
