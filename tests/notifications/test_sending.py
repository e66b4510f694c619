"""Each channel against a local sink: signed, retried, given up, bounded, never into the own network."""

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from erp.core.actor import system_actor
from erp.core.errors import IllegalTransition, NotPermitted
from erp.core.outbound import OutboundFault, checked_address, post
from erp.core.refs import DocumentRef
from erp.core.sealed import seal, unseal
from erp.notifications.calc.payloads import sms_request
from erp.notifications.models import Alert, ChannelSetting, Delivery, Notification, Preference
from erp.notifications.selectors.channels import forget_ways
from erp.notifications.selectors.recipients import Recipients
from erp.notifications.services.notify import notify
from erp.notifications.services.sending import MAX_ATTEMPTS, lease_next, retry_delivery, send_due
from erp.processes.models import Task
from tests.clients import actor_with, person
from tests.notifications.sink import sink

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LOT = DocumentRef("lot", 7, "L-7")
LINK = "https://kept.test/lots/7/"


@pytest.fixture(autouse=True)
def channels_are_read_anew(settings):
    settings.SITE_URL = "https://kept.test"
    forget_ways()
    yield
    forget_ways()


@pytest.fixture
def server():
    with sink() as kept:
        yield kept


def channel(code, server=None, **more):
    values = {"is_enabled": True, "from_priority": "normal", "allows_private": True, "timeout_seconds": 2}
    if server is not None:
        values["address_kept"] = seal(server.url)
    return ChannelSetting.objects.create(code=code, **(values | more))


def tell(*users, **more):
    values: dict[str, Any] = {
        "to": Recipients(user_ids=[user.pk for user in users]),
        "topic": "rule:x",
        "title": "Low <stock> & more",
        "text": "3 left",
        "subject": LOT,
        "at": AT,
    }
    return notify(**(values | more))


def delivery(code):
    return Delivery.objects.get(channel=code)


def test_a_mail_leaves_with_title_text_and_link():
    channel("email")
    tell(person("buyer", email="b@x.test"))
    assert send_due(at=AT).sent == 1
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("Low <stock> & more", ["b@x.test"])
    assert "3 left" in sent.body
    row = delivery("email")
    assert (row.state, row.attempts, row.done_at, row.error) == ("sent", 1, AT, "")
    assert send_due(at=AT + timedelta(days=1)).sent == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("code", "answer", "told"),
    [
        ("wecom", b'{"errcode":0,"errmsg":"ok"}', lambda body: body["text"]["content"]),
        ("dingtalk", b'{"errcode":0}', lambda body: body["text"]["content"]),
        ("feishu", b'{"code":0,"msg":"success"}', lambda body: body["content"]["text"]),
        ("slack", b"ok", lambda body: body["text"]),
    ],
)
def test_a_room_reads_one_message_for_all_whom_it_concerns(server, code, answer, told):
    server.body = answer
    channel(code, server)
    tell(person("buyer", username="b1", first_name="Ann"), person("buyer", username="b2", first_name="Bo"))
    assert send_due(at=AT).sent == 1
    [body] = server.sent()
    text = told(body)
    assert "Ann, Bo" in text
    said = {"slack": "Low &lt;stock&gt; &amp; more", "feishu": "Low ‹stock› & more"}
    assert said.get(code, "Low <stock> & more") in text
    assert list(Delivery.objects.filter(channel=code).values_list("state", flat=True)) == ["sent", "sent"]


def test_dingtalk_signs_the_address_and_feishu_the_body(server):
    channel("dingtalk", server, secret_kept=seal("S1"))
    tell(person("buyer"))
    send_due(at=AT)
    query = parse_qs(urlsplit(server.requests[0][0]).query)
    stamp = query["timestamp"][0]
    expected = base64.b64encode(hmac.new(b"S1", f"{stamp}\nS1".encode(), hashlib.sha256).digest()).decode()
    assert query["sign"] == [expected]
    assert abs(int(stamp) / 1000 - time.time()) < 30
    ChannelSetting.objects.all().delete()
    forget_ways()
    server.body = b'{"code":0}'
    channel("feishu", server, secret_kept=seal("S2"))
    tell(person("buyer", username="other"))
    send_due(at=AT)
    body = server.sent()[-1]
    key = f"{body['timestamp']}\nS2".encode()
    assert body["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def test_a_text_message_follows_the_gateways_template(server):
    body = {"to": "{mobile}", "sign": {"key": "{secret}"}, "content": "[Kept] {text}"}
    channel(
        "sms", server, body=body, headers={"Authorization": "Bearer {secret}"}, secret_kept=seal("T\r\nX: 1")
    )
    user = person("buyer")
    Preference.objects.create(user=user, mobile="+8613800138000")
    tell(user, title='{secret} "quoted"', text="")
    assert send_due(at=AT).sent == 1
    assert server.sent() == [
        {
            "to": "+8613800138000",
            "sign": {"key": "T\r\nX: 1"},
            "content": f'[Kept] {{secret}} "quoted" {LINK}',
        }
    ]
    headers = server.requests[0][1]
    assert headers["Authorization"] == "Bearer TX: 1"
    assert "X" not in headers


def test_a_template_as_a_form():
    body, headers = sms_request(
        body={"m": "{mobile}", "t": "{text}"},
        headers={},
        encoding="form",
        places={"mobile": "1", "text": "a&b={mobile}"},
    )
    assert body == b"m=1&t=a%26b%3D%7Bmobile%7D"
    assert headers == {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_gateway_that_answers_well_but_refuses_is_tried_again(server):
    server.body = b'{"errcode":310000,"errmsg":"sign not match"}'
    channel("dingtalk", server)
    tell(person("buyer"))
    assert send_due(at=AT).failed == 1
    row = delivery("dingtalk")
    assert (row.state, row.attempts, row.due_at) == ("pending", 1, AT + timedelta(seconds=30))
    assert row.error == "target_refused: sign not match"


def test_500_is_tried_again_later_each_time_and_given_up_and_told(server):
    server.status = 500
    channel("slack", server)
    tell(person("buyer"))
    at = AT
    for attempt in range(1, MAX_ATTEMPTS + 1):
        run = send_due(at=at)
        assert (run.sent, run.failed) == (0, 1)
        at = delivery("slack").due_at
        assert len(server.requests) == attempt
    row = delivery("slack")
    assert (row.state, row.attempts, row.error) == ("failed", MAX_ATTEMPTS, "target_status: 500")
    assert send_due(at=at + timedelta(days=9)).failed == 0
    alert = Alert.objects.get(code="delivery_failed")
    assert (alert.role, alert.facts["channel"]) == ("administrator", "slack")
    assert "SECRET-IN-URL" not in json.dumps(alert.facts) + row.error


def test_a_delivery_that_was_given_up_can_be_tried_again_by_those_who_may(server):
    server.status = 404
    channel("slack", server)
    tell(person("buyer"))
    send_due(at=AT)
    row = delivery("slack")
    assert (row.state, row.attempts) == ("failed", 1)  # final: nobody waits for a page that is not there
    with pytest.raises(NotPermitted):
        retry_delivery(delivery_id=row.pk, actor=actor_with("sales"))
    server.status, server.body = 200, b"ok"
    retry_delivery(delivery_id=row.pk, actor=system_actor(), at=AT)
    with pytest.raises(IllegalTransition):
        retry_delivery(delivery_id=row.pk, actor=system_actor(), at=AT)
    assert send_due(at=AT).sent == 1


def test_a_target_that_hangs_costs_one_time_limit_a_run_and_holds_up_nobody_else(server):
    server.wait = 5
    channel("slack", server, timeout_seconds=1)
    channel("email")
    for number in range(5):
        tell(person("buyer", username=f"u{number}", email="u@x.test"), dedupe=str(number))
    started = time.monotonic()
    run = send_due(at=AT)
    assert time.monotonic() - started < 3
    assert (run.sent, run.failed) == (5, 1)
    assert len(mail.outbox) == 5
    assert len(server.requests) == 1
    assert Delivery.objects.filter(channel="slack", state="pending").count() == 5


def test_a_redirect_is_not_followed(server):
    server.status = 302
    channel("slack", server)
    tell(person("buyer"))
    send_due(at=AT)
    assert (delivery("slack").state, delivery("slack").error) == ("failed", "target_status: 302")
    assert len(server.requests) == 1


def test_private_addresses_are_refused_unless_allowed(server):
    channel("slack", server, allows_private=False)
    tell(person("buyer"))
    send_due(at=AT)
    assert (delivery("slack").state, delivery("slack").error) == ("failed", "target_private")
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://2130706433/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_every_way_of_writing_an_inner_address_is_refused(address):
    with pytest.raises(OutboundFault) as refused:
        post(address, b"", {}, timeout=1)
    assert refused.value.code == "target_private"
    assert refused.value.is_final


def test_the_clouds_own_address_is_refused_even_where_inner_ones_are_allowed():
    with pytest.raises(OutboundFault) as refused:
        post("http://169.254.169.254/", b"", {}, timeout=1, allows_private=True)
    assert refused.value.code == "target_private"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://x.test/",
        "file:///etc/passwd",
        "http://",
        "http://a:b@x.test/",
        "http://x.test:0/",
        "http://x.test/\r\nX: 1",
        "gopher://x",
        "http://x.test:99999/",
    ],
)
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(OutboundFault):
        checked_address(address)


def test_a_digest_gathers_what_waited():
    channel("email")
    user = person("buyer", email="b@x.test")
    Preference.objects.create(user=user, digest="hourly")
    tell(user, dedupe="1", title="First")
    tell(user, dedupe="2", title="Second")
    assert send_due(at=AT).sent == 0
    assert send_due(at=AT + timedelta(hours=1)).sent == 1
    [sent] = mail.outbox
    assert sent.subject == "2 messages from Kept"
    assert "• First" in sent.body and "• Second" in sent.body
    assert list(Delivery.objects.filter(channel="email").values_list("state", flat=True)) == ["digested"] * 2


def test_what_was_read_or_decided_meanwhile_is_not_sent_any_more():
    channel("email")
    user = person("buyer", email="b@x.test")
    tell(user, dedupe="1")
    Notification.objects.update(read_at=AT)
    task = Task.objects.create(
        node="n",
        title="T",
        subject_kind="lot",
        subject_id=7,
        subject_number="L-7",
        role="buyer",
        opened_at=AT,
    )
    tell(user, dedupe="2", task_id=task.pk)
    Task.objects.filter(pk=task.pk).delete()
    assert send_due(at=AT).sent == 0
    assert sorted(Delivery.objects.filter(channel="email").values_list("state", "error")) == [
        ("suppressed", "decided"),
        ("suppressed", "read"),
    ]
    assert mail.outbox == []


def test_a_digest_leaves_out_what_was_read_meanwhile():
    channel("email")
    user = person("buyer", email="b@x.test")
    Preference.objects.create(user=user, digest="hourly")
    tell(user, dedupe="1", title="First")
    tell(user, dedupe="2", title="Second")
    tell(user, dedupe="3", title="Third")
    Notification.objects.filter(title="First").update(read_at=AT)
    assert send_due(at=AT + timedelta(hours=1)).sent == 1
    assert mail.outbox[0].subject == "2 messages from Kept"
    assert "First" not in mail.outbox[0].body
    states = Delivery.objects.filter(channel="email").order_by("pk").values_list("state", "error")
    assert list(states) == [("suppressed", "read"), ("digested", ""), ("digested", "")]


@pytest.mark.parametrize("code", ["wecom", "dingtalk", "feishu", "slack"])
def test_hostile_words_call_nobody_and_format_nothing(server, code):
    server.body = b"ok" if code == "slack" else b'{"errcode":0,"code":0}'
    channel(code, server)
    hostile = '<!channel> <at user_id="all">all</at> @all @everyone *b* [x](http://evil.test) <script>'
    tell(person("buyer"), title=hostile, text="<b>1</b>\n<@U1>")
    assert send_due(at=AT).sent == 1
    body = json.loads(server.requests[0][2])
    if code == "wecom":
        assert (body["msgtype"], body["text"]["mentioned_mobile_list"]) == ("text", [])
    elif code == "dingtalk":
        assert (body["msgtype"], body["at"]) == ("text", {"atMobiles": [], "isAtAll": False})
    elif code == "feishu":
        assert body["msg_type"] == "text"
        assert "<" not in body["content"]["text"]
    else:
        assert "<" not in body["text"]
        assert (body["mrkdwn"], body["link_names"], body["unfurl_links"]) == (False, False, False)


def test_a_line_break_in_a_title_writes_no_header_of_a_mail():
    channel("email")
    tell(person("buyer", email="b@x.test"), title="Hello\r\nBcc: all@x.test")
    assert send_due(at=AT).sent == 1
    assert mail.outbox[0].subject == "Hello Bcc: all@x.test"
    assert mail.outbox[0].recipients() == ["b@x.test"]


def test_a_worker_that_dies_leaves_its_message_to_the_next_after_the_lease():
    channel("email")
    tell(person("buyer", email="b@x.test"))
    assert lease_next(without=[], actor=system_actor(), at=AT) is not None
    assert lease_next(without=[], actor=system_actor(), at=AT + timedelta(seconds=60)) is None
    assert send_due(at=AT + timedelta(seconds=121)).sent == 1


def test_a_channel_without_an_address_waits_and_says_so(server):
    channel("slack")
    tell(person("buyer"))
    send_due(at=AT)
    assert (delivery("slack").state, delivery("slack").error) == ("pending", "channel_without_address: slack")


def test_the_environment_stands_before_what_is_kept(server, settings):
    settings.CHANNEL_SECRETS = {"slack": (server.url, "")}
    server.body = b"ok"
    channel("slack", address_kept=seal("http://nowhere.invalid/"))
    tell(person("buyer"))
    assert send_due(at=AT).sent == 1


def test_secrets_are_sealed():
    assert unseal(seal("密码")) == "密码"
    assert "abc" not in seal("abc")
    assert (seal(""), unseal("")) == ("", "")
