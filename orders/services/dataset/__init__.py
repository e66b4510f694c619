"""Go-live import of a whole company from CSV files; the format is documented in docs/admin/go-live.md."""

from orders.services.dataset.load import LoadReport, load_dataset

__all__ = ["LoadReport", "load_dataset"]
