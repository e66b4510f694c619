from erp.core.http.routing import routes
from erp.identity.api.people import ApiKeys, Regions, Teams, Users

urlpatterns = routes({"users": Users, "teams": Teams, "regions": Regions, "api-keys": ApiKeys})
