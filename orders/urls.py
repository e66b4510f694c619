"""Addresses of the pages of sales."""

from django.urls import path

from orders.views import (
    actions,
    customers,
    detail,
    entry,
    exports,
    imports,
    items,
    listing,
    lookups,
    my_day,
    promise_accuracy,
    promises,
    search,
    slips,
    tasks,
)

urlpatterns = [
    path("", my_day.home, name="home"),
    path("my-day/", my_day.my_day, name="my-day"),
    path("search/", search.search, name="search"),
    path("lookup/customers/", lookups.customers, name="lookup-customers"),
    path("lookup/products/", lookups.products, name="lookup-products"),
    path("orders/", listing.order_list, name="order-list"),
    path("orders/new/", entry.new_order, name="order-new"),
    path("orders/quote/", entry.quote, name="order-entry-quote"),
    path("orders/save/", entry.save, name="order-entry-save"),
    path("orders/paste/", lookups.paste, name="order-entry-paste"),
    path("orders/export.<str:kind>", exports.export, name="order-export"),
    path("orders/views/", listing.keep_view, name="view-save"),
    path("orders/views/<int:pk>/delete/", listing.drop_view, name="view-delete"),
    path("orders/bulk/<slug:verb>/", actions.bulk, name="order-bulk"),
    path("orders/<str:number>/", detail.order_detail, name="order-detail"),
    path("orders/<str:number>/edit/", entry.edit_order, name="order-edit"),
    path("orders/<str:number>/amend/", entry.amend, name="order-amend"),
    path("orders/<str:number>/print/", detail.order_print, name="order-print"),
    path("orders/<str:number>/do/<slug:verb>/", actions.act, name="order-act"),
    path("orders/<str:number>/slips/", promises.order_slips, name="order-slips"),
    path("orders/<str:number>/slips/<int:pk>/accept/", promises.accept, name="promise-slip-accept"),
    path(
        "orders/<str:number>/slips/<int:pk>/remedy/<slug:kind>/", promises.remedy, name="promise-slip-remedy"
    ),
    path("promise-accuracy/", promise_accuracy.accuracy_page, name="promise-accuracy"),
    path("promise-accuracy/lines/", promise_accuracy.accuracy_lines, name="promise-accuracy-lines"),
    path(
        "promise-accuracy/export.<str:kind>", promise_accuracy.accuracy_export, name="promise-accuracy-export"
    ),
    path("promises-at-risk/", promises.slip_list, name="promise-slip-list"),
    path("promises-at-risk/export.<str:kind>", promises.slip_export, name="promise-slip-export"),
    path("purchase-orders/<str:number>/endangered/", promises.endangered, name="purchase-endangered"),
    path(
        "shipments/<str:number>/packing-slip/prices/", slips.packing_slip_priced, name="packing-slip-priced"
    ),
    path("customers/", customers.customer_list, name="customer-list"),
    path("customers/new/", customers.customer_new, name="customer-new"),
    path("customers/<str:code>/", customers.customer_detail, name="customer-detail"),
    path("customers/<str:code>/edit/", customers.customer_edit, name="customer-edit"),
    path("items/", items.item_list, name="item-list"),
    path("items/new/", items.item_new, name="item-new"),
    path("items/<str:sku>/", items.item_detail, name="item-detail"),
    path("items/<str:sku>/edit/", items.item_edit, name="item-edit"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/templates/<slug:subject>.<slug:kind>", imports.import_template, name="import-template"),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<int:pk>/columns/", imports.import_map, name="import-map"),
    path("imports/<int:pk>/apply/", imports.import_apply, name="import-apply"),
    path("imports/<int:pk>/errors.csv", imports.import_errors, name="import-errors"),
    path("tasks/", tasks.inbox, name="tasks"),
    path("tasks/bulk/<slug:verb>/", tasks.decide_many, name="tasks-bulk"),
    path("tasks/<int:pk>/<slug:verb>/", tasks.decide, name="task-decide"),
]
