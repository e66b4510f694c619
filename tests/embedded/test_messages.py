import gettext
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from erp.core.management.catalog import Key, said

PART = """
# a comment
msgid "Order"
msgstr "订单"

msgid "%(count)s line"
msgid_plural "%(count)s lines"
msgstr[0] "%(count)s 行"
msgid ""
"Line one\\n"
"\\"two\\""
msgstr "第一行\\n“二”"
msgctxt "verb"
msgid "Order"
msgstr "订购"
"""
TEMPLATE = """{% load i18n %}{% translate "Order" %}<a title="{% translate 'Sho"p (now)' context "verb" %}">
{% blocktranslate count count=n trimmed %}
 {{ count }} line{% plural %}{{ count }} lines
{% endblocktranslate %}
{{ _("100% of it") }}{% include "x" with a=_("Inside") %}{# {% translate "Not said" %} #}
"""


def project(tmp_path: Path, **parts: str) -> Path:
    (tmp_path / "locale" / "parts").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "erp" / "migrations").mkdir(parents=True)
    (tmp_path / "erp" / "code.py").write_text(
        'A = _("Alpha "\n      "beta")\nB = pgettext("verb", "Order")\n'
    )
    (tmp_path / "erp" / "migrations" / "one.py").write_text('A = _("Not said either")\n')
    for name, text in parts.items():
        (tmp_path / "locale" / "parts" / f"{name}.po").write_text(text)
    return tmp_path


def messages(root: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("messages", *options, root=root, stdout=out)
    return out.getvalue()


def test_parts_are_merged_and_compiled(tmp_path: Path) -> None:
    root = project(tmp_path, a=PART, b='msgid "Order"\nmsgstr "订单"\n\nmsgid "Ship"\nmsgstr "发货"\n')
    assert messages(root) == "5 translations merged and compiled.\n"
    with (root / "locale/zh_Hans/LC_MESSAGES/django.mo").open("rb") as handle:
        catalog = gettext.GNUTranslations(handle)
    assert catalog.gettext("Order") == "订单"
    assert catalog.pgettext("verb", "Order") == "订购"
    assert catalog.gettext('Line one\n"two"') == "第一行\n“二”"
    assert catalog.ngettext("%(count)s line", "%(count)s lines", 5) == "%(count)s 行"


def test_two_translations_of_one_text_name_both_files(tmp_path: Path) -> None:
    root = project(tmp_path, a=PART, b='msgid "Order"\nmsgstr "定单"\n')
    with pytest.raises(CommandError, match=r"“订单” in a\.po:3 and “定单” in b\.po:1"):
        messages(root)
    assert not (root / "locale/zh_Hans").exists()


@pytest.mark.parametrize(
    ("part", "said_of_it"),
    [
        ('msgid "%(n)s left"\nmsgstr "剩余"\n', r"has \['n'\], its translation \[\]"),
        ('msgid "Order\nmsgstr "订单"\n', r"a\.po:1: not a quoted string"),
        ('Order = "订单"\n', r"a\.po:1: neither msgid nor msgstr"),
    ],
)
def test_a_spoiled_part_is_named_with_its_line(tmp_path: Path, part: str, said_of_it: str) -> None:
    with pytest.raises(CommandError, match=said_of_it):
        messages(project(tmp_path, a=part))


def test_code_and_templates_are_read(tmp_path: Path) -> None:
    assert set(said(project(tmp_path))) == {
        Key("Alpha beta"),
        Key("Order", "verb"),
        Key("Order"),
        Key('Sho"p (now)', "verb"),
        Key("%(count)s line", "", "%(count)s lines"),
        Key("100%% of it"),
        Key("Inside"),
    }


def test_check_lists_what_has_no_translation(tmp_path: Path) -> None:
    root = project(tmp_path, a=PART)
    messages(root)
    out = io.StringIO()
    with pytest.raises(CommandError, match="4 of 7 texts have no Chinese translation"):
        call_command("messages", "--check", root=root, stdout=out)
    assert "erp/code.py:1: 'Alpha beta'" in out.getvalue()
    (root / "locale/parts/b.po").write_text(
        'msgid "Alpha beta"\nmsgstr "甲"\n\nmsgid "100%% of it"\nmsgstr "100%% 的"\n\n'
        'msgid "Inside"\nmsgstr "内"\n\n'
        'msgctxt "verb"\nmsgid "Sho\\"p (now)"\nmsgstr "店"\n'
    )
    with pytest.raises(CommandError, match="not up to date: run bin/messages"):
        messages(root, "--check")
    messages(root)
    assert messages(root, "--check") == "All 7 texts have a Chinese translation.\n"
