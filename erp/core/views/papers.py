"""PDFs in the browser: which language and paper were asked for, and how a file is answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

LANGUAGES = ("en", "zh-hans")
FORMS = ("a4", "continuous")


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser, with a name to keep it under."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def language_of(request: HttpRequest) -> str:
    """The language asked for by `?language=`, else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else (get_language() or LANGUAGES[0])


def form_of(request: HttpRequest) -> str:
    """The paper asked for by `?form=`: A4, or continuous form of 241 mm."""
    asked = request.GET.get("form", "")
    return asked if asked in FORMS else FORMS[0]
