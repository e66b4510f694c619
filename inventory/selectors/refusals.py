"""The wording of what stock, purchasing and the warehouse refuse: a title and a sentence a code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import Wording

REFUSALS: Mapping[str, Wording] = {
    "hold_of_another_customer": (
        _("Held for somebody else"),
        _("%(hold)s is held for another customer."),
        _("This stock is held for another customer."),
    ),
    "release_stopped": (
        _("Release is stopped"),
        _(
            "The stock's books do not agree (%(checks)s); nothing is handed to the pickers until they do. "
            "An administrator can repair them or let it go on: see “Proof of stock”."
        ),
        _("The stock's books do not agree; nothing is handed to the pickers until they do."),
    ),
    "release_not_stopped": (_("Nothing to override"), _("The release to picking is not stopped.")),
    "fixed_by_hand": (
        _("Fixed by hand"),
        _("A supply is fixed for %(document)s by hand; undo that first."),
    ),
    "nothing_lacking": (_("Nothing lacking"), _("%(document)s does not lack that much.")),
    "no_source": (
        _("Nobody offers it"),
        _("No supplier offers %(product)s. Take up an offer, or choose a supplier."),
    ),
    "purchase_order_sent": (
        _("Sent already"),
        _("%(document)s is with the supplier; change dates, or cancel it and write another one."),
    ),
    "purchase_mails_wait": (_("Mails wait"), _("Five mails of %(document)s wait to be sent already.")),
    "purchase_order_not_open": (_("Nothing is coming"), _("%(document)s is not sent, or has come already.")),
    "purchase_order_confirmed": (_("Confirmed already"), _("%(document)s is confirmed.")),
    "suggestion_decided": (_("Decided already"), _("This suggestion was accepted or dismissed already.")),
    "proposal_waits": (
        _("A proposal waits"),
        _("The supplier has proposed changes to %(document)s. Accept or decline them first."),
    ),
    "reduction_asked": (
        _("Asked already"),
        _("The supplier is asked for less of line %(line)s of %(document)s already."),
    ),
    "no_reduction": (_("Nothing asked"), _("The supplier was not asked for less of line %(line)s.")),
    "arrived_already": (_("Arrived already"), _("Line %(line)s of %(document)s has arrived by now.")),
    "no_proposal": (_("No proposal"), _("The supplier has proposed no changes to %(document)s.")),
    "requisition_decided": (
        _("Decided already"),
        _("%(document)s is ordered or rejected; its supplier can't be chosen any more."),
    ),
    "own_requisition": (
        _("Somebody else has to approve"),
        _("%(document)s is your own requisition and above what approves itself."),
    ),
    "item_has_stock_moves": (
        _("Stock was moved already"),
        _("%(sku)s has stock moves: its unit, kind and tracking stay as they are."),
    ),
    "warehouse_holds_stock": (_("Stock lies there"), _("There is stock in warehouse %(warehouse)s.")),
    "location_holds_stock": (_("Stock lies there"), _("There is stock at location %(location)s.")),
    "default_warehouse_needed": (
        _("A default is needed"),
        _("%(warehouse)s is the default warehouse. Make another one the default first."),
    ),
    "already_shipped": (
        _("Already shipped"),
        _("Line %(line)s: %(shipped)s is shipped already; the quantity can't go below."),
        _("Some of it is shipped already."),
    ),
    "being_picked": (
        _("Being picked"),
        _("Line %(line)s: %(picked)s is on a shipment. Cancel the shipment first to go below."),
        _("It is being picked. Cancel the shipment first."),
    ),
    "nothing_reserved": (
        _("Nothing reserved"),
        _("Nothing of %(document)s is reserved that could be shipped."),
    ),
    "not_in_wave": (
        _("Not in this wave"),
        _("%(wave)s does not have all of these shipments, or one of them is picked already."),
    ),
    "line_gone": (_("No such line"), _("%(shipment)s has no such line.")),
    "nothing_dispatched": (
        _("Nothing to sign for"),
        _("Nothing left %(warehouse)s with %(carrier)s that is not on a manifest yet."),
    ),
    "sscc_used_up": (
        _("No container codes left"),
        _("The GS1 company prefix %(prefix)s leaves too few digits for another package."),
    ),
    "ship_complete_short": (
        _("Not complete"),
        _("%(document)s ships complete or not at all, and not everything is reserved."),
    ),
    "nothing_picked": (_("Nothing picked"), _("Nothing of %(shipment)s was picked.")),
    "not_reserved": (_("Not reserved"), _("What %(shipment)s should ship is not reserved any more.")),
    "already_received": (_("Already received"), _("%(transfer)s was received already.")),
    "exemption_frozen": (
        _("The exemption is frozen"),
        _("Goods of %(supplier)s are inspected until somebody with the right gives the exemption back."),
    ),
    "exemption_there": (
        _("There is one already"),
        _("%(supplier)s has an exemption for this already, granted or frozen."),
    ),
    "nothing_rejected": (
        _("Less was rejected"),
        _("%(asked)s asked, %(left)s of %(receipt)s is rejected and still here."),
    ),
    "no_supplier_known": (
        _("No supplier known"),
        _("Nobody has delivered or offers %(product)s, so it can't go back to a supplier."),
    ),
    "supplier_return_settled": (
        _("Settled already"),
        _("All of %(document)s is credited, replaced, written off or on its way."),
    ),
    "nothing_to_reserve": (_("Nothing to reserve"), _("Nothing more of %(document)s is free now.")),
    "not_released": (_("Not released"), _("%(document)s is not released, so nothing is reserved for it.")),
    "transfer_released": (
        _("Released already"),
        _("%(document)s is no draft any more; cancel it and write another one."),
    ),
    "not_a_transfer": (_("Not a transfer"), _("Only a transfer between warehouses can be received.")),
    "no_storage_location": (_("Set-up incomplete"), _("Warehouse %(warehouse)s has no storage location.")),
    "no_room": (
        _("No room"),
        _("No bin of warehouse %(warehouse)s has room for %(left)s of %(quantity)s of %(product)s."),
    ),
    "ambiguous_barcode": (
        _("Ambiguous barcode"),
        _("“%(barcode)s” could be: %(names)s. Scan another code."),
    ),
    "lot_is_blocked": (_("Blocked already"), _("Lot %(lot)s is blocked already.")),
    "lot_not_blocked": (_("Not blocked"), _("Lot %(lot)s is not blocked.")),
    "lot_blocked": (
        _("Lot is blocked"),
        _("Lot %(lot)s is blocked (%(reason)s): it may lie at a quality place only."),
    ),
    "lot_expired": (
        _("Lot has expired"),
        _("Lot %(lot)s expired on %(expired_on)s: it may lie at a quality or scrap place only."),
    ),
    "lot_short_lived": (
        _("Lot does not last long enough"),
        _("Lot %(lot)s of %(product)s expires on %(expired_on)s: too soon for this customer."),
    ),
    "lot_of_another_product": (_("Wrong lot"), _("Lot %(lot)s is one of %(product)s.")),
    "bin_full": (_("Bin is full"), _("%(location)s has room for %(room)s more of %(product)s.")),
    "not_in_this_bin": (
        _("Not in this bin"),
        _("%(product)s may not lie at %(location)s: another category, item or lot has it."),
    ),
    "no_warehouse": (_("Set-up incomplete"), _("There is no default warehouse.")),
    "more_than_shipped": (
        _("More than was shipped"),
        _("Of line %(line)s more would come back than was shipped."),
    ),
    "no_blocked_location": (
        _("Set-up incomplete"),
        _("Warehouse %(warehouse)s has no location of the kind “%(place)s”."),
    ),
    "nothing_to_count": (
        _("Nothing to count"),
        _("There is nothing to count, or another count has it already."),
    ),
    "place_in_other_count": (
        _("In another count"),
        _("%(product)s at %(location)s is on the list of another count that is not finished."),
    ),
    "uncounted_places": (
        _("Not all counted"),
        _("%(count)s places of %(document)s are not counted yet. Count 0 where nothing is."),
    ),
    "same_counter": (
        _("Another person recounts"),
        _("You have counted %(product)s at %(location)s before; somebody else has to count it again."),
    ),
    "count_outdated": (
        _("Count again"),
        _("More %(product)s left %(location)s since than the count found there. Have it counted again."),
    ),
}
