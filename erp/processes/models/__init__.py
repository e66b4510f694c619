from erp.processes.models.task import Task

__all__ = ["Task"]
