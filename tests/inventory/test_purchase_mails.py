"""A purchase order by e-mail: asked for in the command, sent by the worker, its fate visible."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import Conflict, Invalid
from erp.core.outbox import relay
from inventory.models import PurchaseMail
from inventory.services.purchase import close_purchase_order, send_purchase_order
from inventory.services.purchase_mails import mail_purchase_order, send_waiting_mail
from tests.clients import api_with, person
from tests.factories import BOSS, make_item, make_supplier
from tests.inventory.test_units_of_buying import ordered

pytestmark = pytest.mark.django_db
SITE = "https://erp.example.com"


@pytest.fixture
def order():
    made = ordered(make_item(), "5", price="10", supplier=make_supplier(email="sales@supplier.example"))
    return send_purchase_order(purchase_order_id=made.pk, actor=BOSS)


def test_the_worker_sends_paper_and_link_once(order):
    asked = mail_purchase_order(purchase_order_id=order.pk, site=SITE, language="en", actor=BOSS)
    assert (asked.state, mail.outbox) == ("queued", [])
    relay()
    [message] = mail.outbox
    assert message.to == ["sales@supplier.example"]
    assert message.extra_headers["Message-ID"] == f"<inventory_purchasemail.{asked.pk}@erp.example.com>"
    name, paper, kind = message.attachments[0]
    assert (name, kind, paper[:4]) == (f"{order.number}.pdf", "application/pdf", b"%PDF")
    [path] = re.findall(rf"{SITE}(/supplier/\S+)", str(message.body))
    assert order.number in Client().get(path).content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == ("sent", 1)
    send_waiting_mail(mail_id=asked.pk, actor=system_actor("mail"))
    assert len(mail.outbox) == 1


def test_a_second_click_is_the_same_mail_and_a_wish_later_is_another(order):
    now = timezone.now()
    first = mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS, at=now)
    assert mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS, at=now) == first
    relay()
    soon, later = now + timedelta(seconds=50), now + timedelta(seconds=70)
    assert mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS, at=soon) == first
    assert mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS, at=later) != first
    relay()
    assert len(mail.outbox) == 2


def test_a_worker_that_dies_while_it_sends_never_sends_twice(order):
    """Nobody knows whether the message went: it is not sent again, and a person is told."""
    asked = mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS)

    class Killed(BaseException):
        """What ends a process."""

    def send_and_die(self):
        mail.get_connection().send_messages([self])
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailMessage, "send", send_and_die)
        with pytest.raises(Killed):
            send_waiting_mail(mail_id=asked.pk, actor=system_actor("mail"))
    asked.refresh_from_db()
    assert (asked.state, len(mail.outbox)) == ("sending", 1)
    with pytest.raises(Conflict):  # it may still be at it
        send_waiting_mail(mail_id=asked.pk, actor=system_actor("mail"))
    PurchaseMail.objects.update(done_at=timezone.now() - timedelta(minutes=5))
    send_waiting_mail(mail_id=asked.pk, actor=system_actor("mail"))
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, len(mail.outbox)) == ("failed", 1, 1)
    assert "interrupted" in asked.problem


def test_what_fails_is_noted_and_tried_again(order, settings):
    asked = mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        send_waiting_mail(mail_id=asked.pk, actor=system_actor("mail"))
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == ("failed", 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_waiting_mail(mail_id=asked.pk, actor=system_actor("mail"))
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == ("sent", "")


def test_without_a_server_mails_are_kept_in_a_folder(order, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    asked = mail_purchase_order(purchase_order_id=order.pk, site=SITE, language="zh-hans", actor=BOSS)
    relay()
    asked.refresh_from_db()
    assert asked.state == "kept"
    assert "sales@supplier.example" in next(tmp_path.iterdir()).read_text()


def test_what_can_not_be_mailed_is_refused(order):
    refused: list[dict[str, Any]] = [{"to": "nobody"}, {"to": "a@b.c\nBcc: x@y.z"}, {"language": "xx"}]
    for more in refused:
        with pytest.raises(Invalid) as refusal:
            mail_purchase_order(purchase_order_id=order.pk, site=SITE, actor=BOSS, **more)
        assert list(refusal.value.errors) == list(more)
    draft = ordered(make_item(), "5")
    with pytest.raises(Conflict):
        mail_purchase_order(purchase_order_id=draft.pk, site=SITE, to="a@b.example", actor=BOSS)
    send_purchase_order(purchase_order_id=draft.pk, actor=BOSS)
    with pytest.raises(Invalid):  # the supplier has no address
        mail_purchase_order(purchase_order_id=draft.pk, site=SITE, actor=BOSS)
    for number in range(5):
        mail_purchase_order(purchase_order_id=order.pk, site=SITE, to=f"{number}@b.example", actor=BOSS)
    with pytest.raises(Conflict):
        mail_purchase_order(purchase_order_id=order.pk, site=SITE, to="6@b.example", actor=BOSS)
    close_purchase_order(purchase_order_id=order.pk, actor=BOSS)
    relay()
    assert set(PurchaseMail.objects.values_list("state", flat=True)) == {"failed"}
    assert mail.outbox == []


def test_over_the_api_and_in_the_browser(order):
    api = api_with("buyer")
    url = f"/api/v1/purchase-orders/{order.number}"
    answer = api.post(f"{url}/mail/", {"language": "en"}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    relay()
    assert [row["state"] for row in api.get(f"{url}/mails/").json()] == ["sent"]
    bad = api.post(f"{url}/mail/", {"to": "x"}, format="json")
    assert (bad.status_code, list(bad.json()["errors"])) == (400, ["to"])
    assert api_with("warehouse_operator").post(f"{url}/mail/", {}, format="json").status_code == 403
    client = Client()
    client.force_login(person("buyer"), backend="erp.identity.backends.RoleBackend")
    client.post(f"/purchases/{order.number}/change/mail/", {"to": "a@b.example", "language": "en"})
    page = client.get(f"/purchases/{order.number}/side/").content.decode()
    assert "a@b.example" in page
    assert "sales@supplier.example" in page
