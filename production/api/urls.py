from django.urls import path

from erp.core.http.routing import routes
from production.api.boms import Boms
from production.api.forecasts import ForecastEvents, ForecastLikes, ForecastRuns, Forecasts
from production.api.operations import OperationEvents, Operations
from production.api.work_orders import WorkOrders

urlpatterns = [
    path("forecasts/runs/", ForecastRuns.as_view()),
    path("operations/events/", OperationEvents.as_view()),
    *routes({"boms": Boms, "work-orders": WorkOrders, "operations": Operations}),
    *routes({"forecasts": Forecasts, "forecast-events": ForecastEvents, "forecast-likes": ForecastLikes}),
]
