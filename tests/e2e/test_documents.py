"""validate, check, generate: the document and messages without a broker."""
import json
import subprocess
import sys

import pytest
import yaml

from conftest import CONTRACTS, UNDERSTUDY

ORDERS = str(CONTRACTS / "orders.yaml")
SHIPMENT = {"shipmentId": "7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1", "orderId": "7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1",
            "parcels": [{"weightGrams": 250}]}


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_validate_says_what_and_where(world):
    for name in ("orders.yaml", "orders-2.6.yaml"):
        good = world.understudy("validate", str(CONTRACTS / name))
        assert good.returncode == 0, good.stderr
    broken = world.write("broken.yaml", (CONTRACTS / "orders.yaml").read_text().replace("action: send", "action: sends"))
    done = world.understudy("validate", str(broken))
    assert done.returncode == 1
    at = next(i for i, line in enumerate(broken.read_text().splitlines(), 1) if "action: sends" in line)
    assert f"broken.yaml:{at}:" in done.stderr and ": error: " in done.stderr


def test_validate_tells_unreadable_from_wrong(world):
    assert world.understudy("validate", "nowhere.yaml").returncode == 2
    assert world.understudy("validate").returncode == 2
    assert world.understudy("validate", str(world.write("x.yaml", "a: [1"))).returncode == 1
    assert world.understudy("validate", str(world.write("y.yaml", "just: text"))).returncode == 1


def test_hostile_documents_end_in_an_error(world):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    for name, text in (("bomb.yaml", bomb), ("deep.json", "[" * 1000000), ("deep.yaml", "- " * 100000),
                       ("deep2.yaml", "[" * 1000000), ("nul.yaml", "asyncapi: \0"), ("latin.yaml", "a: \udcff")):
        path = world.tmp / name
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        done = world.understudy("validate", str(path))
        assert done.returncode in (1, 2), (name, done.returncode)
        assert f"{name}:" in done.stderr and "error:" in done.stderr, (name, done.stderr)


def test_check_judges_json_lines(world):
    bad = dict(SHIPMENT, parcels=[])
    text = json.dumps(SHIPMENT) + "\n" + json.dumps(bad) + "\nnot json\n"
    done = world.understudy("check", ORDERS, "--message", "shipmentCreated", stdin=text)
    assert done.returncode == 1
    good, empty, broken = lines(done.stdout)
    assert good == {"conforms": True, "message": "shipmentCreated"}
    assert empty["conforms"] is False
    violation = empty["violations"][0]
    assert violation["instance"] == "/parcels" and violation["keyword"] == "minItems"
    assert violation["schema"] == "/properties/parcels/minItems"
    assert violation["text"] == "payload.parcels must have at least 1 item (got 0)"
    line = int(violation["at"].split(":")[1])
    assert "minItems: 1" in open(ORDERS).read().splitlines()[line - 1]
    assert broken["violations"][0]["keyword"] == "json"


def test_check_quietly_is_only_the_status(world):
    good = world.understudy("check", ORDERS, "--channel", "shipments", "--quiet", stdin=json.dumps(SHIPMENT) + "\n")
    assert (good.returncode, good.stdout) == (0, "")
    bad = world.understudy("check", ORDERS, "--channel", "shipments", "--quiet", stdin="{}\n")
    assert (bad.returncode, bad.stdout) == (1, "")
    unknown = world.understudy("check", ORDERS, "--message", "shipmentCreate", stdin="{}\n")
    assert unknown.returncode == 2 and 'did you mean "shipmentCreated"?' in unknown.stderr


def test_what_is_generated_conforms(world):
    for message in ("orderPlaced", "orderCancelled", "shipmentCreated", "quoteRequest", "quote", "paymentReceived"):
        made = world.understudy("generate", ORDERS, message, "-n", "50", "--seed", "42")
        assert made.returncode == 0, made.stderr
        assert len(set(made.stdout.splitlines())) > 10
        done = world.understudy("check", ORDERS, "--message", message, "--quiet", stdin=made.stdout)
        assert done.returncode == 0, message


def test_the_same_seed_gives_the_same_bytes(world):
    argv = ("generate", ORDERS, "orders", "-n", "20", "--seed", "42", "--clock", "2026-01-01T00:00:00Z", "--with-headers")
    first, second = world.understudy(*argv), world.understudy(*argv)
    assert first.stdout == second.stdout and first.stdout
    other = world.understudy(*(a if a != "42" else "43" for a in argv))
    assert other.stdout != first.stdout
    whole = lines(first.stdout)
    assert {w["message"] for w in whole} == {"orderPlaced", "orderCancelled"}
    assert all(w["address"] in ("orders/eu", "orders/us", "orders/apac") for w in whole)


def test_a_schema_that_nothing_satisfies_gives_no_output(world):
    text = (CONTRACTS / "orders.yaml").read_text().replace("exclusiveMinimum: 0", "minimum: 20000")
    done = world.understudy("generate", str(world.write("never.yaml", text)), "paymentReceived")
    assert done.returncode == 1 and done.stdout == ""
    assert "never.yaml:" in done.stderr and "error:" in done.stderr


def big_document(n):
    """A megabyte of channels, operations, messages and schemas, written as people write them."""
    one = {
        "channels": "  ch{0}:\n    address: a/{0}/{{id}}\n    parameters:\n      id: {{ description: the id }}\n"
                    "    messages:\n      m{0}:\n        $ref: '#/components/messages/m{0}'\n",
        "operations": "  op{0}:\n    action: send\n    channel:\n      $ref: '#/channels/ch{0}'\n",
    }
    message = ("    m{0}:\n      contentType: application/json\n      payload:\n"
               "        $ref: '#/components/schemas/s{0}'\n")
    schema = "    s{0}:\n      type: object\n      required: [a, b, c]\n      properties:\n" + "".join(
        f"        {p}:\n          type: string\n          description: A property of some sort with words\n"
        "          maxLength: 50\n" for p in "abcdef")
    text = "asyncapi: 3.0.0\ninfo: { title: Big, version: '1' }\n"
    for key, part in one.items():
        text += key + ":\n" + "".join(part.format(i) for i in range(n))
    text += "components:\n  messages:\n" + "".join(message.format(i) for i in range(n))
    return text + "  schemas:\n" + "".join(schema.format(i) for i in range(n))


def many_small_channels(n, compact):
    """Few bytes for much to be known of."""
    def channel(i):
        properties = {"id": {"type": "string", "maxLength": 36}, "amount": {"type": "integer", "minimum": 0},
                      "city": {"type": "string", "maxLength": 80}}
        payload = {"type": "object", "required": ["id", "amount"], "properties": properties}
        return {"address": f"things/{i}/state", "description": f"State of thing number {i}, told whenever it changes",
                "messages": {"state": {"contentType": "application/json", "payload": payload}}}
    document = {"asyncapi": "3.0.0", "info": {"title": "Big", "version": "1.0.0"},
                "channels": {f"ch{i}": channel(i) for i in range(n)}}
    return json.dumps(document, separators=(",", ":")) if compact else yaml.safe_dump(document, sort_keys=False)


@pytest.mark.skipif("address" in UNDERSTUDY, reason="sanitizers take time and memory of their own")
@pytest.mark.parametrize("name, text", [("big.yaml", big_document(930)),
                                        ("many.json", many_small_channels(2842, True)),
                                        ("many.yaml", many_small_channels(2400, False))],
                         ids=["large schemas", "many channels, JSON", "many channels, YAML"])
def test_a_megabyte_is_checked_in_little_memory(world, name, text):
    path = world.write(name, text)
    size = path.stat().st_size
    # A process starts with the peak of the one that forked it: pytest is too large for that, so a small one is between.
    measure = ("import os, sys; pid = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]); _, status, used = os.wait4(pid, 0); "
               "print(status, used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)")
    done = subprocess.run([sys.executable, "-I", "-S", "-c", measure, UNDERSTUDY, "validate", "-q", path], capture_output=True,
                          text=True, timeout=60)
    status, memory, seconds = map(float, done.stdout.split())
    assert status == 0 and size > 1_000_000, done.stderr
    assert memory < 20 * size
    assert seconds < 1  # 0.07 on an idle machine; what is slow by nature shows all the same
