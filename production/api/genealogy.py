"""Which lots a lot was made of, and which were made of it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from erp.core.documents import known_document, parse_id
from erp.core.errors import NotFound
from erp.core.http.fields import QuantityField
from erp.core.http.refs import IdField, RefField
from erp.core.http.views import Endpoint
from production.selectors.genealogy import lot_genealogy
from production.services.work_order_base import VIEW


class KinOut(serializers.Serializer[Any]):
    """A lot that went into the one asked for, or came of it; `level` 1 is next to it."""

    id = IdField("lot", source="lot.pk")
    lot = serializers.CharField(source="lot.code")
    product = RefField("product", source="lot.item")
    quantity = QuantityField()
    work_order = serializers.CharField()
    level = serializers.IntegerField()
    next_to = serializers.CharField(help_text="The lot on the level before.")


class GenealogyOut(serializers.Serializer[Any]):
    """Both ways, through all levels."""

    made_of = KinOut(many=True)
    went_into = KinOut(many=True)


class LotGenealogy(Endpoint):
    """The genealogy of one lot."""

    @extend_schema(responses=GenealogyOut)
    def get(self, request: Request, id: str) -> Response:
        """Which lots a lot was made of, and into which it went."""
        self.actor.require(VIEW)
        pk = parse_id("lot", id)
        lot = known_document("lot").rows(self.actor).filter(pk=pk).first() if pk else None
        if lot is None:
            raise NotFound(kind="lot", id=id)
        return Response(GenealogyOut(lot_genealogy(lot)).data)
