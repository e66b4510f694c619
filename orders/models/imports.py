from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportJob(models.Model):
    """A file of customers, products or opening stock: looked at first, then taken over once."""

    class Subject(models.TextChoices):
        CUSTOMERS = "customers", _("Customers")
        PRODUCTS = "products", _("Products")
        ITEM_UNITS = "item_units", _("Units and barcodes")
        LOCATIONS = "locations", _("Bins")
        OPENING_STOCK = "opening_stock", _("Opening stock")
        SUPPLIER_PRICES = "supplier_prices", _("Supplier prices")
        TRANSFERS = "transfers", _("Transfers")
        PUTAWAY_RULES = "putaway_rules", _("Put-away rules")
        WORK_CENTERS = "work_centers", _("Work centers")
        BOMS = "boms", _("Bills of materials")
        ROUTINGS = "routings", _("Routings")

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        APPLIED = "applied", _("Applied")

    subject = models.CharField(_("what"), max_length=20, choices=Subject.choices)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    is_update = models.BooleanField(_("changes what is there already"), default=False)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.UPLOADED)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    good_rows = models.PositiveIntegerField(_("good rows"), default=0)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    updated_count = models.PositiveIntegerField(_("changed"), default=0)
    errors = models.JSONField(_("row errors"), default=list, blank=True)
    owner_id = models.BigIntegerField(null=True)
    owner_label = models.CharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    subject__in=[
                        "customers",
                        "products",
                        "item_units",
                        "locations",
                        "opening_stock",
                        "supplier_prices",
                        "transfers",
                        "putaway_rules",
                        "work_centers",
                        "boms",
                        "routings",
                    ]
                ),
                name="orders_import_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["uploaded", "applied"]), name="orders_import_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"

    @property
    def refused_rows(self) -> int:
        """Rows that were left out."""
        return self.rows - self.good_rows
