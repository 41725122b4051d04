"""Recordings: what stands in them, and that nothing acknowledged is lost."""
import json
import signal
import socket
import struct

from conftest import CONTRACTS, recorded
from test_clients import Client
from test_serve import BAD_SHIPMENT, GOOD_SHIPMENT, publish


def test_a_line_per_arrival_and_session_event(world):
    mock = world.serve("orders.yaml", "--record", "traffic.jsonl", "--no-generate", "--seed", "7")
    publish(world, mock, "shipments", BAD_SHIPMENT, "-i", "shop-1", "-q", "1")
    client = Client(mock.port, "node-1").subscribe("orders/+", 1)
    client.close()
    mock.wait_line("node-1.*disconnected")
    mock.stop()
    header = json.loads((world.tmp / "traffic.jsonl").read_text().splitlines()[0])
    assert header["understudy"] == 1 and header["seed"] == 7
    assert header["contracts"][0]["version"] == "1.4.0" and len(header["contracts"][0]["sha256"]) == 64
    lines = recorded(world.tmp / "traffic.jsonl")
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    events = [(line["client"], line.get("event", "message")) for line in lines]
    assert events == [("shop-1", "connected"), ("shop-1", "message"), ("shop-1", "disconnected"), ("node-1", "connected"),
                      ("node-1", "subscribed"), ("node-1", "disconnected")]
    message = lines[1]
    assert message["server"] == "production" and message["protocol"] == "mqtt"
    assert message["address"] == "shipments" and message["channel"] == "shipments"
    assert message["payload"] == json.loads(BAD_SHIPMENT) and message["mqtt"]["qos"] == 1
    assert message["outcome"] == "accepted"
    violation = message["verdict"]["violations"][0]
    assert violation["instance"] == "/parcels" and violation["keyword"] == "minItems"
    assert violation["schema"] == "/properties/parcels/minItems" and "orders.yaml:" in violation["at"]
    assert lines[4]["address"] == "orders/+" and lines[4]["mqtt"]["qos"] == 1


def test_payloads_are_kept_as_json_text_or_base64(world):
    mock = world.serve("orders.yaml", "--record", "traffic.jsonl", "--no-generate", "--unknown", "relay")
    client = Client(mock.port, "c")
    for payload in (b'{"a":\n 1.50}', b"plain", b"\xff\x00", b""):
        client.publish("somewhere", payload, 1)
    client.close()
    mock.stop()
    text = (world.tmp / "traffic.jsonl").read_text()
    assert '"payload":{"a":  1.50}' in text     # byte for byte, but for the line break
    kinds = [{k: line[k] for k in ("payload", "text", "base64") if k in line} for line in recorded(world.tmp / "traffic.jsonl")
             if "outcome" in line]
    assert kinds == [{"payload": {"a": 1.5}}, {"text": "plain"}, {"base64": "/wA="}, {"text": ""}]


def qos1(topic, packet_id, payload):
    body = struct.pack("!H", len(topic)) + topic + struct.pack("!H", packet_id) + payload
    length, n = b"", len(body)
    while True:
        n, digit = divmod(n, 128)
        length += bytes([digit | (0x80 if n else 0)])
        if not n:
            return b"\x32" + length + body


def test_kill_9_loses_nothing_that_was_acknowledged(world):
    """A flood of QoS 1 publishes; the mock is killed in the middle; every PUBACK that came out has its line."""
    mock = world.serve("orders.yaml", "--record", "traffic.jsonl", "--no-generate", "--unknown", "relay")
    s = socket.create_connection(("127.0.0.1", mock.port))
    s.sendall(b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04kill")
    assert s.recv(4) == b"\x20\x02\x00\x00"
    acknowledged, unread, sent = set(), b"", 0
    s.setblocking(True)
    while len(acknowledged) < 3000:
        batch = b"".join(qos1(b"flood", i % 60000 + 1, b"%d" % i) for i in range(sent, sent + 200))
        sent += 200
        s.sendall(batch)
        unread += s.recv(65536)
        while len(unread) >= 4:
            assert unread[0] == 0x40
            acknowledged.add(struct.unpack("!H", unread[2:4])[0])
            unread = unread[4:]
    mock.popen.send_signal(signal.SIGKILL)
    mock.wait()
    try:
        while True:
            more = s.recv(65536)
            if not more:
                break
            unread += more
    except ConnectionResetError:
        pass
    while len(unread) >= 4:
        acknowledged.add(struct.unpack("!H", unread[2:4])[0])
        unread = unread[4:]
    text = (world.tmp / "traffic.jsonl").read_text()
    kept = set()
    for line in text.splitlines():
        try:
            line = json.loads(line)
        except ValueError:
            continue    # a torn last line
        if "payload" in line:
            kept.add(line["payload"] % 60000 + 1)
    assert len(acknowledged) >= 3000
    assert acknowledged <= kept


def test_an_old_recording_is_judged_by_another_contract(world):
    mock = world.serve("orders.yaml", "--record", "monday.jsonl", "--no-generate")
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-q", "1")
    publish(world, mock, "shipments", GOOD_SHIPMENT.replace("250", "9000"), "-q", "1")
    mock.stop()
    same = world.understudy("check", mock.argv[2], "monday.jsonl")
    assert same.returncode == 0, same.stdout + same.stderr
    assert [json.loads(line)["conforms"] for line in same.stdout.splitlines()] == [True, True]
    narrower = world.write("narrower.yaml", (CONTRACTS / "orders.yaml").read_text().replace("maximum: 31500", "maximum: 5000"))
    done = world.understudy("check", str(narrower), "monday.jsonl")
    assert done.returncode == 1
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [v["conforms"] for v in verdicts] == [True, False]
    assert verdicts[1]["violations"][0]["instance"] == "/parcels/0/weightGrams"


def test_a_torn_last_line_is_skipped_with_a_warning(world):
    mock = world.serve("orders.yaml", "--record", "torn.jsonl", "--no-generate")
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-q", "1")
    mock.stop()
    torn = world.tmp / "torn.jsonl"
    torn.write_bytes(torn.read_bytes() + b'{"seq":99,"time":"2026-')
    done = world.understudy("check", mock.argv[2], "torn.jsonl")
    assert done.returncode == 0
    assert "torn.jsonl:" in done.stderr and "warning: the last line is torn" in done.stderr


def test_a_recording_that_cannot_be_written_is_exit_3(world):
    contract = str(CONTRACTS / "orders.yaml")
    done = world.understudy("serve", contract, "--port", "auto", "--record", "/nonexistent/x.jsonl")
    assert done.returncode == 3
    assert "/nonexistent/x.jsonl: error: cannot write the recording" in done.stderr


def test_a_recording_that_is_there_is_kept_beside_the_new_one(world):
    for i in range(2):
        mock = world.serve("orders.yaml", "--record", "r.jsonl", "--no-generate")
        publish(world, mock, "shipments", GOOD_SHIPMENT, "-q", "1", "-i", f"shop-{i}")
        mock.stop()
    assert "shop-1" in (world.tmp / "r.jsonl").read_text() and "shop-0" in (world.tmp / "r.jsonl.1").read_text()
    assert "the former recording is kept as r.jsonl.1" in mock.text
