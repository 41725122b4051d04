"""CBOR, MessagePack, gzip and CloudEvents over MQTT, with encoders and decoders that we did not write."""
import base64
import gzip
import json

import cbor2
import msgpack
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from conftest import recorded
from test_clients import Client

CONTRACT = """
asyncapi: 3.0.0
info: { title: Telemetry, version: 1.0.0 }
servers: { broker: { host: 'localhost:1883', protocol: mqtt } }
channels:
  cbor: { address: cbor, messages: { reading: { contentType: application/cbor, payload: { $ref: '#/components/schemas/reading' } } } }
  pack: { address: pack, messages: { reading: { contentType: application/msgpack, payload: { $ref: '#/components/schemas/reading' } } } }
  zip:
    address: zip
    messages:
      reading:
        contentType: application/json
        headers: { type: object, required: [Content-Encoding], properties: { Content-Encoding: { const: gzip } } }
        payload: { $ref: '#/components/schemas/reading' }
  event: { address: event, messages: { reading: { contentType: application/cloudevents+json, payload: { $ref: '#/components/schemas/reading' } } } }
components:
  schemas:
    reading:
      type: object
      required: [sensor, celsius]
      additionalProperties: false
      properties: { sensor: { type: string, minLength: 1 }, celsius: { type: number, maximum: 60, multipleOf: 0.5 }, n: { type: integer } }
"""
GOOD = {"sensor": "s1", "celsius": 21.5, "n": 2 ** 63}
DECODE = {"cbor": cbor2.loads, "pack": msgpack.unpackb, "zip": lambda b: json.loads(gzip.decompress(b)),
          "event": lambda b: json.loads(b)["data"]}


def publish(client, topic, payload, content_type=None, headers=()):
    properties = Properties(PacketTypes.PUBLISH)
    if content_type:
        properties.ContentType = content_type
    if headers:
        properties.UserProperty = list(headers)
    client.publish(topic, payload, 1, properties=properties)


def arrivals(world, send):
    contract, file = world.write("telemetry.yaml", CONTRACT), world.tmp / "traffic.jsonl"
    mock = world.serve(contract, "--record", file, "--role", "application")
    client = Client(mock.port, "python")
    send(client)
    client.close()
    mock.stop()
    return contract, file, [line for line in recorded(file) if line.get("client") == "python" and "outcome" in line]


def test_what_other_encoders_send_is_judged_by_its_value_and_recorded_with_it(world):
    sent = [("cbor", cbor2.dumps(GOOD), "application/cbor", ()),
            ("cbor", cbor2.dumps({"sensor": "s1", "celsius": 99}), None, ()),
            ("cbor", cbor2.dumps(GOOD)[:-1], None, ()),
            ("cbor", json.dumps(GOOD).encode(), "application/json", ()),
            ("pack", msgpack.packb(GOOD), "application/x-msgpack", ()),
            ("zip", gzip.compress(json.dumps(GOOD).encode()), None, [("content-encoding", "GZIP"), ("Content-Encoding", "gzip")])]

    def send(client):
        for one in sent:
            publish(client, *one)

    contract, file, lines = arrivals(world, send)
    assert [line["verdict"]["conforms"] for line in lines] == [True, False, False, False, True, True]
    assert [line["verdict"]["violations"][0]["keyword"] for line in lines if not line["verdict"]["conforms"]] == [
        "maximum", "cbor", "content-type"]
    assert "byte" in lines[2]["verdict"]["violations"][0]["text"]
    for (_, payload, _, _), line in zip(sent, lines):
        if "base64" in line:
            assert base64.b64decode(line["base64"]) == payload
    assert lines[0]["decoded"] == lines[4]["decoded"] == lines[5]["decoded"] == GOOD
    assert "decoded" not in lines[2]
    checked = world.understudy("check", contract, file)
    assert [json.loads(line)["conforms"] for line in checked.stdout.splitlines()] == [True, False, False, False, True, True]


def test_what_is_sent_can_be_read_by_other_decoders(world):
    mock = world.serve(world.write("telemetry.yaml", CONTRACT), "--seed", "3", "--every", "5ms", "--role", "counterpart")
    client = Client(mock.port, "python").subscribe([(name, 1) for name in DECODE])
    seen = {}
    for n in range(1, 200):
        for message in client.wait_messages(n)[n - 1:]:
            seen.setdefault(message.topic, message)
        if set(seen) == set(DECODE):
            break
    client.close()
    for topic, message in seen.items():
        value = DECODE[topic](message.payload)
        assert value["sensor"] and value["celsius"] <= 60 and value["celsius"] * 2 == int(value["celsius"] * 2), topic
    event = json.loads(seen["event"].payload)
    assert event["specversion"] == "1.0" and event["id"] and event["source"] and event["type"] == "reading"


def test_a_cloudevent_is_judged_in_either_mode(world):
    attributes = {"specversion": "1.0", "id": "1", "source": "/python", "type": "reading"}

    def send(client):
        publish(client, "event", json.dumps({**attributes, "data": GOOD}), "application/cloudevents+json")
        publish(client, "event", json.dumps({**attributes, "specversion": "0.3", "data": GOOD}), "application/cloudevents+json")
        publish(client, "cbor", cbor2.dumps(GOOD), "application/cbor", attributes.items())
        publish(client, "cbor", cbor2.dumps(GOOD), "application/cbor", {**attributes, "time": "yesterday"}.items())

    _, _, lines = arrivals(world, send)
    assert [line["verdict"]["conforms"] for line in lines] == [True, False, True, False]
    assert lines[1]["verdict"]["violations"][0]["instance"] == "/specversion"
    assert lines[3]["verdict"]["violations"][0]["text"].startswith("headers.time must be a timestamp")


def test_generated_lines_are_checked_in_their_decoded_form(world):
    contract = world.write("telemetry.yaml", CONTRACT)
    for channel in DECODE:
        made = world.understudy("generate", contract, channel, "-n", "5", "--seed", "1")
        checked = world.understudy("check", contract, "--channel", channel, stdin=made.stdout)
        assert checked.returncode == 0, checked.stdout
        assert len(checked.stdout.splitlines()) == 5


SCENARIO = """
scenario: A reading comes back twice as warm
contract: telemetry.yaml
program: { run: [/usr/bin/python3, twice.py], env: { PORT: "${servers.broker.port}" } }
steps:
  - send: { channel: cbor, payload: { celsius: 10.5 }, as: first }
  - expect: { channel: pack, payload: { sensor: "${first.payload.sensor}", celsius: 21 }, as: second }
  - send: { channel: zip, payload: { sensor: "${second.payload.sensor}", celsius: 1 }, receivers: 0 }
"""
PROGRAM = """
import os, cbor2, msgpack, paho.mqtt.client as paho
def on_message(client, data, message):
    value = cbor2.loads(message.payload)
    value["celsius"] *= 2
    client.publish("pack", msgpack.packb(value), 1)
client = paho.Client(protocol=paho.MQTTv5)
client.on_message = on_message
client.on_connect = lambda c, *a: c.subscribe("cbor", 1)
client.connect("127.0.0.1", int(os.environ["PORT"]))
client.loop_forever()
"""


def test_a_scenario_sees_and_sends_values(world):
    world.write("telemetry.yaml", CONTRACT)
    world.write("twice.py", PROGRAM)
    got = world.understudy("run", world.write("twice.scenario.yaml", SCENARIO))
    assert got.returncode == 0, got.stdout + got.stderr
