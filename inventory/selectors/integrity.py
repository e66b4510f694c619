"""The stock's invariants as queries that find violations."""

from erp.core.integrity import register_check


def register() -> None:
    """Add the stock's invariants to the proof."""
    register_check(
        "stock.on_hand",
        "On hand equals the sum of the ledger's moves, per item, location and lot",
        """SELECT coalesce(b.item_id, m.item_id) AS item, coalesce(b.location_id, m.location_id) AS location,
                  coalesce(b.lot_id, m.lot_id) AS lot, b.on_hand, m.moved
           FROM (SELECT item_id, location_id, lot_id, sum(quantity) AS moved
                 FROM inventory_move GROUP BY 1, 2, 3) m
           FULL JOIN inventory_balance b ON b.item_id = m.item_id AND b.location_id = m.location_id
                AND b.lot_id IS NOT DISTINCT FROM m.lot_id
           WHERE coalesce(b.on_hand, 0) <> coalesce(m.moved, 0)""",
        stops_release=True,
    )
    register_check(
        "stock.reserved",
        "Reserved equals the sum of open reservations, and lies between zero and on hand",
        """SELECT b.id AS balance, b.on_hand, b.reserved, coalesce(r.held, 0) AS reservations
           FROM inventory_balance b
           LEFT JOIN (SELECT balance_id, sum(quantity) AS held FROM inventory_reservation GROUP BY 1) r
                ON r.balance_id = b.id
           WHERE b.reserved <> coalesce(r.held, 0) OR b.reserved < 0 OR b.reserved > b.on_hand""",
        stops_release=True,
    )
    register_check(
        "purchase.reductions",
        "A supplier that agreed to deliver less is expected to deliver no more than that",
        """SELECT o.number AS purchase_order, l.line_no AS line, l.quantity, l.received, r.target
           FROM inventory_purchasereduction r
           JOIN inventory_purchaseorderline l ON l.id = r.line_id
           JOIN inventory_purchaseorder o ON o.id = l.purchase_order_id
           LEFT JOIN inventory_expectedsupply s
                ON s.source_kind = 'purchase_order_line' AND s.source_id = l.id AND s.is_open
           WHERE r.answer = 'agreed' AND s.id IS NOT NULL AND s.quantity > greatest(r.target, l.received)""",
    )
    register_check(
        "stock.blocked_not_reserved",
        "Nothing is reserved where goods are blocked",
        """SELECT b.id AS balance, b.reserved FROM inventory_balance b
           JOIN inventory_location l ON l.id = b.location_id WHERE NOT l.is_usable AND b.reserved <> 0""",
        stops_release=True,
    )
    register_check(
        "demand.reserved",
        "A demand's reserved quantity equals its reservations",
        """SELECT d.document_number AS document, d.line_no AS line, d.reserved,
                  coalesce(r.held, 0) AS reservations
           FROM inventory_demand d
           LEFT JOIN (SELECT demand_id, sum(quantity) AS held FROM inventory_reservation GROUP BY 1) r
                ON r.demand_id = d.id
           WHERE d.reserved <> coalesce(r.held, 0)
             AND NOT EXISTS (SELECT 1 FROM inventory_demand p WHERE p.kit_id = d.id)""",
        stops_release=True,
    )
    register_check(
        "demand.kit",
        "A kit's reserved, shipped and returned quantities are the least of its components'",
        """SELECT k.document_number AS document, k.line_no AS line, k.reserved, k.shipped, k.returned,
                  p.covered, p.shipped AS complete, p.returned AS back
           FROM inventory_demand k
           JOIN (SELECT kit_id, min(floor((shipped + 0.0000005) * kit_per / kit_quantity)) AS shipped,
                        min(floor((shipped + reserved + 0.0000005) * kit_per / kit_quantity)) AS covered,
                        min(floor((returned + 0.0000005) * kit_per / kit_quantity)) AS returned
                 FROM inventory_demand WHERE kit_id IS NOT NULL GROUP BY 1) p ON p.kit_id = k.id
           WHERE k.shipped <> least(p.shipped, k.quantity - k.cancelled)
              OR k.reserved <> greatest(least(p.covered, k.quantity - k.cancelled)
                                        - least(p.shipped, k.quantity - k.cancelled), 0)
              OR k.returned <> least(p.returned, p.shipped, k.quantity - k.cancelled)""",
    )
    register_check(
        "demand.adds_up",
        "Quantity = shipped + reserved + back-ordered + cancelled, all at least zero; returned ≤ shipped",
        """SELECT document_number AS document, line_no AS line, quantity,
                  reserved, shipped, cancelled, returned
           FROM inventory_demand
           WHERE quantity < reserved + shipped + cancelled OR returned > shipped
              OR least(quantity, reserved, shipped, cancelled, returned) < 0""",
        stops_release=True,
    )
    register_check(
        "demand.shipped",
        "What a demand has shipped is what its shipments took",
        """SELECT d.document_number AS document, d.line_no AS line, d.shipped,
                  coalesce(s.picked, 0) AS left_with_shipments
           FROM inventory_demand d JOIN inventory_item i ON i.id = d.item_id AND i.kind = 'stocked'
           LEFT JOIN (SELECT l.demand_id, sum(l.picked) AS picked FROM inventory_shipmentline l
                      JOIN inventory_shipment h
                        ON h.id = l.shipment_id AND h.state IN ('shipped', 'delivered')
                      GROUP BY 1) s ON s.demand_id = d.id
           WHERE d.shipped <> coalesce(s.picked, 0)
             AND d.document_kind NOT IN ('transfer_order', 'work_order')""",
        stops_release=True,
    )
    register_check(
        "transfer.sent",
        "A transfer's line sent what its demand shipped and what its goods in transit brought or lost",
        """SELECT o.number AS transfer, l.line_no AS line, l.sent, d.shipped, coalesce(t.sent, 0) AS in_parts,
                  l.received, l.missing
           FROM inventory_transferorderline l JOIN inventory_transferorder o ON o.id = l.order_id
           LEFT JOIN inventory_demand d ON d.source_kind = 'transfer_order_line' AND d.source_id = l.id
           LEFT JOIN (SELECT line_id, sum(quantity) AS sent, sum(missing) AS missing,
                             sum(quantity - missing) FILTER (WHERE received_at IS NOT NULL) AS received
                      FROM inventory_transfer WHERE line_id IS NOT NULL GROUP BY 1) t ON t.line_id = l.id
           WHERE l.sent <> coalesce(d.shipped, 0) OR l.sent <> coalesce(t.sent, 0)
              OR l.received <> coalesce(t.received, 0) OR l.missing <> coalesce(t.missing, 0)
              OR (o.state = 'received') <> (o.sent_at IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM inventory_transfer x JOIN inventory_transferorderline y
                                  ON y.id = x.line_id WHERE y.order_id = o.id AND x.received_at IS NULL))
              OR (o.state IN ('cancelled', 'received') AND coalesce(d.reserved, 0) <> 0)""",
    )
    register_check(
        "hold.open",
        "An open hold has all it holds reserved, an ended one nothing",
        """SELECT h.number AS hold, h.state, h.quantity, d.reserved, d.cancelled
           FROM inventory_hold h LEFT JOIN inventory_demand d ON d.id = h.demand_id
           WHERE d.id IS NULL OR (h.state = 'open') <> (d.reserved = h.quantity AND d.cancelled = 0)
              OR (h.state <> 'open' AND d.reserved <> 0)""",
        stops_release=True,
    )
    register_check(
        "receipt.received",
        "What an order's line has received is what its receipts brought",
        """SELECT o.number AS purchase_order, l.line_no AS line, l.received, sum(r.quantity) AS arrived
           FROM inventory_purchaseorderline l JOIN inventory_purchaseorder o ON o.id = l.purchase_order_id
           JOIN inventory_receiptline r ON r.order_line_id = l.id
           GROUP BY 1, 2, 3 HAVING l.received <> sum(r.quantity)""",
    )
    register_check(
        "exemption.mark",
        "A supplier is marked exempt only while its exemption is not frozen, and not when it is",
        """SELECT s.code AS supplier, s.is_inspection_exempt AS marked, e.state FROM masterdata_supplier s
           JOIN inventory_inspectionexemption e ON e.supplier_id = s.id AND e.item_id IS NULL
                AND e.state <> 'ended'
           WHERE s.is_inspection_exempt <> (e.state = 'granted')""",
    )
    register_check(
        "peg.supply",
        "The pegs of a supply do not exceed its quantity",
        """SELECT s.document_number AS supply, s.quantity, sum(p.quantity) AS pegged FROM inventory_peg p
           JOIN inventory_expectedsupply s ON s.id = p.supply_id
           GROUP BY s.id HAVING sum(p.quantity) > s.quantity""",
    )
    register_check(
        "peg.demand",
        "The pegs of a demand do not exceed its need",
        """SELECT d.document_number AS demand, d.quantity, sum(p.quantity) AS pegged FROM inventory_peg p
           JOIN inventory_demand d ON d.id = p.demand_id
           GROUP BY d.id HAVING sum(p.quantity) > d.quantity - d.cancelled""",
    )
    register_counts()
    register_buying()


def register_counts() -> None:
    """Add the invariants of stock counts."""
    register_check(
        "count.posted",
        "The ledger's adjustments of a posted count are its differences, and of no other count there are any",
        """SELECT c.number, c.state, d.item_id AS item, d.location_id AS location, d.lot_id AS lot,
                  coalesce(d.difference, 0) AS difference, coalesce(d.moved, 0) AS moved
           FROM inventory_stockcount c JOIN (
               SELECT coalesce(l.count_id, m.source_id) AS count_id,
                      coalesce(l.item_id, m.item_id) AS item_id,
                      coalesce(l.location_id, m.location_id) AS location_id,
                      coalesce(l.lot_id, m.lot_id) AS lot_id, l.counted - l.expected AS difference, m.moved
               FROM inventory_stockcountline l FULL JOIN (
                   SELECT source_id, item_id, location_id, lot_id, sum(quantity) AS moved FROM inventory_move
                   WHERE source_kind = 'count' GROUP BY 1, 2, 3, 4) m
               ON m.source_id = l.count_id AND m.item_id = l.item_id AND m.location_id = l.location_id
                  AND m.lot_id IS NOT DISTINCT FROM l.lot_id) d ON d.count_id = c.id
           WHERE (c.state = 'posted' AND coalesce(d.difference, 0) <> coalesce(d.moved, 0))
              OR (c.state <> 'posted' AND coalesce(d.moved, 0) <> 0)""",
    )
    register_check(
        "count.value",
        "A posted count's value is the value its moves have in the ledger",
        """SELECT c.number, c.value, coalesce(m.value, 0) AS ledger FROM inventory_stockcount c
           LEFT JOIN (SELECT source_id, sum(value) AS value FROM inventory_move
                      WHERE source_kind = 'count' GROUP BY 1) m ON m.source_id = c.id
           WHERE c.state = 'posted' AND c.value <> coalesce(m.value, 0)""",
    )


def register_buying() -> None:
    """Add the invariants of requisitions."""
    register_check(
        "requisition.supply",
        "An approved requisition counts as coming with all it asks for, one not approved with nothing",
        """SELECT r.number AS requisition, r.state, r.quantity, s.quantity AS coming
           FROM inventory_purchaserequisition r
           LEFT JOIN inventory_expectedsupply s
                ON s.source_kind = 'purchase_requisition' AND s.source_id = r.id AND s.is_open
           WHERE (r.state = 'approved' AND s.quantity IS DISTINCT FROM r.quantity)
              OR (r.state NOT IN ('approved', 'ordered') AND s.id IS NOT NULL)""",
    )
    register_check(
        "requisition.needs",
        "What documents asked a requisition for does not exceed it",
        """SELECT r.number AS requisition, r.quantity, sum(n.quantity) AS asked
           FROM inventory_purchaserequisition r JOIN inventory_requisitionneed n ON n.requisition_id = r.id
           GROUP BY r.id HAVING sum(n.quantity) > r.quantity""",
    )
    register_check(
        "scan.picked",
        "What was picked of a line is at least the sum of its scans that count",
        """SELECT l.shipment_id AS shipment, l.id AS line, l.picked, sum(s.base_quantity) AS scanned
           FROM inventory_scan s JOIN inventory_shipmentline l ON l.id = s.line_id
           WHERE s.stage = 'pick' AND s.is_right AND s.undone_at IS NULL
           GROUP BY 1, 2, 3 HAVING sum(s.base_quantity) > l.picked""",
    )
    register_check(
        "scan.packed",
        "No more of a line was verified into packages than was picked",
        """SELECT l.shipment_id AS shipment, l.id AS line, l.picked, sum(s.base_quantity) AS scanned
           FROM inventory_scan s JOIN inventory_shipmentline l ON l.id = s.line_id
           WHERE s.stage = 'pack' AND s.is_right AND s.undone_at IS NULL
           GROUP BY 1, 2, 3 HAVING sum(s.base_quantity) > l.picked""",
    )
    register_check(
        "manifest.shipments",
        "A manifest counts the shipments that are on it, and all of them have left",
        """SELECT m.number AS manifest, m.shipment_count, count(s.id) AS shipments
           FROM inventory_manifest m LEFT JOIN inventory_shipment s ON s.manifest_id = m.id
           GROUP BY m.id HAVING count(s.id) <> m.shipment_count
              OR count(s.id) FILTER (WHERE s.state NOT IN ('shipped', 'delivered')) > 0""",
    )
