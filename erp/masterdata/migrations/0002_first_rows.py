from django.db import migrations

UNITS = [
    ("pcs", "Piece", "count", 1, 1), ("pair", "Pair", "count", 2, 1), ("dz", "Dozen", "count", 12, 1),
    ("set", "Set", "set", 1, 1), ("box", "Box", "package", 1, 1), ("ctn", "Carton", "package", 1, 1),
    ("g", "Gram", "mass", 1, 1), ("kg", "Kilogram", "mass", 1000, 1), ("t", "Tonne", "mass", 1000000, 1),
    ("mm", "Millimeter", "length", 1, 1), ("m", "Meter", "length", 1000, 1),
    ("ml", "Milliliter", "volume", 1, 1), ("l", "Liter", "volume", 1000, 1), ("h", "Hour", "time", 1, 1),
]
CURRENCIES = [
    ("USD", "US dollar", "$"), ("EUR", "Euro", "€"), ("CNY", "Chinese yuan", "¥"), ("GBP", "Pound sterling", "£"),
    ("JPY", "Yen", "¥"), ("HKD", "Hong Kong dollar", "HK$"), ("CAD", "Canadian dollar", "C$"), ("AUD", "Australian dollar", "A$"),
    ("CHF", "Swiss franc", "CHF"), ("SGD", "Singapore dollar", "S$"), ("INR", "Indian rupee", "₹"), ("KRW", "Won", "₩"),
]


def add_rows(apps, schema_editor):
    Unit, Currency, Company = (apps.get_model("masterdata", name) for name in ("Unit", "Currency", "Company"))
    Unit.objects.bulk_create(
        Unit(code=code, name=name, dimension=dimension, numerator=top, denominator=bottom)
        for code, name, dimension, top, bottom in UNITS
    )
    Currency.objects.bulk_create(Currency(code=code, name=name, symbol=symbol) for code, name, symbol in CURRENCIES)
    Company.objects.create(pk=1, name="My company", base_currency_id="USD")


def remove_rows(apps, schema_editor):
    apps.get_model("masterdata", "Company").objects.all().delete()
    apps.get_model("masterdata", "Currency").objects.all().delete()
    apps.get_model("masterdata", "Unit").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("masterdata", "0001_initial")]
    operations = [migrations.RunPython(add_rows, remove_rows)]
