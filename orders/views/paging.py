"""Shared with the other apps' lists: see `erp.core.views.paging`."""

from erp.core.views.paging import SIZE, ListPage

__all__ = ["ListPage", "SIZE"]
