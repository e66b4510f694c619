"""A neutral pointer to a document, so that lower apps can name upper ones without importing them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class DocumentRef:
    """Kind ("order", "shipment", "invoice" …), primary key and human number of a document."""

    kind: str
    id: int
    number: str = ""

    def key(self) -> tuple[str, int]:
        """What identifies the document, whatever it is called."""
        return (self.kind, self.id)
