from erp.core.management.commands.prepare import Command

__all__ = ["Command"]
