"""Production in the admin: structure, shop floor and S&OP; planning and its what-ifs."""

from production.admin import planning, shop

__all__ = ["planning", "shop"]
