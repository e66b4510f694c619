from django.urls import path

from erp.core.http.routing import routes
from sla.api.metric_targets import MetricTargets
from sla.api.metrics import SlaLateness, SlaMetricOrders, SlaMetrics
from sla.api.policies import SlaPolicies
from sla.api.reviews import ReviewActions, Reviews
from sla.api.timers import SlaTimers

urlpatterns = [
    path("sla-metrics/", SlaMetrics.as_view()),
    path("sla-metrics/<slug:code>/orders/", SlaMetricOrders.as_view()),
    path("sla-lateness/", SlaLateness.as_view()),
    *routes(
        {
            "sla-policies": SlaPolicies,
            "sla-timers": SlaTimers,
            "sla-metric-targets": MetricTargets,
            "sla-reviews": Reviews,
            "sla-review-actions": ReviewActions,
        }
    ),
]
