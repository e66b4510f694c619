from erp.masterdata.models.calendar import CalendarException, WorkingCalendar
from erp.masterdata.models.company import Company
from erp.masterdata.models.money import Currency, ExchangeRate, TaxCode
from erp.masterdata.models.night import NightlyJob
from erp.masterdata.models.party import Address, Contact, Customer, Supplier
from erp.masterdata.models.shipping import Carrier, CarrierRegion
from erp.masterdata.models.unit import Unit

__all__ = [
    "Address",
    "CalendarException",
    "Carrier",
    "CarrierRegion",
    "Company",
    "Contact",
    "Currency",
    "Customer",
    "ExchangeRate",
    "NightlyJob",
    "Supplier",
    "TaxCode",
    "Unit",
    "WorkingCalendar",
]
