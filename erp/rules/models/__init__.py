"""Decision tables and rules: definitions, versions, what they did."""

from erp.rules.models.rules import (
    ExceptionMark,
    RuleDefinition,
    RuleExecution,
    RuleStanding,
    RuleVersion,
    RuleWebhook,
)
from erp.rules.models.versions import DecisionTable, Definition, TableVersion, Version

__all__ = [
    "DecisionTable",
    "Definition",
    "ExceptionMark",
    "RuleDefinition",
    "RuleExecution",
    "RuleStanding",
    "RuleVersion",
    "RuleWebhook",
    "TableVersion",
    "Version",
]
