"""Shared with the other apps' lists: see `erp.core.views.filters`."""

from erp.core.views.filters import Chip, Choices, applied, choice, dates, flag, lookup, many

__all__ = ["Chip", "Choices", "applied", "choice", "dates", "flag", "lookup", "many"]
