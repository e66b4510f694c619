"""The wording of refusals: one title and one sentence per code, in the reader's language.

Facts of the error fill the %(name)s places. A code without an entry gets the sentence of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erp.core import states
from erp.core.errors import DomainError

Text = str | Promise
Wording = tuple[Text, Text] | tuple[Text, Text, Text]
_STATE_MACHINES = (
    "hold",
    "order", "shipment", "invoice", "payment", "task", "purchase_order", "purchase_requisition", "wave",
    "count", "return", "work_order", "operation",
    "receipt", "transfer_order", "quotation", "payable", "supplier_credit",
)  # fmt: skip

MESSAGES: dict[str, Wording] = {
    "invalid": (_("Not valid"), _("Some fields are not right; see the messages beside them.")),
    "not_identified": (_("Who are you?"), _("Sign in or send a valid API key.")),
    "not_permitted": (_("Not allowed"), _("You do not have the right to do this.")),
    "csrf_failed": (_("Not allowed"), _("The CSRF token is missing or wrong.")),
    "not_found": (_("Not found"), _("There is no such thing, or you may not see it.")),
    "method_not_allowed": (_("Method not allowed"), _("This address does not take this method.")),
    "not_acceptable": (_("Not acceptable"), _("Answers are JSON only.")),
    "unsupported_media_type": (_("Unsupported type"), _("The type of the body is not taken here.")),
    "malformed": (_("Malformed request"), _("The request could not be read.")),
    "body_too_large": (_("Too large"), _("The body is larger than what is accepted.")),
    "rate_limited": (_("Too many requests"), _("Slow down and try again later.")),
    "invalid_transition": (
        _("Not possible in this state"),
        _("%(document)s is in state “%(state)s”, which does not allow this."),
        _("The state of the document does not allow this action."),
    ),
    "conflict": (_("Conflict"), _("Another document or a parallel change stands in the way.")),
    "duplicate": (_("Already there"), _("There is one with the same key already.")),
    "in_use": (_("In use"), _("Other records refer to it.")),
    "busy": (_("Busy"), _("Others are changing the same documents. Try again in a moment.")),
    "stale_version": (
        _("Changed meanwhile"),
        _("The document has been changed since you read it. Read it again and repeat."),
    ),
    "sent_before": (
        _("Sent before"),
        _("This form was sent before, and what it asked for is done. Open the page anew to do it again."),
    ),
    "idempotency_conflict": (
        _("Key already used"),
        _("This Idempotency-Key was used for another request."),
    ),
    "insufficient_stock": (
        _("Not enough stock"),
        _("%(asked)s of %(product)s asked, %(available)s available."),
        _("There is not enough stock for this."),
    ),
    "credit_limit_exceeded": (
        _("Credit limit exceeded"),
        _("Limit %(limit)s, used %(exposure)s, available %(available)s, asked %(asked)s."),
        _("The customer's credit limit does not cover this."),
    ),
    "price_below_floor": (
        _("Price below its floor"),
        _("Prices of %(document)s lie below their floor; somebody who may has to approve them."),
        _("Prices lie below their floor; somebody who may has to approve them."),
    ),
    "no_price_exception": (
        _("No price to approve"),
        _("No price of %(document)s waits for approval."),
    ),
    "quotation_expired": (
        _("The quotation has expired"),
        _("%(document)s was valid until %(valid_until)s. Copy it to offer the same again."),
    ),
    "quotation_answered": (
        _("Answered already"),
        _("%(document)s has been answered already. Ask your contact if something is to be changed."),
    ),
    "offer_changed": (
        _("The quotation has changed"),
        _("%(document)s or its terms have changed since you opened this page. Look again, then answer."),
    ),
    "offer_not_taken": (
        _("Not entered yet"),
        _("%(document)s can't become your order by itself. Your contact is told and gets back to you."),
    ),
    "quotation_currency": (
        _("Another currency"),
        _("%(document)s was offered in %(currency)s, but the customer's price list now has another one."),
    ),
    "quotation_mails_wait": (_("Mails wait"), _("Five mails of %(document)s wait to be sent already.")),
    "quotation_not_approved": (
        _("Not approved"),
        _("%(document)s has to be approved before the customer gets it."),
    ),
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
    "on_hold": (
        _("On hold"),
        _("%(document)s is on hold. Release it first."),
        _("The document is on hold. Release it first."),
    ),
    "misconfigured": (_("Set-up incomplete"), _("The set-up of the company lacks something for this.")),
    "number_series_missing": (
        _("Set-up incomplete"),
        _("There is no number series %(series)s."),
    ),
    "secret_unreadable": (
        _("Set-up incomplete"),
        _("A stored secret can't be read any more, because the secret key was changed. Enter it again."),
    ),
    "external_fault": (_("Other system failed"), _("A system outside of ours failed. Try again later.")),
    "value_out_of_range": (_("Not valid"), _("A value is too large or too long.")),
    "id_like_key": (_("Not valid"), _("This looks like an internal id; choose another one.")),
    "file_type": (_("Type of file not taken"), _("Files of this type are not taken.")),
    "file_too_large": (_("File too large"), _("The file is larger than %(limit_mb)s MB.")),
    "file_empty": (_("File is empty"), _("The file has no content.")),
    "last_administrator": (
        _("The last administrator"),
        _("Somebody must stay administrator. Name another one first."),
    ),
    "no_new_date": (
        _("No new date"),
        _("Nobody knows yet when %(document)s can be delivered; there is no new date to promise."),
    ),
    "remedy_gone": (
        _("Remedy no longer possible"),
        _("Meanwhile this remedy helps %(document)s no more. Look at the remedies again."),
    ),
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
    "planned_order_firmed": (
        _("Firmed already"),
        _("%(document)s has become %(into)s already."),
    ),
    "planning_rule_exists": (
        _("There is a rule already"),
        _("%(product)s has a planning rule already; change that one."),
    ),
    "suggestion_decided": (_("Decided already"), _("This suggestion was accepted or dismissed already.")),
    "no_proposal": (_("No proposal"), _("The supplier has proposed no changes to %(document)s.")),
    "requisition_decided": (
        _("Decided already"),
        _("%(document)s is ordered or rejected; its supplier can't be chosen any more."),
    ),
    "own_requisition": (
        _("Somebody else has to approve"),
        _("%(document)s is your own requisition and above what approves itself."),
    ),
    "reporting_circle": (_("Not valid"), _("Nobody can report to themselves, not even through others.")),
    "unit_factor_fixed": (_("Unit is fixed"), _("Documents were written with %(unit)s; its factor stays.")),
    "unit_not_convertible": (_("Not valid"), _("This unit can't be converted into the product's unit.")),
    "base_currency_fixed": (
        _("Base currency is fixed"),
        _("Exchange rates to %(currency)s are recorded; remove them first."),
    ),
    "exchange_rate_missing": (
        _("Set-up incomplete"),
        _("There is no exchange rate of %(currency)s on %(day)s."),
    ),
    "calendar_never_open": (_("Set-up incomplete"), _("The working calendar has no working time.")),
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
    "price_list_has_prices": (
        _("Price list has prices"),
        _("The prices of %(price_list)s are in %(currency)s. Send new prices together with the currency."),
    ),
    "bom_cycle": (_("The product would consist of itself"), _("See the path beside the components.")),
    "bom_not_explodable": (
        _("Not explodable"),
        _("The structure has a circle or is too large."),
    ),
    "cost_too_large": (_("Cost too large"), _("%(sku)s would cost more than an amount can hold.")),
    "rollup_adopted": (_("Taken over already"), _("The costs of %(on)s are the standard costs already.")),
    "rollup_outdated": (
        _("Outdated"),
        _("Costs were rolled up again since %(on)s: look at the last roll-up."),
    ),
    "administrator_keeps_all_rights": (
        _("The administrator's rights"),
        _("The administrator keeps all rights, so that nobody is locked out."),
    ),
    "import_applied": (_("Already imported"), _("The file %(file)s was imported already.")),
    "load_running": (_("Busy"), _("Data is being loaded already.")),
    "loaded_otherwise": (
        _("Loaded otherwise"),
        _("The data was loaded as of %(as_of)s, moved by %(shift_days)s days. Use the same again."),
    ),
    "no_company": (_("Set-up incomplete"), _("The company is not set up.")),
    "company_missing": (_("Set-up incomplete"), _("The company is not set up.")),
    "document_template": (_("Set-up incomplete"), _("The document could not be made: %(reason)s")),
    "unknown_action": (_("Set-up incomplete"), _("There is no action “%(action)s”.")),
    "duplicate_external_id": (
        _("Already there"),
        _("There is an order with this external id in the channel already."),
    ),
    "already_shipped": (
        _("Already shipped"),
        _("Line %(line)s: %(shipped)s is shipped already; the quantity can't go below."),
        _("Some of it is shipped already."),
    ),
    "already_billed": (
        _("Already billed"),
        _("Line %(line)s is billed already; its price stays."),
        _("Some of it is billed already."),
    ),
    "being_picked": (
        _("Being picked"),
        _("Line %(line)s: %(picked)s is on a shipment. Cancel the shipment first to go below."),
        _("It is being picked. Cancel the shipment first."),
    ),
    "not_fulfilled": (_("Not fulfilled"), _("Not everything is shipped or cancelled yet.")),
    "nothing_to_bill": (
        _("Nothing to bill"),
        _("Everything that %(document)s has shipped is billed already."),
    ),
    "not_billed": (_("Not billed"), _("Not everything is billed yet.")),
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
    "supplier_number_used": (
        _("Entered already"),
        _("Invoice %(number)s of %(supplier)s is entered as %(payable)s."),
    ),
    "billed_meanwhile": (
        _("Billed meanwhile"),
        _("Only %(left)s of %(receipt)s is left to bill. Void this invoice and enter it anew."),
    ),
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
    "supplier_credit_used": (
        _("Used already"),
        _("%(document)s has paid something already; it can't be taken back."),
    ),
    "credited_meanwhile": (
        _("Credited meanwhile"),
        _("A credit note takes back goods that this invoice bills; take back the credit note first."),
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
    "invoice_has_payments": (
        _("Paid already"),
        _("Invoice %(invoice)s has payments. Take their allocation back first."),
    ),
    "invoice_credited": (
        _("Credited already"),
        _("Credit notes were issued against invoice %(invoice)s; it can't be voided any more."),
    ),
    "more_than_shipped": (
        _("More than was shipped"),
        _("Of line %(line)s more would come back than was shipped."),
    ),
    "nothing_arrived": (_("Nothing received"), _("Say what of %(document)s has come, or reject it.")),
    "no_blocked_location": (
        _("Set-up incomplete"),
        _("Warehouse %(warehouse)s has no location of the kind “%(place)s”."),
    ),
    "nothing_to_credit": (
        _("Nothing to credit"),
        _("No invoice bills what is to be credited, or it was credited before or free of charge."),
    ),
    "nothing_to_refund": (
        _("Nothing to refund"),
        _("The credit pays what is still open on the invoice; nothing is left to give back."),
    ),
    "invoice_not_open": (_("Not open"), _("Nothing is open on invoice %(invoice)s.")),
    "not_allocated": (_("Not allocated"), _("No money of this payment is allocated to %(invoice)s.")),
    "intake_not_open": (_("Already settled"), _("This intake error was replayed or discarded already.")),
    "not_your_task": (_("Not your task"), _("This task waits for the role %(role)s.")),
    "account_missing": (_("Set-up incomplete"), _("There is no ledger account for “%(role)s”.")),
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
    "unavailable": (
        _("Not available just now"),
        _("The database can't be reached. Nothing was changed; try again in a few seconds."),
    ),
    "bad_expression": (
        _("The condition can't be evaluated"),
        _("%(expression)s: %(why)s"),
        _("A condition can't be evaluated."),
    ),
    "internal_error": (_("Our mistake"), _("Something went wrong on our side. It has been logged.")),
}


def wording(code: str, facts: Mapping[str, Any], fallback: str = "conflict") -> tuple[str, str]:
    """Title and sentence for a code, with its facts filled in; a third text serves where facts lack."""
    title, *texts = MESSAGES.get(code) or MESSAGES[fallback]
    known = {name: _shown(name, value, str(facts.get("kind", ""))) for name, value in facts.items()}
    for text in map(str, texts):
        if "%(" not in text:
            return str(title), text
        try:
            return str(title), text % known
        except KeyError:
            continue
    return str(title), str(MESSAGES[fallback][-1]) if "%(" not in str(MESSAGES[fallback][-1]) else str(title)


def said_of(refusal: DomainError) -> str:
    """A refusal in the reader's words: what is wrong with its fields, else what its code says."""
    texts = [str(text) for found in refusal.errors.values() for text in found]
    if texts:
        return " ".join(dict.fromkeys(texts))
    return wording(refusal.code, refusal.facts, fallback=type(refusal).default_code)[1]


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """What a code says to a reader who is told of it later; the code itself where nobody has words for it."""
    return wording(code, facts)[1] if code in MESSAGES else code


def _shown(name: str, value: Any, kind: str) -> str:
    if name == "state":
        machines = [one for one in (kind, *_STATE_MACHINES) if one in states.STATES]
        machine = next((one for one in machines if str(value) in states.STATES[one]), None)
        return states.state_label(machine, value) if machine else str(value)
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def beside(refusal: DomainError, path: str) -> DomainError:
    """The same refusal with its sentence at a field, for the door that knows which field asked for it."""
    text = wording(refusal.code, refusal.facts, type(refusal).default_code)[1]
    return type(refusal)(refusal.code, errors={path: [text]}, **refusal.facts)


def register_messages(messages: Mapping[str, Wording]) -> None:
    """Add an app's own codes; called from its `apps.ready`."""
    MESSAGES.update(messages)
