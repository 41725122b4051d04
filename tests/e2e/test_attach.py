"""Replay from a mock, and real brokers: Mosquitto on a free port, recorded, replayed to and tested against."""
import json
import select
import socket
import time

import pytest

from conftest import CONTRACTS, LIMIT_S, UNDERSTUDY, recorded

ORDERS = CONTRACTS / "orders.yaml"
CANCELLED = '{"orderId":"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1","reason":"customer"}'



def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(condition, what):
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen"
        select.select([], [], [], 0.005)


def accepts(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


class Mosquitto:
    def __init__(self, world, *lines, port=None):
        self.world = world
        self.port = port or free_port()
        self.conf = world.write(f"mosquitto-{self.port}.conf", "\n".join(
            [f"listener {self.port} 127.0.0.1", *(lines or ["allow_anonymous true"]), ""]))
        self.start()

    def start(self):
        self.process = self.world.start("mosquitto", "-v", "-c", self.conf)
        wait_until(lambda: accepts(self.port), "Mosquitto's start")

    @property
    def url(self):
        return f"mqtt://127.0.0.1:{self.port}"

    def publish(self, topic, payload, *options):
        done = self.world.run("mosquitto_pub", "-p", self.port, "-t", topic, "-m", payload, "-q", "1", *options)
        assert done.returncode == 0, done.stderr

    def subscriber(self, *options):
        """Subscribed for sure."""
        p = self.world.start("mosquitto_sub", "-p", self.port, *options)
        self.process.wait_line("Sending SUBACK")
        return p


@pytest.fixture
def mosquitto(world):
    return Mosquitto(world)


def start_record(world, *argv):
    p = world.start(UNDERSTUDY, "record", *argv, "-o", "rec.jsonl")
    p.wait_line("^recording ")
    return p


def recording(world, *messages, name="given.jsonl"):
    lines = [{"understudy": 1, "started": "2026-11-16T09:00:00Z", "seed": 7, "contracts": []}]
    for n, (at_ms, address, payload) in enumerate(messages, 1):
        lines.append({"seq": n, "time": f"2026-11-16T09:00:{at_ms // 1000:02}.{at_ms % 1000:03}Z", "client": "shop-1",
                      "address": address, "payload": payload, "mqtt": {"qos": 1}, "outcome": "accepted"})
    return world.write(name, "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))


# --- record

@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_real_broker_is_recorded_and_judged(world, mosquitto, version):
    p = start_record(world, ORDERS, "--attach", f"production={mosquitto.url}?version={version}", "-n", "3")
    mosquitto.publish("orders/eu", CANCELLED)
    mosquitto.publish("orders/eu", '{"orderId":7}')
    mosquitto.publish("elsewhere", "text", "-r")
    assert p.wait() == 0, p.text
    assert "recorded 3 messages, 2 of them against the contract" in p.text
    first, second, third = [e for e in recorded(world.tmp / "rec.jsonl") if "event" not in e]
    assert json.dumps(first["payload"], separators=(",", ":")) == CANCELLED
    assert (first["server"], first["origin"], first["channel"], first["mqtt"]["qos"]) == ("production", "attached", "orders", 1)
    assert first["verdict"] == {"conforms": True} and first["message"] == "orderCancelled"
    assert second["verdict"]["violations"]
    assert third["address"] == "elsewhere" and third["text"] == "text"


def test_without_a_contract_everything_is_recorded_as_it_is(world, mosquitto):
    mosquitto.publish("kept", "before", "-r")
    p = start_record(world, "--attach", mosquitto.url, "-n", "2")
    mosquitto.publish("a/b", "x", "-V", "5", "-D", "publish", "user-property", "k", "v", "-D", "publish", "content-type", "text/x",
                      "-D", "publish", "response-topic", "re/ply", "-D", "publish", "correlation-data", "c1")
    assert p.wait() == 0, p.text
    kept, fresh = [e for e in recorded(world.tmp / "rec.jsonl") if "event" not in e]
    assert kept["text"] == "before" and kept["mqtt"] == {"qos": 1, "retain": True}
    assert fresh["headers"] == {"k": "v"} and fresh["contentType"] == "text/x"
    assert fresh["replyTo"] == "re/ply" and fresh["correlationId"] == "c1"
    assert "verdict" not in fresh


def test_credentials_and_client_id_of_the_url_are_used(world):
    passwords = world.tmp / "passwords"
    assert world.run("mosquitto_passwd", "-b", "-c", passwords, "ann", "s@cret").returncode == 0
    broker = Mosquitto(world, f"password_file {passwords}", "user root", "allow_anonymous false")
    port = broker.port
    p = start_record(world, "--attach", f"mqtt://ann:s%40cret@127.0.0.1:{port}?clientId=spy-1", "-n", "1")
    broker.process.wait_line("as spy-1 .*u'ann'")
    broker.publish("t", "x", "-u", "ann", "-P", "s@cret")
    assert p.wait() == 0
    wrong = world.understudy("record", "--attach", f"mqtt://ann:wrong@127.0.0.1:{port}", "-o", "x.jsonl")
    assert wrong.returncode == 3
    assert "it refuses us: Not authorized" in wrong.stderr and "wrong@" not in wrong.stderr


def test_a_broker_that_is_never_reached_is_exit_status_3(world):
    done = world.understudy("record", "--attach", f"mqtt://127.0.0.1:{free_port()}", "-o", "x.jsonl")
    assert done.returncode == 3
    assert "was not reached: Connection refused" in done.stderr


def test_a_lost_broker_is_said_and_dialled_again(world, mosquitto):
    p = start_record(world, "--attach", mosquitto.url, "-n", "2")
    mosquitto.publish("t", "before")
    mosquitto.process.stop()
    p.wait_line("is lost, and dialled again")
    mosquitto.start()
    p.wait_line("is there again")
    mosquitto.publish("t", "after")
    assert p.wait() == 0
    lines = recorded(world.tmp / "rec.jsonl")
    assert [e.get("event") or e["text"] for e in lines] == ["connected", "before", "disconnected", "connected", "after"]


def test_tls_wants_a_certificate_that_is_trusted(world):
    secure = ORDERS.read_text().replace("protocol: mqtt\n    description", "protocol: mqtts\n    description")
    mock = world.serve(str(world.write("orders.yaml", secure)), "--no-generate")  # it is the real broker here
    server = mock.servers["production"]
    url = f"mqtts://localhost:{server['port']}"
    refused = world.understudy("record", "--attach", url, "-o", "x.jsonl")
    assert refused.returncode == 3 and "TLS failed" in refused.stderr, refused.stderr
    p = start_record(world, "--attach", f"{url}?ca={world.tmp / server['ca']}", "-n", "1")
    sent = world.run("mosquitto_pub", "-h", "localhost", "-p", server["port"], "--cafile", world.tmp / server["ca"], "-t", "a", "-m", "x")
    assert sent.returncode == 0, sent.stderr
    assert p.wait() == 0, p.text


# --- replay

def test_a_recording_is_played_from_a_mock_once_somebody_listens(world):
    file = recording(world, (0, "orders/eu", {"n": 1}), (300, "orders/us", {"n": 2}))
    ready = world.tmp / "ready.json"
    p = world.start(UNDERSTUDY, "replay", file, ORDERS, "--port", "auto", "--ready-file", ready, "--speed", "10x")
    wait_until(ready.exists, "readiness")
    port = json.loads(ready.read_text())["servers"][0]["port"]
    got = world.run("mosquitto_sub", "-p", port, "-t", "orders/+", "-q", "1", "-C", "2", "-F", "%t %q %p")
    assert got.stdout.splitlines() == ['orders/eu 1 {"n":1}', 'orders/us 1 {"n":2}']
    assert p.wait() == 0
    assert "replayed 2 messages in 0.03 s" in p.text


@pytest.mark.parametrize("pace, least_s, most_s", [("--speed=recorded", 0.6, 3), ("--speed=4x", 0.15, 0.6), ("--rate=20/s", 0.1, 0.6),
                                                   ("--speed=full", 0, 0.15)])
def test_the_pace_is_the_recordings_or_what_is_asked_for(world, mosquitto, pace, least_s, most_s):
    file = recording(world, *[(300 * n, "t", n) for n in range(3)])
    done = world.understudy("replay", file, "--attach", mosquitto.url, pace)
    assert done.returncode == 0, done.stderr
    took_s = float(done.stdout.split(" in ")[1].split(" s")[0])
    assert least_s <= took_s < most_s


def test_what_nobody_was_given_then_is_left_out(world, mosquitto):
    file = recording(world, (0, "t", 1), (1, "t", 2))
    file.write_text(file.read_text().replace('"payload":1,"mqtt":{"qos":1},"outcome":"accepted"',
                                             '"payload":1,"mqtt":{"qos":1},"outcome":"refused"'))
    listener = mosquitto.subscriber("-t", "t", "-C", "1", "-F", "got %p")
    done = world.understudy("replay", file, "--attach", mosquitto.url, "--speed", "full")
    assert done.stdout.startswith("replayed 1 message in") and "left out 1 " in done.stdout
    listener.wait_line("^got 2$")


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_thousands_at_full_speed_all_arrive_in_order(world, mosquitto, version):
    file = recording(world, *[(n, "t", n) for n in range(5000)])
    listener = mosquitto.subscriber("-t", "t", "-q", "1", "-C", "5000")
    done = world.understudy("replay", file, "--attach", f"{mosquitto.url}?version={version}", "--speed", "full")
    assert done.returncode == 0 and done.stdout.startswith("replayed 5000 messages"), done.stderr
    assert listener.wait() == 0
    assert listener.lines == [str(n) for n in range(5000)]


def test_a_replayed_recording_of_a_broker_is_the_same_recording(world, mosquitto):
    first = start_record(world, "--attach", mosquitto.url, "-n", "2")
    mosquitto.publish("a", '{"x": 1}', "-V", "5", "-D", "publish", "user-property", "k", "v")
    mosquitto.publish("b", "text")
    assert first.wait() == 0
    (world.tmp / "rec.jsonl").rename(world.tmp / "first.jsonl")
    second = start_record(world, "--attach", mosquitto.url, "-n", "2")
    assert world.understudy("replay", "first.jsonl", "--attach", mosquitto.url).returncode == 0
    assert second.wait() == 0

    def essence(name):
        return [{k: v for k, v in e.items() if k not in ("seq", "time")} for e in recorded(world.tmp / name) if "event" not in e]
    assert essence("first.jsonl") == essence("rec.jsonl")


@pytest.mark.parametrize("argv, said", [
    (["--speed", "fast"], "--speed is recorded, full"),
    (["--rate", "10"], "--rate is so many a second"),
    (["--speed", "2x", "--rate", "1/s"], "exclude each other"),
    (["--attach", "http://x"], "it begins with mqtt:// or mqtts://"),
    (["--attach", "mqtt://x?colour=red"], "its parameters are clientId"),
    (["--attach", "mqtt://x:99999"], "its port is no port"),
])
def test_bad_values_are_usage_errors(world, argv, said):
    done = world.understudy("replay", recording(world, (0, "t", 1)), *argv)
    assert done.returncode == 2 and said in done.stderr


def test_an_unknown_server_is_a_usage_error(world):
    done = world.understudy("replay", recording(world, (0, "t", 1)), ORDERS, "--attach", "nowhere=mqtt://localhost")
    assert done.returncode == 2 and "no server that is played has this name" in done.stderr


# --- run

# A warehouse that ships what is ordered; it says when it hears, since a real broker does not tell.
WAREHOUSE = """
import json, sys, paho.mqtt.client as mqtt
def on_message(c, _, m):
    n = json.loads(m.payload)["orderId"]
    c.publish("shipments", json.dumps({"shipmentId": n, "orderId": n, "parcels": [{"weightGrams": PARCEL}]}), qos=1)
def on_subscribe(c, *_):
    print("listening", flush=True)
c = mqtt.Client()
c.on_message, c.on_subscribe = on_message, on_subscribe
c.connect("HOST", PORT)
c.subscribe("orders/+", 1)
c.loop_forever()
"""
SCENARIO = """
scenario: The warehouse ships
contract: CONTRACT
within: 10s
program:
  run: [/usr/bin/python3, warehouse.py, "${servers.production.port}"]
  ready: { output: ^listening }
steps:
  - send: { channel: orders, message: orderPlaced, as: placed }
  - expect: { channel: shipments, message: shipmentCreated, payload: { orderId: "${placed.payload.orderId}" }, as: shipment }
  - expect: { channel: shipments, after: shipment, count: 0, for: 50ms }
"""


def scenario(world, weight="1200", text=SCENARIO):
    world.write("warehouse.py", WAREHOUSE.replace("HOST", "127.0.0.1").replace("PORT", "int(sys.argv[1])").replace("PARCEL", weight))
    return world.write("ship.yaml", text.replace("CONTRACT", str(ORDERS)))


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_scenario_passes_against_a_real_broker(world, mosquitto, version):
    done = world.understudy("run", scenario(world), "--attach", f"production={mosquitto.url}?version={version}", limit_s=40)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_breaks_the_contract_fails_it_there_too(world, mosquitto):
    done = world.understudy("run", scenario(world, weight='\'"heavy"\''), "--attach", mosquitto.url, limit_s=40)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "weightGrams" in done.stdout


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_what_a_scenario_sends_does_not_come_back_to_it(world, mosquitto, version):
    """The role is open here (no operations), so it hears the channel that it sends on."""
    world.write("open.yaml", "asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\nservers: {b: {host: 'localhost:1', protocol: mqtt}}\n"
                             "channels: {c: {address: 'c/{x}', parameters: {x: {}}, messages: {m: {payload: {type: integer}}}}}\n")
    file = world.write("echo.yaml", """
scenario: No echo
contract: open.yaml
steps:
  - send: { channel: c/1, payload: 5, exact: true, times: 20 }
  - run: [mosquitto_pub, -p, "${servers.b.port}", -t, c/2, -m, "7", -q, "1"]
  - expect: { channel: c/2, payload: 7 }
  - expect: { channel: c/1, count: 0, for: 50ms }
""")
    sub = mosquitto.subscriber("-t", "c/1", "-C", "20")
    done = world.understudy("run", file, "--attach", f"{mosquitto.url}?version={version}", limit_s=40)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sub.wait() == 0 and sub.lines == ["5"] * 20


@pytest.mark.parametrize("step, why", [
    ("expect: { session: connected }", "does not tell who is connected or subscribed"),
    ("expect: { channel: shipments, client: x }", "does not tell who has sent a message"),
    ("wait: { subscribed: orders }", "does not tell who is connected or subscribed; wait for output"),
    ("wait: connected", "does not tell who is connected or subscribed; wait for output"),
    ("fault: { disconnect: { client: x } }", "cannot be made to misbehave"),
    ("send: { channel: orders, message: orderPlaced, receivers: 2 }", "does not tell who has subscribed"),
])
def test_what_a_real_broker_cannot_tell_is_refused_at_load(world, step, why):
    file = scenario(world, text=f"scenario: T\ncontract: CONTRACT\nsteps:\n  - {step}\n")
    done = world.understudy("run", file, "--attach", f"production=mqtt://127.0.0.1:{free_port()}")
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"ship.yaml:4:" in done.stderr and f"with --attach this cannot be had: a real broker {why}" in done.stderr


def test_a_scenario_whose_broker_is_not_there_is_an_error_of_the_environment(world):
    done = world.understudy("run", scenario(world), "--attach", f"production=mqtt://127.0.0.1:{free_port()}")
    assert done.returncode == 3
    assert "was not reached: Connection refused" in done.stdout


def test_a_server_that_the_contract_has_not_is_refused_at_load(world):
    done = world.understudy("run", scenario(world), "--attach", "prod=mqtt://localhost")
    assert done.returncode == 2 and 'no contract of this scenario has a server "prod"' in done.stderr
