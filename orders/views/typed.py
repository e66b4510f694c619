"""Shared with the other apps' lists: see `erp.core.views.typed`."""

from erp.core.views.typed import amount, day, key, number, percent, quantity, taken

__all__ = ["amount", "day", "key", "number", "percent", "quantity", "taken"]
