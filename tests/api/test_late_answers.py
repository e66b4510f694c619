"""Answers that wait for what follows: made once, kept with their key, and not lost with the process."""

import pytest

from erp.core import outbox
from erp.core.models import IdempotencyKey
from orders.models import Order
from tests.api.shop import assert_sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("order_process")]
KEY = {"Idempotency-Key": "k-1"}


class Killed(BaseException):
    """The process dies."""


@pytest.fixture
def draft(shop):
    """A routine order to be submitted."""
    return shop.post("orders/", {"customer": "C-1", "lines": [{"product": "P-1", "quantity": "1"}]}, 201)


def test_the_answer_tells_what_followed_and_is_given_again(shop, draft):
    path = f"orders/{draft['id']}/submit/"
    first = shop.post(path, {}, **KEY)
    assert first["state"] == "confirmed"
    assert shop.post(path, {}, **KEY) == first


def test_a_killed_process_leaves_a_key_that_answers_with_the_document(shop, draft, monkeypatch):
    def die(*_streams):
        raise Killed

    path = f"orders/{draft['id']}/submit/"
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "drain", die)
        with pytest.raises(Killed):
            shop.post(path, {}, **KEY)
    assert IdempotencyKey.objects.get(key="k-1").status == 200
    assert shop.post(path, {}, **KEY)["state"] == "submitted"  # done once, and what follows is still to come
    outbox.relay()
    assert shop.post(path, {}, **KEY)["state"] == "confirmed"
    assert Order.objects.get().state == "confirmed"
    assert_sound()
