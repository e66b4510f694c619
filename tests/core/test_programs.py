"""Programs pass by what is there for people, and are told the same as they were told before."""

import gc

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from erp.core.http.programs import PeopleEnd, ProgramsPass, is_program
from erp.identity.services.users import make_administrator
from tests.clients import api_of

BEARER = {"authorization": "Bearer kept_x"}


def asked(path="/api/v1/orders/", **headers):
    return RequestFactory().get(path, headers=headers)


class ForPeople:
    """A part of the middleware that is there for people."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.seen = []

    def __call__(self, request):
        self.seen.append(request.path)
        return self.get_response(request)


def test_only_a_key_alone_and_only_to_the_api_is_a_program():
    assert is_program(asked(**BEARER))
    assert is_program(asked(authorization="bearer kept_x"))
    assert not is_program(asked())
    assert not is_program(asked(authorization="Basic kept_x"))
    assert not is_program(asked(**BEARER, cookie="sessionid=x"))
    assert not is_program(asked("/orders/", **BEARER))
    assert not is_program(asked("/api/v1/docs/", **BEARER))


def test_programs_pass_by_what_stands_between():
    people = ForPeople(PeopleEnd(lambda request: HttpResponse(str(request.path))))
    pass_by = ProgramsPass(people)
    program = asked(**BEARER)
    assert pass_by(program).content == b"/api/v1/orders/"
    assert isinstance(program.user, AnonymousUser)
    assert not people.seen
    pass_by(asked())
    assert people.seen == ["/api/v1/orders/"]


def test_an_end_that_is_missing_is_a_mistake():
    with pytest.raises(AttributeError):
        ProgramsPass(lambda _request: HttpResponse())


@pytest.mark.django_db
def test_a_program_is_told_the_same_with_a_cookie_and_without():
    api = api_of(make_administrator())
    for path in ("/api/v1/regions/", "/api/v1/regions/none/", "/api/v1/none/"):
        plain = api.get(path, headers={"x-request-id": "r"})
        walked = api.get(path, headers={"x-request-id": "r", "cookie": "theme=dark"})
        assert (plain.status_code, plain.content) == (walked.status_code, walked.content)
        assert dict(plain.headers) == dict(walked.headers)
        assert not plain.cookies


@pytest.mark.django_db
def test_a_wrong_key_is_refused_however_it_comes():
    api = api_of(make_administrator())
    for cookie in ({}, {"cookie": "theme=dark"}):
        answer = api.get("/api/v1/regions/", headers={"authorization": "Bearer kept_wrong", **cookie})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_identified")


@pytest.mark.django_db
def test_nothing_of_an_answered_request_is_left_to_the_collector():
    api = api_of(make_administrator())
    api.post("/api/v1/regions/", {"code": "A", "name": "A"}, format="json")
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        api.get("/api/v1/regions/A/")
        gc.collect()
        left = {type(one).__name__ for one in gc.garbage}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert not left & {"Regions", "Request", "Region"}, left
