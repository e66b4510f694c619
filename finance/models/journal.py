from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from erp.core.fields import MoneyField
from erp.masterdata.models import Currency

# The names of the accounts that come with the product, as translators see them.
SHIPPED_NAMES = (
    pgettext_lazy("account", "Bank"),
    pgettext_lazy("account", "Accounts receivable"),
    pgettext_lazy("account", "Inventory"),
    pgettext_lazy("account", "Goods in transit"),
    pgettext_lazy("account", "Goods received, not invoiced"),
    pgettext_lazy("account", "Customer prepayments"),
    pgettext_lazy("account", "Sales tax payable"),
    pgettext_lazy("account", "Opening balance"),
    pgettext_lazy("account", "Sales"),
    pgettext_lazy("account", "Cost of goods sold"),
    pgettext_lazy("account", "Inventory adjustment"),
    pgettext_lazy("account", "Material issued"),
    pgettext_lazy("account", "Inventory revaluation"),
    pgettext_lazy("account", "Exchange gain and loss"),
    pgettext_lazy("account", "Bad debts"),
    pgettext_lazy("account", "Rounding"),
    pgettext_lazy("account", "Accounts payable"),
    pgettext_lazy("account", "Sales tax recoverable"),
    pgettext_lazy("account", "Purchase differences"),
    pgettext_lazy("account", "Work in process"),
    pgettext_lazy("account", "Production differences"),
)


class Account(models.Model):
    """An account of the general ledger."""

    class Kind(models.TextChoices):
        ASSET = "asset", _("Asset")
        LIABILITY = "liability", _("Liability")
        EQUITY = "equity", _("Equity")
        INCOME = "income", _("Income")
        EXPENSE = "expense", _("Expense")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    role = models.SlugField(
        _("role"),
        max_length=30,
        unique=True,
        null=True,
        blank=True,
        help_text=_("What the product posts here."),
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("chart of accounts")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The name in the reader's language; accounts that came with the product are translated."""
        return pgettext("account", self.name) if self.role else self.name


class JournalEntry(models.Model):
    """A balanced posting with its source document; never changed, only reversed."""

    posted_on = models.DateField(_("date"))
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=30)
    source_kind = models.CharField(max_length=30, blank=True)
    source_id = models.BigIntegerField(null=True)
    source_number = models.CharField(_("document"), max_length=60, blank=True)
    order_number = models.CharField(_("order"), max_length=60, blank=True)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["source_kind", "source_id"], name="finance_entry_source"),
            models.Index(fields=["posted_on"], name="finance_entry_date"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_number}"


class JournalLine(models.Model):
    """One side of an entry: positive is debit, negative is credit, in base and document currency."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    amount = MoneyField(_("amount"))
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency_amount = MoneyField(_("amount in document currency"))
    customer_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        ordering = ["id"]
        indexes = [models.Index(fields=["customer_id"], name="finance_journal_customer")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"

    @property
    def credit(self) -> Decimal:
        """The amount on the credit side."""
        return -self.amount
