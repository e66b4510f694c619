from erp.core.http.routing import routes
from erp.rules.api.tables import DecisionTables

urlpatterns = routes({"decision-tables": DecisionTables})
