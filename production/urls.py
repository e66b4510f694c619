"""Addresses of the pages of production."""

from django.urls import path

from production.views import capacity, floor, genealogy, planning, schedule, sop, work_orders

urlpatterns = [
    path("work-orders/", work_orders.work_order_list, name="work-order-list"),
    path("work-orders/new/", work_orders.work_order_new, name="work-order-new"),
    path("work-orders/export.<str:kind>", work_orders.work_order_export, name="work-order-export"),
    path("work-orders/<str:number>/", work_orders.work_order_detail, name="work-order-detail"),
    path("work-orders/<str:number>/<str:verb>/", work_orders.work_order_act, name="work-order-act"),
    path("lots/<int:pk>/genealogy/", genealogy.lot_kin, name="lot-genealogy"),
    path("floor/", floor.floor_home, name="floor"),
    path("floor/jobs/<int:pk>/", floor.floor_job, name="floor-job"),
    path("floor/jobs/<int:pk>/<str:verb>/", floor.floor_act, name="floor-act"),
    path("floor/<str:code>/", floor.floor_center, name="floor-center"),
    path("capacity/", capacity.capacity, name="capacity"),
    path("capacity/export.<str:kind>", capacity.capacity_export, name="capacity-export"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("schedule/export.<str:kind>", schedule.schedule_export, name="schedule-export"),
    path("schedule/run/", schedule.schedule_run, name="schedule-run"),
    path("schedule/ways/<str:number>/", schedule.schedule_ways, name="schedule-ways"),
    path("schedule/<int:pk>/", schedule.schedule_place, name="schedule-place"),
    path("schedule/<int:pk>/lock/", schedule.schedule_lock, name="schedule-lock"),
    path("schedule/<int:pk>/move/", schedule.schedule_move, name="schedule-move"),
    path("planning/", planning.planned_order_list, name="planned-order-list"),
    path("planning/run/", planning.plan_now, name="planning-run"),
    path("planning/runs/", planning.run_list, name="planning-run-list"),
    path("planning/firm/", planning.firm_ticked, name="planned-order-firm"),
    path("planning/export.<str:kind>", planning.planned_order_export, name="planned-order-export"),
    path("planning/orders/<int:pk>/", planning.planned_order_detail, name="planned-order-detail"),
    path("planning/exceptions/", planning.exception_list, name="planning-exception-list"),
    path("planning/exceptions/settle/", planning.settle_ticked, name="planning-exception-settle"),
    path(
        "planning/exceptions/export.<str:kind>",
        planning.exception_export,
        name="planning-exception-export",
    ),
    path("sop/", sop.sop, name="sop"),
    path("sop/figures.<str:kind>", sop.sop_export, name="sop-export"),
    path("sop/decisions.<str:kind>", sop.decision_export, name="sop-decisions-export"),
    path("sop/<int:family>-<int:unit>/", sop.sop_family, name="sop-family"),
]
