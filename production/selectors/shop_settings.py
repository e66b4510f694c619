"""How exact the shop floor has to be."""

from production.models import ShopSettings


def shop_settings() -> ShopSettings:
    """The company's settings of the shop floor, or those it begins with."""
    return ShopSettings.objects.order_by("pk").first() or ShopSettings()
