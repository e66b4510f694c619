"""The wording of what orders and quotations refuse: a title and a sentence a code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import Wording

REFUSALS: Mapping[str, Wording] = {
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
    "no_new_date": (
        _("No new date"),
        _("Nobody knows yet when %(document)s can be delivered; there is no new date to promise."),
    ),
    "remedy_gone": (
        _("Remedy no longer possible"),
        _("Meanwhile this remedy helps %(document)s no more. Look at the remedies again."),
    ),
    "price_list_has_prices": (
        _("Price list has prices"),
        _("The prices of %(price_list)s are in %(currency)s. Send new prices together with the currency."),
    ),
    "import_applied": (_("Already imported"), _("The file %(file)s was imported already.")),
    "load_running": (_("Busy"), _("Data is being loaded already.")),
    "loaded_otherwise": (
        _("Loaded otherwise"),
        _("The data was loaded as of %(as_of)s, moved by %(shift_days)s days. Use the same again."),
    ),
    "no_company": (_("Set-up incomplete"), _("The company is not set up.")),
    "already_billed": (
        _("Already billed"),
        _("Line %(line)s is billed already; its price stays."),
        _("Some of it is billed already."),
    ),
    "not_fulfilled": (_("Not fulfilled"), _("Not everything is shipped or cancelled yet.")),
    "nothing_to_bill": (
        _("Nothing to bill"),
        _("Everything that %(document)s has shipped is billed already."),
    ),
    "not_billed": (_("Not billed"), _("Not everything is billed yet.")),
    "nothing_arrived": (_("Nothing received"), _("Say what of %(document)s has come, or reject it.")),
    "nothing_to_refund": (
        _("Nothing to refund"),
        _("The credit pays what is still open on the invoice; nothing is left to give back."),
    ),
    "intake_not_open": (_("Already settled"), _("This intake error was replayed or discarded already.")),
}
