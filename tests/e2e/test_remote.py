"""$refs over HTTP, against a server on this machine."""
import http.server
import threading

import pytest

CONTRACT = """asyncapi: 3.0.0
info: {{ title: T, version: 1.0.0 }}
channels:
  orders:
    address: orders
    messages: {{ placed: {{ $ref: '{url}#/messages/placed' }} }}
"""
MESSAGES = "messages: { placed: { payload: { $ref: '../schemas/order.json#/order' } } }\n"
ORDER = '{"order": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "maximum": 9}}}}'


class Server(http.server.ThreadingHTTPServer):
    """Answers from a table, and counts what is asked for."""

    def __init__(self):
        self.pages = {"/a/messages.yaml": MESSAGES, "/schemas/order.json": ORDER}
        self.asked, self.release = [], threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass        # a client that hangs up is what some tests are about


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        page = self.server.pages.get(self.path)
        if self.path.startswith("/never"):
            self.server.release.wait(20)
        if self.path.startswith("/round"):
            return self._head(302, ("Location", "/round" + str(len(self.server.asked))))
        if self.path.startswith("/moved"):
            return self._head(301, ("Location", "/a/messages.yaml"))
        if self.path.startswith("/out"):
            return self._head(302, ("Location", "file:///etc/passwd"))
        if page is None:
            return self._head(404)
        self._head(200)
        self.wfile.write(page if isinstance(page, bytes) else page.encode())

    def _head(self, status, *headers):
        self.send_response(status)
        for header in headers:
            self.send_header(*header)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    s = Server()
    yield s
    s.release.set()
    s.shutdown()
    s.server_close()


def check(world, url, *options, payload='{"id":10}'):
    contract = world.write("orders.yaml", CONTRACT.format(url=url))
    env = {"XDG_CACHE_HOME": str(world.tmp / "cache"), "no_proxy": "*", "HOME": str(world.tmp)}
    return world.understudy("check", contract, "--channel", "orders", *options, stdin=payload + "\n", env=env)


def test_a_ref_is_followed_over_http_and_on_from_there(world, server):
    done = check(world, server.url + "/a/messages.yaml", "--allow-remote")
    assert done.returncode == 1, done.stderr
    assert "must be <= 9 (got 10)" in done.stdout + done.stderr
    assert f"{server.url}/schemas/order.json:1:" in done.stdout + done.stderr
    assert server.asked == ["/a/messages.yaml", "/schemas/order.json"]
    assert check(world, server.url + "/a/messages.yaml", "--allow-remote", payload='{"id":9}').returncode == 0
    assert "(got 10)" in check(world, server.url + "/moved", "--allow-remote").stdout


def test_without_the_option_it_says_what_to_do(world, server):
    done = check(world, server.url + "/a/messages.yaml")
    assert "which is fetched only with --allow-remote; or keep a copy beside the document [ref]" in done.stderr
    assert server.asked == []


def test_what_was_fetched_is_there_offline(world, server):
    url = server.url + "/a/messages.yaml"
    never = check(world, url, "--offline")
    assert "which is not in the cache; fetch it once without --offline" in never.stderr
    assert server.asked == []
    check(world, url, "--allow-remote")
    server.shutdown()
    server.asked.clear()
    done = check(world, url, "--offline", "--allow-remote")
    assert done.returncode == 1 and "must be <= 9 (got 10)" in done.stdout + done.stderr
    assert server.asked == []
    kept = list((world.tmp / "cache" / "understudy").iterdir())
    assert sorted(len(f.name) for f in kept) == [64, 64]
    assert all(f.stat().st_mode & 0o777 == 0o600 for f in kept)


@pytest.mark.parametrize("path,said", [
    ("/not-there", "where the server answers 404"),
    ("/round", "which is redirected more than 5 times"),
    ("/never", "which does not come within 100ms (--remote-timeout)"),
    ("/large", "which is larger than 8 MiB"),
    ("/out", "which cannot be fetched: "),
    ("/broken.yaml", "/broken.yaml:2:1: error: "),
])
def test_what_cannot_be_had_is_an_error_each(world, server, path, said):
    server.pages["/large"] = b"#" * (8 << 20) + b"\n"
    server.pages["/broken.yaml"] = "a: [\n"
    done = check(world, server.url + path, "--allow-remote", *(["--remote-timeout", "100ms"] if path == "/never" else []))
    assert done.returncode != 0
    assert said in done.stderr, done.stderr
    assert "root:" not in done.stderr
    assert len(server.asked) == (6 if path == "/round" else 1)


def test_a_document_from_afar_reaches_no_file_of_this_machine(world, server):
    world.write("secret.yaml", "placed: { payload: { const: secret } }\n")
    for ref, said in ((f"file://{world.tmp}/secret.yaml#/placed", "but only http and https are fetched"),
                      (f"{world.tmp}/secret.yaml#/placed", "where the server answers 404")):
        server.pages["/a/messages.yaml"] = f"messages: {{ placed: {{ $ref: '{ref}' }} }}\n"
        done = check(world, server.url + "/a/messages.yaml", "--allow-remote")
        assert said in done.stderr, done.stderr


def test_a_server_that_is_not_there_is_one_error(world):
    done = check(world, "http://127.0.0.1:1/x.yaml", "--allow-remote")
    assert "which cannot be fetched: " in done.stderr


def test_a_watched_contract_asks_again_for_what_it_did_not_get(world, server):
    missing = server.pages.pop("/schemas/order.json")
    contract = world.write("orders.yaml", CONTRACT.format(url=server.url + "/a/messages.yaml"))
    mock = world.serve(contract, "--watch", "--allow-remote", "--protocol", "mqtt",
                       env={"XDG_CACHE_HOME": str(world.tmp / "cache"), "no_proxy": "*"})
    server.pages["/schemas/order.json"] = missing
    contract.write_text(contract.read_text().replace("1.0.0", "1.1.0"))
    mock.wait_line(r"reloaded .*\(1\.0\.0 -> 1\.1\.0\): 1 channel added")
    mock.stop()
    assert mock.text.count("where the server answers 404") == 1
    assert server.asked.count("/a/messages.yaml") == 1
    assert server.asked.count("/schemas/order.json") == 2
