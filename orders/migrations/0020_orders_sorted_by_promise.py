"""The list of orders sorted by promise date is read from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0019_fewer_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["promised_on", "id"], name="orders_order_promised"),
        ),
    ]
