"""What answers can be besides JSON."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.renderers import BaseRenderer


class PdfRenderer(BaseRenderer):
    """Lets callers ask for application/pdf; refusals are problems all the same."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        """Bytes as they are; a problem as JSON."""
        return data if isinstance(data, bytes) else json.dumps(data, default=str).encode()
