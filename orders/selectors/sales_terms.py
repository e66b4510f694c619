"""The terms of sale in force."""

from __future__ import annotations

from orders.models import SalesTerms


def current_terms() -> SalesTerms | None:
    """The version that customers accept now; None where the company has published none."""
    return SalesTerms.objects.order_by("-version").first()


def terms_text(terms: SalesTerms, language: str) -> str:
    """The text for a reader, in English where there is no Chinese one."""
    return terms.text_zh if language.startswith("zh") and terms.text_zh else terms.text
