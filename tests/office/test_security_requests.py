"""What requests cannot do: act without our form, by odd methods, lead elsewhere, forge the host."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.office.accounts.test_sign_in import sign_in
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.ledger.models import Event

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ODD_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW")
# What stands for the variable parts of addresses; the row need not exist.
PARTS = {
    "<int:pk>": "1",
    "<slug:act>": "lock",
    "<slug:name>": "patents",
    "<str:ending>": "csv",
    "<path:number>": "2019103024301",
    "<slug:provider_id>": "city",
    "<name>": "patents",
    "<path:path>": "x",
    "<slug:register>": "patents",
    "<path:key>": "2019103024301",
    "<slug:slug>": "batteries",
    "<int:number>": "1",
    "<str:number>": "1",
    "<text>": "x",
    "<str:link>": "x",
    "<int:place>": "1",
    "<int:sequence>": "1",
    "<int:size>": "1",
    "<slug:number>": "XX-2026-000001",
    "<number>": "XX-2026-000001",
    "<slug:procedure>": "rights-aid",
    "<int:attachment>": "1",
    "<int:commitment>": "1",
    "<int:entry>": "1",
    "<int:file>": "1",
    "<int:indicator>": "1",
    "<int:measure>": "1",
    "<int:plan>": "1",
    "<int:resolution>": "1",
    "<slug:ending>": "csv",
    "<slug:section>": "x",
    "<slug:what>": "indicators",
    "<slug:file>": "x",
    "<slug:rule>": "x",
    "<str:code>": "x",
    "<code>": "x",
    "<slug:measure>": "abnormal",
    "<str:unit>": "44201",
    "<slug:by>": "agency",
    "<slug:limit>": "least-strength",
    "<str:party>": "P2222222222",
    "<party>": "P2222222222",
}


def addresses(
    below: list[URLPattern | URLResolver] | None = None, start: str = "/"
) -> Iterator[str]:
    """Yield an address of every pattern there is."""
    for pattern in get_resolver().url_patterns if below is None else below:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
            continue
        for part, value in PARTS.items():
            route = route.replace(part, value)
        yield route


@pytest.fixture
def everything(make_person: Callable[..., User]) -> User:
    """A person with every role."""
    return make_person("eve", *Role)


ADDRESSES = sorted(set(addresses()))


def test_the_walk_finds_every_part_of_the_platform():
    assert len(ADDRESSES) > 45
    assert not [address for address in ADDRESSES if "<" in address]
    for part in (
        "/people/",
        "/notices/",
        "/reports/",
        "/ledger/",
        "/registers/",
        "/indicators/",
        "/api/",
        "/accounts/",
        "/search/",
        "/hall/",
        "/cases/",
        "/caseload/",
        "/papers/",
        "/screening/",
        "/marks/",
        "/verify/",
    ):
        assert [address for address in ADDRESSES if address.startswith(part)], part


def test_no_form_is_taken_without_its_token(everything: User):
    client = Client(enforce_csrf_checks=True)
    client.force_login(everything, backend="zhiheng.office.accounts.backends.OfficeBackend")
    events, held = Event.objects.count(), Membership.objects.count()
    filled = {"reason": "x", "username": "new", "display_name": "New"}
    forms = [address for address in ADDRESSES if address != BY_SIGNATURE]
    answers = {address: client.post(address, filled).status_code for address in forms}
    assert not {address: status for address, status in answers.items() if status not in {403, 405}}
    assert client.post(BY_SIGNATURE, filled).status_code == 404
    assert (Event.objects.count(), Membership.objects.count()) == (events, held)


@pytest.mark.parametrize("method", ODD_METHODS)
def test_odd_methods_do_nothing(everything: User, method: str):
    client = Client(raise_request_exception=False)
    client.force_login(everything, backend="zhiheng.office.accounts.backends.OfficeBackend")
    events = Event.objects.count()
    answers = {address: client.generic(method, address).status_code for address in ADDRESSES}
    assert Event.objects.count() == events
    assert User.objects.get(pk=everything.pk).is_active
    assert not {address: status for address, status in answers.items() if status >= 500}


@pytest.mark.parametrize(
    "address",
    ["/people/1/lock/", "/people/1/password/", "/people/1/second-factor/", "/people/1/identity/",
     "/people/roles/1/end/", "/registers/set-aside/1/dismiss/", "/registers/set-aside/1/correct/",
     "/registers/imports/1/retry/", "/accounts/logout/", "/search/saved/1/delete/",
     "/search/saved/1/restore/", "/search/saved/1/watch/", "/search/alerts/1/read/",
     "/search/alerts/read/", "/screening/runs/1/again/", "/screening/limits/changes/1/withdraw/",
     "/screening/limits/trials/1/", "/screening/white-list/1/end/",
     "/screening/triggers/compute/", "/screening/triggers/1/", "/screening/veto/"],
)  # fmt: skip
def test_acts_need_a_post(everything: User, client_of: ClientOf, address: str):
    """A link or an image on another site sends a GET with the person's session."""
    pk = everything.pk
    held = everything.memberships.earliest("pk").pk
    address = address.replace("roles/1", f"roles/{held}").replace("people/1", f"people/{pk}")
    client = client_of(everything)
    events = Event.objects.count()
    assert client.get(address).status_code in {200, 404, 405}
    assert Event.objects.count() == events
    assert client.get("/me/").status_code == 200


OPEN_TO_ALL = {
    "/", "/healthz", "/language/", "/api/openapi.json", "/accounts/login/",
    "/accounts/inactive/", "/accounts/identity/none/", "/accounts/identity/error/",
    "/accounts/identity/cancelled/", "/accounts/oidc/city/login/",
    "/accounts/oidc/city/login/callback/", "/accounts/password/none/",
    "/accounts/logout/", "/api/",
    # The hall's guides, the checking of papers, and the log with what verifies it.
    "/hall/", "/hall/services/patents/", "/hall/services/patents/diagram.svg", "/hall/sign-up/",
    "/api/hall/services", "/api/hall/services/patents", "/verify/", "/verify/proof/",
    "/ledger/check/", "/ledger/zhiheng_verify.py", "/ledger/log/checkpoint", "/ledger/log/keys",
    "/ledger/log/tile/x", "/ledger/log/cosignatures/1",
}  # fmt: skip
# Takes the signed answer of a witness, a machine without a session; the signature is the proof.
BY_SIGNATURE = "/ledger/log/cosignatures/1"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_strangers_see_and_do_nothing(db: None, method: str):
    for address in sorted(set(ADDRESSES) - OPEN_TO_ALL):
        answer = Client().generic(method, address)
        assert answer.status_code in {302, 401, 405}, (address, answer.status_code)
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/accounts/login/"), address
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/people/", "/people/new/", "/people/roles/", "/organisations/", "/organisations/new/",
     "/ledger/", "/ledger/events.csv", "/ledger/verification/", "/registers/imports/new/",
     "/registers/set-aside/export.csv", "/registers/patents/export.csv", "/registers/patents/",
     "/registers/patents/source/2019103024301", "/indicators/", "/api/registers",
     "/search/", "/search/form/", "/search/saved/", "/search/alerts/", "/search/export.csv",
     "/api/search", "/marks/", "/marks/image/", "/marks/owners/", "/marks/pictures/1.png"],
)  # fmt: skip
def test_a_session_without_roles_opens_nothing(
    make_person: Callable[..., User], client_of: ClientOf, address: str
):
    assert client_of(make_person("new")).get(address).status_code == 403


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "https://evil.example\\@testserver/",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    " https://evil.example/",
    "\x08//evil.example/",
    "https://localhost.evil.example/",
    "https://testserver.evil.example/",
]


def assert_stays(answer: HttpResponse) -> None:
    assert answer.status_code in {200, 302}
    if answer.status_code == 302:
        assert answer.headers["Location"] in {"/", "/accounts/login/"}, answer.headers["Location"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_way_back_leads_nowhere_else(analyst: User, elsewhere: str):
    assert_stays(sign_in(Client(), "anna", next=elsewhere))
    client = Client()
    sign_in(client, "anna")
    assert_stays(client.get("/accounts/login/", {"next": elsewhere}))
    assert_stays(client.post("/language/", {"language": "en", "next": elsewhere}))
    assert_stays(client.post("/language/", {"language": "en"}, headers={"referer": elsewhere}))
    assert_stays(client.post("/accounts/logout/", {"next": elsewhere}))


def test_an_address_with_two_strokes_does_not_become_a_way_elsewhere(db: None):
    for path in ("//evil.example/people/", "//evil.example/people", "//evil.example/%2e%2e/"):
        answer = Client().get("/", PATH_INFO=path)
        assert answer.status_code == 404
        assert "Location" not in answer.headers


@pytest.mark.parametrize("other", ["localhost", "127.0.0.1", "[::1]"])
def test_the_platforms_other_names_are_elsewhere_too(analyst: User, other: str):
    """`localhost` is a name of the platform, and of whatever runs on the visitor's machine."""
    assert_stays(sign_in(Client(), "anna", next=f"http://{other}:8080/"))
    assert_stays(sign_in(Client(), "anna", next=f"http://{other}/"))


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "localhost.evil.example"},
        {"host": "localhost:80:80"},
        {"host": "local host"},
        {"host": "evil.example/localhost"},
        {"host": "localhost@evil.example"},
    ],
)
def test_a_name_that_is_not_ours_is_refused(db: None, headers: dict[str, str]):
    answer = Client(headers=headers).get("/accounts/login/")
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-forwarded-server": "evil.example"},
        {"x-original-url": "/people/"},
        {"x-rewrite-url": "/people/"},
    ],
)
def test_a_forged_name_reaches_no_page(db: None, headers: dict[str, str]):
    answer = Client(headers=headers).get("/accounts/login/")
    assert answer.status_code == 200
    assert "evil" not in answer.content.decode()
    assert "evil" not in str(dict(answer.headers))


@pytest.mark.parametrize(
    "query",
    ["page=1%00", "sort=%00", "q=%00", "q=%ff%fe", "since=9999999-01-01", f"page={9**400}"],
)
def test_broken_addresses_are_refused_without_a_crash(
    administrator: User, client_of: ClientOf, query: str
):
    client = client_of(administrator)
    for address in ("/people/", "/ledger/", "/organisations/", "/registers/patents/", "/"):
        assert client.get(f"{address}?{query}").status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n',
        b"\xff\xfe\x00",
        b"login=%00&password=%00",
        b"login=" + b"a" * 3000 + b"&password=" + b"b" * 3000,
        b"&".join(b"f%d=1" % number for number in range(2_100)),
    ],
    ids=["cut off", "not a form", "NUL", "long", "2 100 fields"],
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_broken_forms_are_refused_without_a_crash(db: None, body: bytes, kind: str):
    answer = Client().post("/accounts/login/", body, content_type=kind)
    assert answer.status_code in {200, 400}


def test_names_of_downloads_cannot_add_headers(analyst: User, client_of: ClientOf):
    client = client_of(analyst)
    for ending in ("csv%0d%0aSet-Cookie:x=1", "csv%0aX: y", "..%2f..%2fx"):
        for start in ("/registers/patents/export.", "/registers/set-aside/export."):
            answer = client.get(start + ending)
            assert answer.status_code in {400, 404}
            assert "x" not in answer.cookies


def test_htmx_is_never_sent_elsewhere(db: None):
    answer = Client(headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/"}).get(
        "/people/?next=https://evil.example/"
    )
    assert answer.headers["HX-Redirect"] == "/accounts/login/"
