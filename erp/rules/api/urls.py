from erp.core.http.routing import routes
from erp.rules.api.rules import RuleExecutions, Rules
from erp.rules.api.tables import DecisionTables

urlpatterns = routes({"decision-tables": DecisionTables, "rules": Rules, "rule-executions": RuleExecutions})
