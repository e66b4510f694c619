"""Decision tables and rules: definitions, versions, what they did."""

from erp.rules.models.versions import DecisionTable, Definition, TableVersion, Version

__all__ = ["DecisionTable", "Definition", "TableVersion", "Version"]
