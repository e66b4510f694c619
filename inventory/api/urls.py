from django.urls import path

from erp.core.http.routing import routes
from inventory.api.accuracy import PickingAccuracy
from inventory.api.backorders import Allocation, Backorders
from inventory.api.bins import Barcodes, BulkBins, PutawayRules, PutawaySuggestion, TransitTimes, Zones
from inventory.api.counts import CountAccuracy, CountProposal, Counts
from inventory.api.goods_in_transit import GoodsInTransit
from inventory.api.holds import Holds
from inventory.api.integrity import Integrity, IntegrityOverride, IntegrityRepair
from inventory.api.lots import Lots
from inventory.api.manifests import Dispatch, Manifests
from inventory.api.pegs import Pegs
from inventory.api.products import Categories, Products
from inventory.api.purchase_orders import PurchaseOrders
from inventory.api.receipts import Receipts
from inventory.api.replenishment import Figures, Policies, Runs, Suggestions
from inventory.api.requisitions import PurchaseRequisitions
from inventory.api.reservations import Reservations
from inventory.api.shipments import Shipments
from inventory.api.stock import Stock
from inventory.api.stock_moves import StockMoves
from inventory.api.substitutes import ItemSubstitutes
from inventory.api.supplier_products import SupplierProducts
from inventory.api.supplier_returns import SupplierReturns
from inventory.api.suppliers import Exemptions, SupplierScore, SupplierScores
from inventory.api.transfers import Transfers
from inventory.api.warehouses import Locations, Warehouses
from inventory.api.waves import WavePlan, Waves

urlpatterns = [
    path("putaway/", PutawaySuggestion.as_view(), name="putaway-suggestion"),
    path("barcodes/", Barcodes.as_view(), name="barcodes"),
    path("locations/bulk/", BulkBins.as_view(), name="locations-bulk"),
    path("replenishment/run/", Runs.as_view(), name="replenishment-run-api"),
    path("stock/", Stock.as_view(), name="stock"),
    path("allocation/", Allocation.as_view(), name="allocation"),
    path("integrity/", Integrity.as_view(), name="integrity"),
    path("integrity/repair/", IntegrityRepair.as_view(), name="integrity-repair"),
    path("integrity/override/", IntegrityOverride.as_view(), name="integrity-override"),
    path("counts/accuracy/", CountAccuracy.as_view(), name="count-accuracy"),
    path("counts/propose/", CountProposal.as_view(), name="count-propose"),
    path("shipments/dispatch/", Dispatch.as_view(), name="dispatch-api"),
    path("shipments/accuracy/", PickingAccuracy.as_view(), name="picking-accuracy-api"),
    path("waves/plan/", WavePlan.as_view(), name="wave-plan-api"),
    path("supplier-scores/", SupplierScores.as_view(), name="supplier-scores"),
    path("supplier-scores/<str:supplier>/", SupplierScore.as_view(), name="supplier-score-api"),
    *routes(
        {
            "products": Products,
            "categories": Categories,
            "supplier-products": SupplierProducts,
            "item-substitutes": ItemSubstitutes,
            "pegs": Pegs,
            "warehouses": Warehouses,
            "locations": Locations,
            "zones": Zones,
            "putaway-rules": PutawayRules,
            "transit-times": TransitTimes,
            "lots": Lots,
            "stock-moves": StockMoves,
            "transfers": Transfers,
            "goods-in-transit": GoodsInTransit,
            "reservations": Reservations,
            "counts": Counts,
            "holds": Holds,
            "back-orders": Backorders,
            "waves": Waves,
            "shipments": Shipments,
            "manifests": Manifests,
            "purchase-requisitions": PurchaseRequisitions,
            "replenishment/suggestions": Suggestions,
            "replenishment/policies": Policies,
            "replenishment/figures": Figures,
            "purchase-orders": PurchaseOrders,
            "receipts": Receipts,
            "supplier-returns": SupplierReturns,
            "inspection-exemptions": Exemptions,
        }
    ),
]
