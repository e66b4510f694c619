
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0020_rules_about_stock_and_suppliers'),
    ]

    operations = [
        migrations.AddField(
            model_name='itemcategory',
            name='margin_floor_percent',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='prices with a margin below this percentage need approval'),
        ),
    ]
