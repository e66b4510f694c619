from erp.processes.models.case import Case, Incident, StepLog, Token
from erp.processes.models.definition import ProcessDefinition, ProcessVersion
from erp.processes.models.replay import ReplayRun
from erp.processes.models.task import Task, TaskSignature

__all__ = [
    "Case",
    "Incident",
    "ProcessDefinition",
    "ProcessVersion",
    "ReplayRun",
    "StepLog",
    "Task",
    "TaskSignature",
    "Token",
]
