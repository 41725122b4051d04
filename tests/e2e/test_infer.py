"""infer: a draft from recorded traffic, which validates and which the recording conforms to."""
import json

import yaml

import pytest

from conftest import CONTRACTS, UNDERSTUDY
from test_serve import publish

HEADER = '{"understudy":1,"started":"2026-11-21T10:00:00.000000Z","seed":7,"contracts":[]}'


def draft_of(world, recording, *options):
    """The draft, once it has been shown to be valid and to fit its recording."""
    done = world.understudy("infer", str(recording), "-o", "draft.yaml", *options)
    assert done.returncode == 0, done.stderr
    valid = world.understudy("validate", "draft.yaml")
    assert valid.returncode == 0, valid.stdout + valid.stderr
    check = world.understudy("check", "draft.yaml", str(recording))
    assert check.returncode == 0, check.stdout
    return yaml.safe_load((world.tmp / "draft.yaml").read_text())


def generated(world, message, n):
    done = world.understudy("generate", str(CONTRACTS / "orders.yaml"), message, "-n", str(n), "--seed", "5")
    assert done.returncode == 0, done.stderr
    return done.stdout


def operation(draft, channel):
    found = [o for o in draft["operations"].values() if o["channel"]["$ref"] == f"#/channels/{channel}"]
    assert len(found) == 1
    return found[0]


def test_a_draft_of_what_mosquitto_clients_did(world):
    mock = world.serve("orders.yaml", "--record", "traffic.jsonl", "--every", "2ms", "--seed", "3")
    listener = world.start("mosquitto_sub", "-p", str(mock.port), "-t", "orders/+", "-C", "60")
    for address, message in (("shipments", "shipmentCreated"), ("payments", "paymentReceived")):
        done = world.run("mosquitto_pub", "-p", str(mock.port), "-t", address, "-l", "-q", "1", "-V", "mqttv5",
                         "-D", "publish", "user-property", "attempt", "3", stdin=generated(world, message, 60))
        assert done.returncode == 0, done.stderr
    assert listener.wait() == 0
    mock.stop()
    draft = draft_of(world, "traffic.jsonl")
    channels = draft["channels"]
    assert {c["address"] for c in channels.values()} == {"orders/{order}", "shipments", "payments"}
    assert sorted(channels["orders"]["parameters"]["order"]["enum"]) == ["apac", "eu", "us"]
    assert operation(draft, "orders")["action"] == "send"
    assert operation(draft, "shipments")["action"] == "receive"
    assert operation(draft, "shipments")["bindings"]["mqtt"]["qos"] == 1
    placed, cancelled = sorted(channels["orders"]["messages"].values(), key=lambda m: "reason" in m["payload"]["required"])
    assert placed["payload"]["properties"]["placedAt"]["format"] == "date-time"
    assert placed["payload"]["properties"]["currency"]["enum"] == ["EUR", "GBP", "USD"]
    assert placed["payload"]["properties"]["lines"]["items"]["properties"]["quantity"] == {"type": "integer"}
    assert set(cancelled["payload"]["required"]) == {"orderId", "reason"}
    (shipment,) = channels["shipments"]["messages"].values()
    assert shipment["payload"]["required"] == ["shipmentId", "orderId", "parcels"]
    assert shipment["payload"]["properties"]["shipmentId"] == {"type": "string", "format": "uuid"}
    assert shipment["headers"]["properties"]["attempt"] == {"type": "integer"}
    assert draft["servers"]["production"] == {"host": "localhost", "protocol": "mqtt"}


def test_a_draft_is_served_and_judges(world):
    rows = [json.dumps({"seq": i, "server": "s", "protocol": "mqtt", "client": "c", "address": f"sensors/{i}/temp",
                        "payload": {"celsius": 20 + i / 10}}) for i in range(9)]
    recording = world.write("sensors.jsonl", "\n".join([HEADER, *rows]) + "\n")
    draft_of(world, recording)
    mock = world.serve(str(world.tmp / "draft.yaml"), "--no-generate")
    publish(world, mock, "sensors/77/temp", '{"celsius":21.5}')
    publish(world, mock, "sensors/77/temp", '{"celsius":"warm"}')
    assert "celsius must be a number" in mock.wait_line("✗")


def test_the_other_side_is_described_by_role_counterpart(world):
    row = '{"seq":1,"server":"s","protocol":"mqtt","client":"c","address":"a","payload":{"x":1}}'
    recording = world.write("one.jsonl", f"{HEADER}\n{row}\n")
    assert operation(draft_of(world, recording), "a")["action"] == "receive"
    assert operation(draft_of(world, recording, "--role", "counterpart"), "a")["action"] == "send"


def test_what_is_no_recording_or_empty_is_said(world):
    assert world.understudy("infer").returncode == 2
    assert world.understudy("infer", "nowhere.jsonl").returncode == 2
    lines = world.understudy("infer", "-", stdin='{"a":1}\n')
    assert lines.returncode == 2 and "no recording" in lines.stderr
    empty = world.understudy("infer", "-", stdin=HEADER + "\n")
    assert empty.returncode == 2 and "no message" in empty.stderr
    row = '{"seq":1,"client":"c","address":"a","payload":1}'
    torn = world.understudy("infer", "-", stdin=f'{HEADER}\n{row}\n{{"seq":2,"addr')
    assert torn.returncode == 0 and "torn" in torn.stderr


@pytest.mark.skipif("address" in UNDERSTUDY, reason="a sanitizer's shadow is larger than any limit")
def test_many_addresses_take_bounded_memory(world):
    def lines():
        yield HEADER
        for i in range(60000):
            yield f'{{"seq":{i},"client":"c","address":"plant/{i % 7}/machine-{i}x/m{i}","payload":{{"k{i}":{i},"v":1}}}}'
    recording = world.write("wide.jsonl", "\n".join(lines()) + "\n")
    limited = world.run("sh", "-c", 'ulimit -v 700000; exec "$0" infer wide.jsonl -o draft.yaml', UNDERSTUDY)
    assert limited.returncode == 0, limited.stderr
    assert world.understudy("check", "-q", "draft.yaml", str(recording)).returncode == 0
