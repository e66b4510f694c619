"""Addresses of the pages of rules and decision tables."""

from django.urls import path

from erp.rules.views import executions, rules, tables, versions

urlpatterns = [
    path("rules/", rules.rule_list, name="rule-list"),
    path("rules/new/", rules.rule_new, name="rule-new"),
    path("rules/create/", rules.rule_create, name="rule-create"),
    path("rules/check/", rules.rule_check, name="rule-check"),
    path("rules/dry-run/", rules.rule_dry_run, name="rule-dry-run"),
    path("rules/log/", executions.execution_list, name="rule_execution-list"),
    path("rules/log/export/<str:kind>/", executions.execution_export, name="rule_execution-export"),
    path("rules/marks/<str:kind>/<int:pk>/", executions.marks_of, name="rule-marks"),
    path("rules/about/<str:code>/", rules.rule_detail, name="rule-detail"),
    path("rules/about/<str:code>/save/", rules.rule_save, name="rule-save"),
    path("rules/about/<str:code>/publish/", versions.version_publish, {"of": "rule"}, name="rule-publish"),
    path("rules/about/<str:code>/retire/", versions.version_retire, {"of": "rule"}, name="rule-retire"),
    path("rules/about/<str:code>/switch/", versions.rule_switch, name="rule-switch"),
    path("rules/about/<str:code>/replay/", executions.webhook_replay, name="rule-webhook-replay"),
    path("decision-tables/", tables.table_list, name="decision_table-list"),
    path("decision-tables/new/", tables.table_new, name="decision_table-new"),
    path("decision-tables/about/<str:code>/", tables.table_detail, name="decision_table-detail"),
    path("decision-tables/about/<str:code>/save/", tables.table_save, name="decision_table-save"),
    path("decision-tables/about/<str:code>/check/", tables.table_check, name="decision_table-check"),
    path(
        "decision-tables/about/<str:code>/publish/",
        versions.version_publish,
        {"of": "decision_table"},
        name="decision_table-publish",
    ),
    path(
        "decision-tables/about/<str:code>/retire/",
        versions.version_retire,
        {"of": "decision_table"},
        name="decision_table-retire",
    ),
    path("decision-tables/about/<str:code>/excel/", tables.table_export, name="decision_table-export"),
    path("decision-tables/about/<str:code>/import/", tables.table_import, name="decision_table-import"),
    path("decision-tables/about/<str:code>/compare/", tables.table_compare, name="decision_table-compare"),
]
