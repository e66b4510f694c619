"""What orders and quotations lend alike: facts about their customer and their lines."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erp.core.palette import Fact
from erp.identity.models import Region
from finance.models import CreditAccount
from inventory.models import Item
from inventory.selectors.categories import category_choices

_MOST_CHOICES = 500


def credit_available(account: CreditAccount | None) -> float | None:
    """What a customer may still order, in the base currency; None without a limit."""
    if account is None or account.limit is None:
        return None
    return float(account.limit - Decimal(account.exposure))


def exceeds_credit(account: CreditAccount | None, amount: Decimal) -> bool:
    """Whether an amount in the base currency is more than what is left."""
    available = credit_available(account)
    return available is not None and float(amount) > available


def _regions() -> list[tuple[str, str]]:
    return list(Region.objects.order_by("code").values_list("code", "name")[:_MOST_CHOICES])


CUSTOMER_FACTS = (
    Fact("customer.code", _("Customer: code"), "text"),
    Fact("customer.name", _("Customer: name"), "text"),
    Fact("customer.tier", _("Customer: tier"), "text"),
    Fact("customer.region", _("Customer: region"), "text", _regions),
    Fact("customer.tags", _("Customer: tags"), "list"),
    Fact("customer.credit_grade", _("Customer: credit grade"), "text", CreditAccount.Grade.choices),
    Fact("customer.exceeds_credit", _("Customer: the order goes above the credit limit"), "boolean"),
)
LINE_FACTS = (
    Fact("lines", _("Lines"), "list"),
    Fact("lines[].product", _("Line: product"), "text"),
    Fact("lines[].category", _("Line: product category"), "text", category_choices),
    Fact("lines[].kind", _("Line: kind of product"), "text", Item.Kind.choices),
    Fact("lines[].quantity", _("Line: quantity"), "number"),
    Fact("lines[].net", _("Line: net amount"), "number"),
    Fact("lines[].unit_price", _("Line: unit price"), "number"),
)
