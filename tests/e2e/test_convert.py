"""ls, bundle and convert: the program that people and scripts run."""
import json
import subprocess

from conftest import CONTRACTS, UNDERSTUDY


def understudy(*args, cwd=None, stdin=None, status=0):
    done = subprocess.run([UNDERSTUDY, *map(str, args)], cwd=cwd, input=stdin, text=True, timeout=20, capture_output=True)
    assert done.returncode == status, done.stdout + done.stderr
    return done


def listed(*args, **how):
    return json.loads(understudy("ls", *args, "--format", "json", **how).stdout)


def test_ls_lists_the_same_of_both_versions():
    new, old = listed(CONTRACTS / "orders.yaml"), listed(CONTRACTS / "orders-2.6.yaml")
    assert [s["host"] for s in new["servers"]] == [s["host"] for s in old["servers"]]
    assert {o["name"]: o["action"] for o in old["operations"]} == {
        **{o["name"]: o["action"] for o in new["operations"]}, "sendQuotes": "send"}
    assert old["channels"][0] == {"name": "orders/{region}", "address": "orders/{region}", "servers": [], "owner": None}
    assert new["operations"][2] == {"name": "answerQuotes", "action": "receive", "channel": "quoteRequests",
                                    "messages": ["quoteRequest"], "reply": "quoteReplies", "owner": None}


def test_ls_finds_owners_and_limits():
    text = """
asyncapi: 3.0.0
info: {title: T, version: '1', contact: {name: Everybody}}
servers:
  a: {host: a.example, protocol: mqtt, x-owner: {name: Platform}}
  b: {host: b.example, protocol: mqtt}
channels:
  c: {address: c, x-owner: Team C, servers: [{$ref: '#/servers/b'}, {$ref: '#/servers/a'}], messages: {m: {}}}
"""
    got = listed("-", stdin=text)
    assert [s["owner"] for s in got["servers"]] == ["Platform", "Everybody"]
    assert got["channels"] == [{"name": "c", "address": "c", "servers": ["b", "a"], "owner": "Team C"}]
    assert got["messages"][0]["owner"] == "Everybody"
    table = understudy("ls", "-", stdin=text).stdout
    assert "c        c        b, a     Team C\n" in table
    assert "CONTENT TYPE" not in table


def test_ls_of_a_document_with_errors_lists_what_is_understood(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("asyncapi: 3.0.0\ninfo: {title: T}\nchannels:\n  c: {address: c}\n")
    done = understudy("ls", broken, status=1)
    assert "broken.yaml:2:" in done.stderr
    assert "CHANNEL  ADDRESS\nc        c\n" == done.stdout


def test_ls_says_what_it_cannot_do(tmp_path):
    assert "--format of ls is text or json" in understudy("ls", CONTRACTS / "orders.yaml", "--format", "yaml", status=2).stderr
    understudy("ls", tmp_path / "none.yaml", status=2)
    understudy("ls", status=2)
