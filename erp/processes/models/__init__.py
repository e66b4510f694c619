from erp.processes.models.case import Case, Incident, StepLog, Token
from erp.processes.models.definition import ProcessDefinition, ProcessVersion
from erp.processes.models.task import Task, TaskSignature

__all__ = [
    "Case",
    "Incident",
    "ProcessDefinition",
    "ProcessVersion",
    "StepLog",
    "Task",
    "TaskSignature",
    "Token",
]
