"""Addresses of the pages about promises and clocks."""

from django.urls import path

from sla.views import (
    cockpit,
    lateness,
    measure_orders,
    measure_targets,
    measures,
    policies,
    reviews,
    roi,
    timers,
    wall,
)

urlpatterns = [
    path("cockpit/", cockpit.dashboard, name="cockpit"),
    path("wall/", wall.wall_board, name="wall-board"),
    path("wall/content/", wall.wall_content, name="wall-content"),
    path("clocks/", timers.timer_list, name="sla_timer-list"),
    path("clocks/export.<str:kind>", timers.timer_export, name="sla-timer-export"),
    path("clocks/<int:pk>/", timers.timer_detail, name="sla_timer-detail"),
    path("orders/<str:number>/clocks/", timers.order_clocks, name="order-clocks"),
    path("service-levels/", policies.policy_list, name="sla_policy-list"),
    path("service-levels/new/", policies.policy_new, name="sla_policy-new"),
    path("service-levels/example/", policies.policy_example, name="sla_policy-example"),
    path("service-levels/export.<str:kind>", policies.policy_export, name="sla-policy-export"),
    path("service-levels/<str:code>/", policies.policy_detail, name="sla_policy-detail"),
    path("service-levels/<str:code>/follow/", policies.policy_reckon, name="sla_policy-reckon"),
    path("service-levels/<str:code>/delete/", policies.policy_delete, name="sla_policy-delete"),
    path("measures/", measures.dashboard, name="measures"),
    path("measures/export.<str:kind>", measures.measures_export, name="measures-export"),
    path("measures/targets/", measure_targets.targets, name="measure-targets"),
    path("measures/lateness/", lateness.lateness_page, name="lateness"),
    path("measures/lateness/export.<str:kind>", lateness.lateness_export, name="lateness-export"),
    path("measures/return-on-investment/", roi.roi_page, name="return-on-investment"),
    path("orders/<str:number>/lateness/", lateness.order_lateness, name="order-lateness"),
    path("reviews/", reviews.review_list, name="review-list"),
    path("reviews/actions.<str:kind>", reviews.action_export, name="review-actions-export"),
    path("reviews/<str:number>/", reviews.review_detail, name="review-detail"),
    path("reviews/<str:number>/pdf/", reviews.review_pdf, name="review-pdf"),
    path("measures/<slug:code>/", measures.measure, name="measure"),
    path("measures/<slug:code>/orders/", measure_orders.measure_orders, name="measure-orders"),
    path(
        "measures/<slug:code>/orders/export.<str:kind>",
        measure_orders.measure_orders_export,
        name="measure-orders-export",
    ),
]
