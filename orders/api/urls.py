from django.urls import path

from erp.core.http.routing import routes
from orders.api.atp import Atp, AtpCheck, AtpTable
from orders.api.customers import Customers
from orders.api.imports import Imports, ImportTemplate
from orders.api.intake import Intake, IntakeErrors
from orders.api.orders import Orders
from orders.api.price_lists import PriceLists
from orders.api.promise_accuracy import PromiseAccuracy
from orders.api.promise_slips import PromiseSlips
from orders.api.quotations import Quotations
from orders.api.return_reasons import ReturnRates, ReturnReasons
from orders.api.returns import Returns
from orders.api.simulate import Simulate

urlpatterns = [
    path("atp/", Atp.as_view(), name="atp"),
    path("atp/table/", AtpTable.as_view(), name="atp-table"),
    path("atp/check/", AtpCheck.as_view(), name="atp-check"),
    path("promise-accuracy/", PromiseAccuracy.as_view(), name="promise-accuracy-api"),
    path("orders/simulate/", Simulate.as_view(), name="orders-simulate"),
    path("intake/<str:channel>/", Intake.as_view(), name="intake"),
    path("imports/templates/<str:subject>.<str:kind>/", ImportTemplate.as_view(), name="import-template-api"),
    path("returns/rates/", ReturnRates.as_view(), name="return-rates-api"),
    *routes(
        {
            "quotations": Quotations,
            "returns": Returns,
            "return-reasons": ReturnReasons,
            "imports": Imports,
            "orders": Orders,
            "intake-errors": IntakeErrors,
            "customers": Customers,
            "price-lists": PriceLists,
            "promise-slips": PromiseSlips,
        }
    ),
]
