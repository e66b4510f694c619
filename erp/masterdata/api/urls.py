from django.urls import path

from erp.core.http.routing import routes
from erp.masterdata.api.money import Currencies, ExchangeRates, OneCurrency
from erp.masterdata.api.parties import Suppliers
from erp.masterdata.api.setup import Calendars, Carriers, TaxCodes, Units

urlpatterns = [
    path("currencies/", Currencies.as_view(), name="currencies-list"),
    path("currencies/<str:code>/", OneCurrency.as_view(), name="currencies-detail"),
    *routes(
        {
            "units": Units,
            "carriers": Carriers,
            "tax-codes": TaxCodes,
            "calendars": Calendars,
            "exchange-rates": ExchangeRates,
            "suppliers": Suppliers,
        }
    ),
]
