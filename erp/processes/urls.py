"""Addresses of the inbox and of the pages of process owners."""

from django.urls import path, re_path

from erp.processes.views import cases, designer, inbox, replays

CODE = "(?P<code>[A-Za-z0-9_-]{1,60})"

urlpatterns = [
    path("tasks/", inbox.inbox_page, name="tasks"),
    path("tasks/bulk/<slug:verb>/", inbox.decide_many, name="tasks-bulk"),
    path("tasks/<int:pk>/", inbox.task_page, name="task-detail"),
    path("tasks/<int:pk>/panel/", inbox.task_panel, name="task-panel"),
    path("tasks/<int:pk>/phone/", inbox.task_phone, name="task-phone"),
    path("tasks/<int:pk>/<slug:verb>/", inbox.decide, name="task-decide"),
    path("processes/", designer.process_list, name="process-list"),
    path("processes/new/", designer.process_new, name="process-new"),
    path("processes/read-bpmn/", designer.bpmn_import, name="process-bpmn-import"),
    path("processes/cases/<int:pk>/", cases.case_page, name="case-detail"),
    path("processes/cases/about/<slug:kind>/<int:pk>/", cases.cases_slot, name="cases-about"),
    path("processes/cases/<int:pk>/state/", cases.case_state, name="case-state"),
    path("processes/replays/<int:pk>/", replays.replay_detail, name="replay-detail"),
    re_path(f"^processes/{CODE}/replay/$", replays.process_replay, name="process-replay"),
    re_path(f"^processes/{CODE}/figures/$", replays.process_figures, name="process-figures"),
    re_path(f"^processes/{CODE}/$", designer.designer, name="process-designer"),
    re_path(f"^processes/{CODE}/versions/$", designer.versions, name="process-versions"),
    re_path(f"^processes/{CODE}/back/$", designer.process_back, name="process-back"),
    re_path(f"^processes/{CODE}/discard/$", designer.process_discard, name="process-discard"),
    re_path(f"^processes/{CODE}/bpmn/$", designer.bpmn, name="process-bpmn"),
]
