"""Links in messages about tasks: signed, for one person, for a while; nothing opens without signing in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from erp.core.views.page import page
from erp.notifications.selectors.messages import read_task_token


@page("processes.view_task")
def task_link(request: Any, token: str) -> HttpResponse:
    """The phone's page of the task, for the person it was sent to; who may decide is asked there again."""
    link = read_task_token(token)
    if link.problem == "forged":
        raise Http404
    if link.problem == "expired":
        return render(request, "notifications/link_gone.html", {"problem": "expired"}, status=410)
    if link.user_id != request.user.pk:
        return render(request, "notifications/link_gone.html", {"problem": "other"}, status=403)
    return redirect("task-phone", pk=link.task_id)
