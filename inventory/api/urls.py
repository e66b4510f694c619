from erp.core.http.routing import routes
from inventory.api.products import Categories, Products
from inventory.api.supplier_products import SupplierProducts
from inventory.api.warehouses import Locations, Warehouses

urlpatterns = routes(
    {
        "products": Products,
        "categories": Categories,
        "supplier-products": SupplierProducts,
        "warehouses": Warehouses,
        "locations": Locations,
    }
)
