"""Bases of API views: a resource is a scoped selector, an answer, and verbs that call services."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from erp.core import commands, outbox
from erp.core.actor import Actor
from erp.core.documents import known_document
from erp.core.errors import NotFound
from erp.core.http.etag import etag_of, expected_version
from erp.core.http.filters import filtered, refuse_unknown
from erp.core.http.idempotency import Answer, keep, key_of, once
from erp.core.http.pages import CursorPage
from erp.core.http.parsing import check_text
from erp.core.http.refs import Body, visible_pk
from erp.core.http.rights import require_one, rights_of
from erp.core.http.schema import PageSchema
from erp.core.http.shapes import parse, render

BodyClass = type[serializers.BaseSerializer[Any]]
Status = int | Callable[[Any], int]
_RECORD = "answer-of-record"  # what an idempotency key keeps while the answer is still to be made
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Same key and body: the first answer again."
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description='The ETag that you have read, such as "3".'
)


class NoBody(Body):
    """A body without members."""


class AnyBody(Body):
    """A body that is kept as it came; whoever works on it judges its members."""

    takes_anything = True


class ReasonBody(Body):
    """A body with a reason."""

    reason = serializers.CharField(max_length=500)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a verb works with: who asks, which row, the validated body, the version that was seen."""

    actor: Actor
    body: Any = field(default_factory=dict)
    id: int = 0
    expected_version: int | None = None
    at: datetime = field(default_factory=timezone.now)


class Door:
    """What every API view shares: the actor, bodies, queries, and commands with idempotency."""

    request: Any

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what no query could take, then identify the caller."""
        for value in kwargs.values():
            check_text(str(value))
        for values in request.query_params.lists():
            for value in (values[0], *values[1]):
                check_text(value)
        super().initial(request, *args, **kwargs)  # type: ignore[misc]  # the view class that follows in the order of bases has it

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Make the answer ready to be written, after which nothing of the view is needed any more."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]  # see above
        if isinstance(answer, Response):
            answer.add_post_render_callback(_let_go)
        return answer

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request._request.actor

    def body(self, body_class: BodyClass, *, partial: bool = False) -> Any:
        """The validated request body; who may not send it learns that first.

        Raises: NotPermitted, ParseError, ValidationError.
        """
        handler = getattr(self, "action", None) or self.request.method.lower()
        require_one(self.actor, rights_of(type(self), handler))
        data = self.request.data
        if not isinstance(data, dict):
            raise ParseError(_("The body must be a JSON object."))
        return parse(body_class, data, {"actor": self.actor, "request": self.request}, partial=partial)

    def query(self, query_class: BodyClass) -> dict[str, Any]:
        """The validated query parameters.

        Raises: ValidationError.
        """
        data = {name: self.request.query_params[name] for name in self.request.query_params}
        return parse(query_class, data, {"actor": self.actor, "request": self.request})

    def run(
        self,
        work: Callable[[], Any],
        show: Callable[[Any], Any],
        status: Status = 200,
        *,
        record: Callable[[Any], int] | None = None,
    ) -> Response:
        """Run a command for this request and answer with what `show` makes of its result.

        `status` may be a function of the result. `record` says whose document the answer is, when `show`
        would as well show that key.
        The answer is kept with the idempotency key in the command's own transaction; what follows
        from the command by itself is done before answering, for up to two seconds. A record's answer that
        something follows is made after that alone: until then the key keeps whose it is.
        """
        key = key_of(self.request) if self.request.method == "POST" else None
        with outbox.watch() as streams:
            result: list[Any] = []

            def answered() -> Answer:
                result[:] = [work()]
                code = _status(status, result[0])
                if key is None:
                    return Answer(code, None, {})
                commands.current().flush()
                if streams and record:
                    return Answer(code, {_RECORD: record(result[0])}, {})
                return _answer(code, show(result[0]))

            answer = once(key, answered)
        if answer.replayed:
            if isinstance(answer.body, dict) and _RECORD in answer.body:
                answer = _answer(answer.status, show(answer.body[_RECORD]))
            return _response(answer, {"Idempotent-Replay": "true"})
        if streams:
            outbox.drain(*streams)
        if key is None or streams:
            answer = _answer(answer.status, show(result[0]))
        if key is not None and streams:
            keep(key, answer)
        return _response(answer)


def _let_go(response: Any) -> None:
    """Take view, request and answer out of each other, so that they are gone when they are done with.

    Left to the garbage collector they would push what is in use out of the processor's cache meanwhile.
    """
    view, request = response.renderer_context["view"], response.renderer_context["request"]
    response.renderer_context = {}
    request.parser_context = {}
    vars(view).clear()


def _status(status: Status, result: Any) -> int:
    return status(result) if callable(status) else status


def _answer(status: int, body: Any) -> Answer:
    version = body.get("version") if isinstance(body, dict) else None
    return Answer(status, body, {} if version is None else {"ETag": etag_of(version)})


def _response(answer: Answer, more: dict[str, str] | None = None) -> Response:
    return Response(answer.body, status=answer.status, headers=answer.headers | (more or {}))


class Endpoint(Door, APIView):
    """Base of an address that is no resource, such as a calculation."""


class Resource(Door, viewsets.GenericViewSet[Any]):
    """Base of a resource: lists and shows the rows that the actor may see; verbs are added by subclasses.

    `kind` is registered with `@document`; `out` is the serializer of one record, `list_out` of one in
    a list. Override `rows` to join what the answers need, `present` to answer without serializers.
    `whole` (a staticmethod) reads one row that the caller is known to see, for answers to its verbs.
    """

    kind: ClassVar[str]
    out: ClassVar[type[serializers.BaseSerializer[Any]]]
    list_out: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None
    filters: ClassVar[Any] = None
    orderings: ClassVar[dict[str, str]] = {}
    default_ordering: ClassVar[str] = "-id"
    search_fields: ClassVar[Sequence[str]] = ()
    whole: ClassVar[staticmethod[[int], Any] | None] = None
    lookup_field = "id"
    lookup_value_regex = "[^/]+"
    filter_backends = (DjangoFilterBackend,)  # for the schema alone, as is the pagination class
    pagination_class = PageSchema

    # --- to override ----------------------------------------------------------------------------
    def rows(self) -> QuerySet[Any]:
        """The rows that the actor may see, with what the answers need."""
        return known_document(self.kind).rows(self.actor)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The rows that `?search=` finds."""
        found = Q()
        for name in self.search_fields:
            found |= Q(**{f"{name}__icontains": text})
        return rows.filter(found)

    def present(self, rows: Sequence[Any], *, in_list: bool) -> Sequence[Any]:
        """The rows as answers show them."""
        shown = (self.list_out or self.out) if in_list else self.out
        return render(shown, rows, {"actor": self.actor, "request": self.request})

    # --- reading ----------------------------------------------------------------------------------
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of the list."""
        refuse_unknown(request, self.filters, is_searched=bool(self.search_fields))
        page = CursorPage(request, self.orderings, self.default_ordering)
        rows = self.rows()
        if self.filters is not None:
            rows = filtered(self.filters, request, rows)
        text = request.query_params.get("search", "").strip()[:200]
        if text and self.search_fields:
            rows = self.searched(rows, text)
        return Response(page.answer([*self.present(page.take(rows), in_list=True)]))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record, with its ETag."""
        answer = _answer(200, self.shown(self.found_id()))
        return _response(answer)

    def found_id(self) -> int:
        """The primary key that the address names.

        Raises: NotFound.
        """
        value = str(self.kwargs["id"])
        pk = visible_pk(self.kind, value, self.actor)
        if pk is None:
            raise NotFound(kind=self.kind, value=value[:80])
        return pk

    def found_row(self) -> Any:
        """The row that the address names, as `rows` gives it.

        Raises: NotFound.
        """
        return self.row(self.found_id())

    def row(self, pk: int) -> Any:
        """One visible row by primary key.

        Raises: NotFound.
        """
        found = self.rows().filter(pk=pk).first()
        if found is None:
            raise NotFound(kind=self.kind)
        return found

    def shown(self, pk: int) -> Any:
        """One record as answers show it; the caller may see it, or has just made it."""
        row = self.row(pk) if self.whole is None else self.whole(pk)
        shown = self.present([row], in_list=False)[0]
        getattr(row, "_prefetched_objects_cache", {}).clear()  # row and lines know each other: see `_let_go`
        return shown

    # --- the schema ---------------------------------------------------------------------------------
    @property
    def filterset_class(self) -> Any:
        """For the schema alone: the filters of lists."""
        return self.filters

    def get_queryset(self) -> QuerySet[Any]:
        """For the schema alone: the model behind the resource."""
        from erp.core.actor import system_actor

        return known_document(self.kind).rows(system_actor("schema")).none()

    def get_serializer_class(self) -> Any:
        """For the schema alone: what answers look like."""
        return (self.list_out or self.out) if self.action == "list" else self.out


Handler = Callable[[Any, Call], Any]
View = Callable[..., Response]


def creates(body_class: BodyClass, status: int = 201) -> Callable[[Handler], View]:
    """Make a method `create(self, call)` the POST on the collection; it returns the new row or its key."""

    def decorate(handler: Handler) -> View:
        @extend_schema(request=body_class, parameters=[IDEMPOTENCY])
        @functools.wraps(handler)
        def view(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            known_document(self.kind).rows(self.actor)  # who may not see such a record does not make one
            call = Call(actor=self.actor, body=self.body(body_class))
            response: Response = self.run(
                lambda: handler(self, call), lambda row: self.shown(_pk(row)), status, record=_pk
            )
            return response

        return view

    return decorate


def changes(body_class: BodyClass) -> Callable[[Handler], View]:
    """Make a method `partial_update(self, call)` the PATCH on a record; the body has what was sent only."""

    def decorate(handler: Handler) -> View:
        @extend_schema(request=body_class, parameters=[IF_MATCH])
        @functools.wraps(handler)
        def view(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            pk = self.found_id()
            call = Call(
                actor=self.actor,
                id=pk,
                body=self.body(body_class, partial=True),
                expected_version=expected_version(request),
            )
            response: Response = self.run(lambda: handler(self, call), lambda _row: self.shown(pk))
            return response

        return view

    return decorate


def deletes(handler: Handler) -> View:
    """Make a method `destroy(self, call)` the DELETE on a record; answers 204."""

    @extend_schema(parameters=[IF_MATCH], responses={204: None})
    @functools.wraps(handler)
    def view(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        call = Call(actor=self.actor, id=self.found_id(), expected_version=expected_version(request))
        self.run(lambda: handler(self, call), lambda _row: {}, 204)
        return Response(status=204)

    return view


def verb(
    body_class: BodyClass = NoBody,
    *,
    path: str = "",
    status: Status = 200,
    out: Any = None,
    show: Callable[[Any, Any], Any] | None = None,
) -> Callable[[Handler], Any]:
    """Make a method `(self, call)` the action `POST /<resource>/{id}/<verb>/`; answers with the document.

    `path` where the verb is not the method's name; `show(self, result)` and `out` where the answer is
    something else than the document.
    """

    def decorate(handler: Handler) -> Any:
        def view(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            pk = self.found_id()
            seen = expected_version(request)
            call = Call(actor=self.actor, id=pk, body=self.body(body_class), expected_version=seen)
            shown = (lambda result: show(self, result)) if show else (lambda _result: self.shown(pk))
            record = None if show else (lambda _result: pk)
            response: Response = self.run(lambda: handler(self, call), shown, status, record=record)
            return response

        functools.update_wrapper(view, handler)
        schema: dict[str, Any] = {"request": None if body_class is NoBody else body_class}
        schema["parameters"] = [IDEMPOTENCY, IF_MATCH]
        if out is not None:
            schema["responses"] = {status if isinstance(status, int) else 200: out}
        name = path or handler.__name__.replace("_", "-")
        return extend_schema(**schema)(action(detail=True, methods=["post"], url_path=name)(view))

    return decorate


def _pk(row: Any) -> int:
    return int(row) if isinstance(row, int) else int(row.pk)
