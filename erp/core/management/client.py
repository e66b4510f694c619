"""Writes a typed Python client from the OpenAPI document; it needs nothing but the standard library."""

from __future__ import annotations

import keyword
import re
from typing import Any

PREFIX = "/api/v1/"
_METHODS = {"get": "retrieve", "post": "create", "patch": "change", "put": "replace", "delete": "delete"}
_SIMPLE = {
    "binary": "bytes",
    "object": "dict[str, Any]",
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
}
_HEAD = '''"""Client of the {title} {version}; written by `bin/manage generate_client`, not by hand."""

from __future__ import annotations

import builtins
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Literal, TypeAlias, TypedDict

try:
    from typing import NotRequired
except ImportError:  # Python 3.10
    from typing_extensions import NotRequired


class ApiProblem(Exception):
    """A refusal: `status`, the stable `code`, and `errors` (path → messages) or `facts`."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code", ""))
        self.detail = str(body.get("detail", ""))
        self.errors: dict[str, list[str]] = body.get("errors", {{}})
        self.facts: dict[str, Any] = body.get("facts", {{}})
        super().__init__(f"{{status}} {{self.code}}: {{self.detail}}")


class Transport:
    """Sends requests with the API key; remembers the headers of the last answer."""

    def __init__(self, url: str, key: str, timeout: float = 30.0, language: str = "") -> None:
        self.url = url.rstrip("/")
        self.headers = {{"Authorization": f"Bearer {{key}}", "Accept": "application/json, */*"}}
        if language:
            self.headers["Accept-Language"] = language
        self.timeout = timeout
        self.status = 0
        self.answer_headers: dict[str, str] = {{}}

    def send(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
        if_match: int | str | None = None,
    ) -> Any:
        """The answer's JSON, its bytes where it is none, or None where it is empty.

        Raises: ApiProblem.
        """
        given = {{name: _text(value) for name, value in (query or {{}}).items() if value is not None}}
        url = f"{{self.url}}{{path}}" + (f"?{{urllib.parse.urlencode(given)}}" if given else "")
        headers = dict(self.headers)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        if if_match is not None:
            headers["If-Match"] = if_match if isinstance(if_match, str) else f'"{{if_match}}"'
        request = urllib.request.Request(url, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return self._read(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            self._read(error.code, error.headers, b"")
            raise ApiProblem(error.code, _problem(error.read())) from None

    def _read(self, status: int, headers: Any, raw: bytes) -> Any:
        self.status, self.answer_headers = status, dict(headers.items())
        if not raw:
            return None
        return json.loads(raw) if "json" in headers.get("Content-Type", "") else raw


def _problem(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {{"detail": raw[:200].decode(errors="replace")}}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _segment(value: str) -> str:
    return urllib.parse.quote(str(value), safe="")
'''


def client_source(schema: dict[str, Any]) -> str:
    """The client's source code for an OpenAPI document."""
    parts = [_HEAD.format(title=schema["info"]["title"], version=schema["info"]["version"])]
    components = schema.get("components", {}).get("schemas", {})
    parts += [_component(name, body) for name, body in sorted(components.items())]
    groups: dict[str, dict[str, str]] = {}
    for path, operations in sorted(schema["paths"].items()):
        if path.startswith(PREFIX) and path != PREFIX:
            _add_operations(groups, path, operations)
    parts += [_group(name, methods) for name, methods in sorted(groups.items())]
    parts.append(_front(sorted(groups)))
    return "\n\n".join(parts) + "\n"


def _name(text: str) -> str:
    name = re.sub(r"\W+", "_", text).strip("_")
    return f"{name}_" if keyword.iskeyword(name) or not name or name[0].isdigit() else name


def _class_name(text: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W|_", text))


def _doc(text: str, indent: str) -> str:
    line = " ".join((text or "").split()).replace("\\", "\\\\").replace('"""', "'''")[:150]
    return f'{indent}"""{line or "Nothing more is said."}"""'


def _component(name: str, body: dict[str, Any]) -> str:
    if body.get("type") != "object" or not body.get("properties"):
        shown = _annotation(body)
        return f"{name}: TypeAlias = {shown}" if "enum" in body else f'{name}: TypeAlias = "{shown}"'
    required = set(body.get("required", []))
    fields = []
    for field, kind in body["properties"].items():
        shown = _annotation(kind)
        fields.append((field, shown if field in required else f"NotRequired[{shown}]"))
    if all(field.isidentifier() and not keyword.iskeyword(field) for field, _kind in fields):
        lines = [f"class {name}(TypedDict):", _doc(body.get("description", ""), "    "), ""]
        return "\n".join(["", *lines, *(f"    {field}: {kind}" for field, kind in fields)])
    members = ", ".join(f'"{field}": "{kind}"' for field, kind in fields)
    return f'{name} = TypedDict("{name}", {{{members}}})'


def _annotation(kind: dict[str, Any]) -> str:
    shown = _plain(kind)
    return f"{shown} | None" if kind.get("nullable") and not shown.endswith("None") else shown


def _plain(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        return str(kind["$ref"]).rpartition("/")[2]
    for union in ("allOf", "oneOf", "anyOf"):
        if union in kind:
            return " | ".join(dict.fromkeys(_plain(option) for option in kind[union]))
    if "enum" in kind:
        values = ", ".join(repr(value) for value in kind["enum"])
        return f"Literal[{values}]".replace('"', "'")
    if kind.get("type") == "array":
        return f"builtins.list[{_annotation(kind.get('items', {}))}]"
    return _SIMPLE.get(kind.get("format", ""), _SIMPLE.get(kind.get("type", ""), "Any"))


def _add_operations(groups: dict[str, dict[str, str]], path: str, operations: dict[str, Any]) -> None:
    segments = [segment for segment in path.removeprefix(PREFIX).split("/") if segment]
    methods = groups.setdefault(_name(segments[0]), {})
    verb = "_".join(_name(part) for part in segments[1:] if not part.startswith("{"))
    for method, operation in operations.items():
        if method in _METHODS:
            name = verb or _verb(method, segments, operation)
            name = name if name not in methods else f"{name}_{_METHODS[method]}"
            methods[name] = _method(path, method, operation, name)


def _verb(method: str, segments: list[str], operation: dict[str, Any]) -> str:
    is_one = any(part.startswith("{") for part in segments)
    if method == "get" and not is_one:
        return "get" if operation["operationId"].endswith("_retrieve") else "list"
    return _METHODS[method]


def _method(path: str, method: str, operation: dict[str, Any], name: str) -> str:
    parameters = operation.get("parameters", [])
    inside = [p["name"] for p in parameters if p["in"] == "path"]
    queries = [p for p in parameters if p["in"] == "query" and p["name"] != "format"]
    headers = {p["name"] for p in parameters if p["in"] == "header"}
    body = _body(operation)
    arguments = ["self", *(f"{_name(one)}: str" for one in inside)]
    if body:
        kind, is_needed = body
        arguments.append(f"body: {kind}" if is_needed else f"body: {kind} | None = None")
    named = [f"{_name(p['name'])}: {_annotation(p['schema'])} | None = None" for p in queries]
    if "Idempotency-Key" in headers:
        named.append("idempotency_key: str | None = None")
    if "If-Match" in headers:
        named.append("if_match: int | str | None = None")
    if named:
        arguments += ["*", *named]
    address = re.sub(r"\{(\w+)\}", lambda found: f"{{_segment({_name(found[1])})}}", path)
    call = [f'"{method.upper()}"', f'f"{address}"' if inside else f'"{path}"']
    if queries:
        call.append("query={" + ", ".join(f'"{p["name"]}": {_name(p["name"])}' for p in queries) + "}")
    if body:
        call.append("body=body" if body[1] else "body=body or {}")
    call += [f"{n}={n}" for n in ("idempotency_key", "if_match") if any(a.startswith(f"{n}:") for a in named)]
    answer = _answer(operation)
    return "\n".join(
        [
            f"    def {_name(name)}({', '.join(arguments)}) -> {answer}:",
            _doc(operation.get("description", ""), "        "),
            f"        return self._transport.send({', '.join(call)})  # type: ignore[no-any-return]",
        ]
    )


def _body(operation: dict[str, Any]) -> tuple[str, bool] | None:
    body = operation.get("requestBody")
    content = (body or {}).get("content", {}).get("application/json")
    if not body or content is None:
        return None
    return _annotation(content.get("schema", {})), bool(body.get("required"))


def _answer(operation: dict[str, Any]) -> str:
    kinds = []
    for status, response in sorted(operation["responses"].items()):
        if status.startswith("2"):
            contents = response.get("content") or {}
            content = contents.get("application/json") or next(iter(contents.values()), None)
            shown = _annotation(content.get("schema", {})) if content else "None"
            if shown not in kinds:
                kinds.append(shown)
    return " | ".join(kinds) or "Any"


def _group(name: str, methods: dict[str, str]) -> str:
    head = [f"class {_class_name(name)}Calls:", f'    """What can be done with {name}."""', ""]
    start = [
        "    def __init__(self, transport: Transport) -> None:",
        "        self._transport = transport",
    ]
    return "\n".join(["", *head, *start, "", "\n\n".join(methods.values())])


def _front(groups: list[str]) -> str:
    lines = [
        "",
        "class Kept:",
        '    """The API behind one address and key: `Kept(url, key).orders.create({...})`."""',
        "",
        '    def __init__(self, url: str, key: str, *, timeout: float = 30.0, language: str = "") -> None:',
        "        self.transport = Transport(url, key, timeout, language)",
    ]
    lines += [f"        self.{name} = {_class_name(name)}Calls(self.transport)" for name in groups]
    return "\n".join(lines)
