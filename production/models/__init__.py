from production.models.bom import Bom, BomComponent

__all__ = ["Bom", "BomComponent"]
