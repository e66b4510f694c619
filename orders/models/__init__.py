from orders.models.imports import ImportJob
from orders.models.intake import IntakeError
from orders.models.order import KitComponent, Order, OrderLine
from orders.models.price import CustomerTerms, PriceException, PriceFlag, PriceList, PriceListItem
from orders.models.promise import PromiseChange, PromiseSlip
from orders.models.quotation import (
    Quotation,
    QuotationAnswer,
    QuotationHold,
    QuotationLine,
    QuotationMail,
    SalesTerms,
)
from orders.models.returns import ReturnLine, ReturnReason, ReturnRequest

__all__ = [
    "CustomerTerms",
    "ImportJob",
    "IntakeError",
    "KitComponent",
    "Order",
    "OrderLine",
    "PriceException",
    "PriceFlag",
    "PriceList",
    "PriceListItem",
    "PromiseChange",
    "PromiseSlip",
    "Quotation",
    "QuotationAnswer",
    "QuotationHold",
    "QuotationLine",
    "QuotationMail",
    "ReturnLine",
    "ReturnReason",
    "ReturnRequest",
    "SalesTerms",
]
