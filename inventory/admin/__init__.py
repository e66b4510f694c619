"""Stock in the admin: masters, the ledger and its balances, documents of the warehouse and of purchasing."""

from inventory.admin import counts, documents, holds, masters, promises, receiving, replenishment, stock

__all__ = ["counts", "documents", "holds", "masters", "promises", "receiving", "replenishment", "stock"]
