"""Contracts whose payloads are Avro, beside Debian's python3-avro: what we send it reads, what it writes we judge."""
import base64
import datetime
import io
import json

import pytest

pytest.importorskip("avro", reason="python3-avro is not installed (ci/install-deps test)")
import avro.io  # noqa: E402
import avro.schema  # noqa: E402

SCHEMA = """{
  "type": "record", "name": "Order", "namespace": "com.shop", "fields": [
    {"name": "id", "type": "string"},
    {"name": "email", "type": ["null", "string"], "default": null},
    {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}},
    {"name": "price", "type": "double"},
    {"name": "placedAt", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "due", "type": {"type": "int", "logicalType": "date"}},
    {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "PAID"]}},
    {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
      {"name": "sku", "type": "string"},
      {"name": "quantity", "type": ["int", "string", "Status"]}]}}},
    {"name": "tags", "type": {"type": "map", "values": "float"}},
    {"name": "replaces", "type": ["null", "Order"], "default": null}
  ]
}
"""

CONTRACT = """asyncapi: 3.0.0
info: {title: Orders in Avro, version: 1.0.0}
servers:
  local: {host: 'localhost:1883', protocol: mqtt}
channels:
  orders:
    address: orders
    messages:
      order:
        contentType: avro/binary
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: {$ref: ./order.avsc}
operations:
  op: {action: ACTION, channel: {$ref: '#/channels/orders'}}
"""


@pytest.fixture
def contract(world):
    def write(action):
        world.write("order.avsc", SCHEMA)
        return str(world.write(f"{action}.yaml", CONTRACT.replace("ACTION", action)))
    return write


def read(data):
    schema = avro.schema.parse(SCHEMA)
    stream = io.BytesIO(data)
    value = avro.io.DatumReader(schema).read(avro.io.BinaryDecoder(stream))
    assert stream.tell() == len(data)
    return value


def write(value):
    stream = io.BytesIO()
    avro.io.DatumWriter(avro.schema.parse(SCHEMA)).write(value, avro.io.BinaryEncoder(stream))
    return stream.getvalue()


def test_what_is_generated_is_read_by_another_and_written_alike(world, contract):
    done = world.understudy("generate", contract("send"), "-n", "50", "--seed", "1", "--with-headers")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 50, done.stderr
    for line in lines:
        data = base64.b64decode(line["base64"])
        value = read(data)
        assert read(write(value)) == value  # a decimal may have bytes in front that say nothing
        assert abs(value["placedAt"] - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(days=1)
        assert abs(value["due"] - datetime.date.today()) < datetime.timedelta(days=40)
        assert value["email"] is None or "@" in value["email"]


def test_what_another_writes_is_judged(world, contract):
    mock = world.serve(contract("receive"), "-v")
    good = read(base64.b64decode(json.loads(world.understudy(
        "generate", contract("send"), "--seed", "1", "--with-headers").stdout)["base64"]))
    path = world.tmp / "payload"
    for data, told in ((write(good), r"← orders  "), (write(good)[:-1], r"the bytes end within a long"),
                       (b"\0\0\0\0\7" + write(good), r"← orders  ")):
        path.write_bytes(data)
        done = world.run("mosquitto_pub", "-p", mock.port, "-q", "1", "-t", "orders", "-f", path)
        assert done.returncode == 0, done.stderr
        mock.wait_line(told)
    mock.stop()
    assert mock.text.count("is not Avro") == 1, mock.text


def test_a_subscriber_gets_bytes_that_another_reads(world, contract):
    mock = world.serve(contract("send"), "--every", "20ms")
    got = world.run("mosquitto_sub", "-p", mock.port, "-t", "orders", "-C", "3", "-F", "%x")
    assert len(got.stdout.split()) == 3, got.stderr
    for line in got.stdout.split():
        read(bytes.fromhex(line))


def test_check_names_the_wrapper_and_the_line_of_the_avro_type(world, contract):
    world.write("order.avsc", SCHEMA)
    path = world.write("json.yaml", CONTRACT.replace("avro/binary", "application/json").replace("ACTION", "send"))
    value = json.loads(world.understudy("generate", path, "--seed", "1").stdout)
    value["email"] = "x@example.org"
    done = world.understudy("check", path, "--message", "order", stdin=json.dumps(value) + "\n")
    violation = json.loads(done.stdout.splitlines()[0])["violations"][0]
    assert violation["text"] == ('payload.email must be null or {"string": ...} in Avro\'s JSON encoding '
                                 '(got "x@example.org")')
    assert violation["at"].endswith("order.avsc:4:31")


def test_diff_goes_by_schema_resolution(world, contract):
    old = contract("send")
    world.write("new/order.avsc", SCHEMA.replace('"price", "type": "double"', '"price", "type": "float"').replace(
        '{"name": "id"', '{"name": "note", "type": "string", "default": ""}, {"name": "id"'))
    new = world.write("new/send.yaml", CONTRACT.replace("ACTION", "send"))
    done = world.understudy("diff", old, new, "--format", "json", "--mode", "backward")
    assert done.returncode == 1, done.stdout + done.stderr
    changes = json.loads(done.stdout)["changes"]
    assert [(c["pointer"], c["change"]) for c in changes if c["breaks"]] == [("/payload/price", "type")], changes
