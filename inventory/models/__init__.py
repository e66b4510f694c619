from inventory.models.count import CountSettings, StockCount, StockCountEntry, StockCountLine
from inventory.models.demand import Demand, ExpectedSupply, Peg, Priority, Reservation
from inventory.models.hold import Hold
from inventory.models.item import Item, ItemCategory, ItemSubstitute, ItemUnit
from inventory.models.location import Location, PutawayRule, Warehouse, Zone
from inventory.models.proof import Proof
from inventory.models.purchase import PurchaseOrder, PurchaseOrderLine, SupplierItem, SupplierPrice
from inventory.models.purchase_mail import PurchaseMail
from inventory.models.purchase_reduction import PurchaseReduction
from inventory.models.receipt import (
    InspectionExemption,
    InspectionMode,
    Receipt,
    ReceiptLine,
    ReceivingSettings,
    ReceivingTerms,
)
from inventory.models.replenishment import (
    ReplenishmentPolicy,
    ReplenishmentSetting,
    ReplenishmentSuggestion,
    StockFigure,
)
from inventory.models.requisition import PurchaseRequisition, RequisitionNeed
from inventory.models.shipment import Manifest, Package, Scan, Shipment, ShipmentLine, Wave
from inventory.models.stock import Balance, Lot, Move, Transfer, TransitTime
from inventory.models.supplier_return import SupplierReturn
from inventory.models.transfer_order import TransferOrder, TransferOrderLine

__all__ = [
    "Balance",
    "CountSettings",
    "Demand",
    "ExpectedSupply",
    "InspectionExemption",
    "InspectionMode",
    "Hold",
    "Item",
    "ItemCategory",
    "ItemSubstitute",
    "ItemUnit",
    "Location",
    "Lot",
    "Manifest",
    "Move",
    "Package",
    "Peg",
    "Priority",
    "Proof",
    "PurchaseMail",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseReduction",
    "PutawayRule",
    "PurchaseRequisition",
    "ReplenishmentPolicy",
    "ReplenishmentSetting",
    "ReplenishmentSuggestion",
    "RequisitionNeed",
    "StockFigure",
    "Receipt",
    "ReceiptLine",
    "ReceivingSettings",
    "ReceivingTerms",
    "Reservation",
    "Scan",
    "Shipment",
    "ShipmentLine",
    "StockCount",
    "StockCountEntry",
    "StockCountLine",
    "SupplierItem",
    "SupplierPrice",
    "SupplierReturn",
    "Transfer",
    "TransferOrder",
    "TransferOrderLine",
    "TransitTime",
    "Warehouse",
    "Wave",
    "Zone",
]
