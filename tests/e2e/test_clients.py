"""Ordinary MQTT clients, unmodified, against the mock."""
import json
import re
import subprocess
import threading

import paho.mqtt.client as paho
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from test_serve import GOOD_SHIPMENT, publish

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
LIMIT_S = 20


class Client:
    """paho, with events to wait for."""

    def __init__(self, port, client_id="", version=paho.MQTTv5, clean=True, expiry=None, will=None, connect=True):
        self.messages, self.arrived = [], threading.Condition()
        self.connected, self.subscribed, self.disconnected = threading.Event(), threading.Event(), threading.Event()
        self.session_present, self.granted, self.reason = None, None, None
        options = {} if version == paho.MQTTv5 else {"clean_session": clean}
        self.paho = paho.Client(client_id, protocol=version, **options)
        self.paho.on_connect = self._on_connect
        self.paho.on_message = self._on_message
        self.paho.on_subscribe = self._on_subscribe
        self.paho.on_disconnect = self._on_disconnect
        if will:
            self.paho.will_set(*will)
        kw = {}
        if version == paho.MQTTv5:
            kw["clean_start"] = clean
            if expiry is not None:
                kw["properties"] = Properties(PacketTypes.CONNECT)
                kw["properties"].SessionExpiryInterval = expiry
        if connect:
            self.paho.connect("127.0.0.1", port, 60, **kw)
            self.paho.loop_start()
            assert self.connected.wait(LIMIT_S)

    def _on_connect(self, client, data, flags, reason, properties=None):
        self.session_present = flags["session present"]
        self.connected.set()

    def _on_message(self, client, data, message):
        with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()

    def _on_subscribe(self, client, data, mid, granted, properties=None):
        self.granted = granted
        self.subscribed.set()

    def _on_disconnect(self, client, data, reason, properties=None):
        self.reason = reason
        self.disconnected.set()

    def subscribe(self, *args, **kw):
        self.subscribed.clear()
        self.paho.subscribe(*args, **kw)
        assert self.subscribed.wait(LIMIT_S)
        return self

    def wait_messages(self, n):
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= n, LIMIT_S), self.messages
            return self.messages[:n]

    def publish(self, *args, **kw):
        info = self.paho.publish(*args, **kw)
        info.wait_for_publish(LIMIT_S)
        assert info.is_published()
        return self

    def close(self):
        self.paho.disconnect()
        self.paho.loop_stop()

    def cut(self):
        """The connection breaks without a word."""
        self.paho._sock_close()
        self.paho.loop_stop()


@pytest.mark.parametrize("version", ["311", "5"])
@pytest.mark.parametrize("qos", ["0", "1", "2"])
def test_mosquitto_sub_receives_lifelike_messages_at_once(world, version, qos):
    mock = world.serve("orders.yaml", "--seed", "42", "--every", "20ms")
    got = world.run("mosquitto_sub", "-V", f"mqttv{version}", "-p", str(mock.port), "-t", "orders/+", "-q", qos, "-C", "4", "-F",
                    "%t %p")
    assert got.returncode == 0, got.stderr
    lines = [line.split(" ", 1) for line in got.stdout.splitlines()]
    assert len(lines) == 4
    for topic, payload in lines:
        assert topic.startswith("orders/")
        assert UUID.match(json.loads(payload)["orderId"])
    first = json.loads(lines[0][1])
    assert first["customer"]["name"] == "Ada Lovelace"      # the declared example goes first


def test_the_same_seed_gives_the_same_messages(world):
    runs = []
    for _ in range(2):
        mock = world.serve("orders.yaml", "--seed", "7", "--clock", "2026-01-01T00:00:00Z", "--every", "1ms")
        got = world.run("mosquitto_sub", "-p", str(mock.port), "-t", "orders/#", "-C", "20", "-F", "%t %p")
        runs.append([re.sub(r'"(placedAt|cancelledAt)":"[^"]*"', "", line) for line in got.stdout.splitlines()])
    assert len(runs[0]) == 20 and runs[0] == runs[1]


def test_a_subscriber_to_one_region_is_sent_that_region(world):
    mock = world.serve("orders.yaml", "--every", "5ms")
    got = world.run("mosquitto_sub", "-p", str(mock.port), "-t", "orders/us", "-C", "5", "-F", "%t")
    assert set(got.stdout.split()) == {"orders/us"}


@pytest.mark.parametrize("qos", [0, 1, 2])
@pytest.mark.parametrize("version", [paho.MQTTv311, paho.MQTTv5])
def test_paho_publishes_and_subscribes_at_every_qos(world, qos, version):
    mock = world.serve("orders.yaml", "--no-generate")
    consumer = Client(mock.port, "consumer", version).subscribe("shipments", qos)
    producer = Client(mock.port, "producer", version)
    for i in range(50):
        producer.publish("shipments", GOOD_SHIPMENT.replace("250", str(i + 1)), qos)
    got = consumer.wait_messages(50)
    assert [json.loads(m.payload)["parcels"][0]["weightGrams"] for m in got] == list(range(1, 51))
    assert {m.qos for m in got} == {qos}
    consumer.close(), producer.close()


def test_retained_values_are_given_to_later_subscribers(world):
    mock = world.serve("orders.yaml", "--no-generate")
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-r", "-q", "1")
    got = world.run("mosquitto_sub", "-p", str(mock.port), "-t", "shipments", "-C", "1", "-F", "%r %p")
    assert got.stdout.strip() == "1 " + GOOD_SHIPMENT


def test_a_last_will_is_published_when_the_connection_breaks(world):
    mock = world.serve("orders.yaml", "--no-generate")
    watcher = Client(mock.port, "watcher").subscribe("shipments", 1)
    doomed = Client(mock.port, "doomed", will=("shipments", GOOD_SHIPMENT, 1))
    doomed.cut()
    assert watcher.wait_messages(1)[0].payload.decode() == GOOD_SHIPMENT
    watcher.close()


@pytest.mark.parametrize("version", [paho.MQTTv311, paho.MQTTv5])
def test_a_kept_session_gets_what_came_while_it_was_away(world, version):
    mock = world.serve("orders.yaml", "--no-generate")
    first = Client(mock.port, "keeper", version, clean=False, expiry=300).subscribe("shipments", 1)
    assert not first.session_present
    first.cut()
    mock.wait_line("keeper.*disconnected")
    for i in range(3):
        publish(world, mock, "shipments", GOOD_SHIPMENT.replace("250", str(i + 1)), "-q", "1")
    again = Client(mock.port, "keeper", version, clean=False, expiry=300)
    assert again.session_present
    got = again.wait_messages(3)
    assert [json.loads(m.payload)["parcels"][0]["weightGrams"] for m in got] == [1, 2, 3]
    again.close()


def test_user_properties_reach_the_subscriber_and_are_judged_as_headers(world):
    mock = world.serve("orders.yaml", "--role", "counterpart", "--no-generate")
    consumer = Client(mock.port, "consumer").subscribe("orders/eu", 1)
    order = json.loads(world.understudy("generate", mock.argv[2], "orderPlaced").stdout)
    for attempt in ("3", "11"):
        properties = Properties(PacketTypes.PUBLISH)
        properties.UserProperty = [("attempt", attempt)]
        properties.ContentType = "application/json"
        consumer.publish("orders/eu", json.dumps(order), 1, properties=properties)
    got = consumer.wait_messages(2)
    assert [m.properties.UserProperty for m in got] == [[("attempt", "3")], [("attempt", "11")]]
    assert got[0].properties.ContentType == "application/json"
    line = mock.wait_line("✗")
    assert "headers.attempt must be <= 10 (got 11)" in line
    consumer.close()


def test_a_request_is_answered_with_its_correlation_data(world):
    mock = world.serve("orders.yaml", "--role", "application")
    got = world.run("mosquitto_rr", "-p", str(mock.port), "-t", "quotes/request", "-e", "quotes/reply/42", "-D", "publish",
                    "user-property", "correlationId", "abc-1", "-D", "publish", "user-property", "replyTo", "quotes/reply/42", "-D",
                    "publish", "user-property", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "-m",
                    '{"sku":"AB-1001","quantity":3}', "-F", "%j", "-W", "10")
    assert got.returncode == 0, got.stderr + mock.text
    answer = json.loads(got.stdout)
    assert set(json.loads(answer["payload"]) if isinstance(answer["payload"], str) else answer["payload"]) >= {"price", "currency"}
    properties = json.dumps(answer["properties"])
    assert "abc-1" in properties and "4bf92f3577b34da6a3ce929d0e0e4736" in properties


def test_reject_tells_an_mqtt_5_producer_why(world):
    mock = world.serve("orders.yaml", "--strict", "--role", "application", "--no-generate")
    done = subprocess.run(["mosquitto_pub", "-V", "mqttv5", "-p", str(mock.port), "-t", "shipments", "-m", "{}", "-q", "1", "-d"],
                          capture_output=True, text=True, timeout=LIMIT_S)
    assert "PUBACK (Mid: 1, RC:153)" in done.stdout + done.stderr, done.stdout + done.stderr
    watcher = Client(mock.port, "watcher").subscribe("#", 1)
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-q", "1")
    assert watcher.wait_messages(1)[0].payload.decode() == GOOD_SHIPMENT     # the refused one never got here
    watcher.close()


def test_dead_letters_are_kept_from_consumers(world):
    mock = world.serve("orders.yaml", "--policy", "dead-letter", "--no-generate")
    watcher = Client(mock.port, "watcher").subscribe("#", 1)
    publish(world, mock, "shipments", "{}", "-q", "1")
    got = watcher.wait_messages(1)[0]
    assert got.topic == "dead-letter/shipments" and got.payload == b"{}"
    reason = dict(got.properties.UserProperty)
    assert "is required" in json.dumps(reason)
    watcher.close()


def test_no_local_and_retain_as_published_are_kept(world):
    mock = world.serve("orders.yaml", "--no-generate", "--unknown", "relay")
    both = Client(mock.port, "both").subscribe([("mine", SubscribeOptions(qos=1, noLocal=True))])
    both.subscribe([("kept", SubscribeOptions(qos=1, retainAsPublished=True))])
    both.publish("mine", "echo", 1)
    both.publish("kept", "value", 1, retain=True)
    got = both.wait_messages(1)
    assert [(m.topic, m.retain) for m in got] == [("kept", True)]
    both.close()


def test_tls_with_the_test_ca(world):
    from conftest import CONTRACTS
    secure = (CONTRACTS / "orders.yaml").read_text().replace("protocol: mqtt\n    description", "protocol: mqtts\n    description")
    secure = secure.replace("broker.example.com:1883", "broker.example.com:8883")
    mock = world.serve(str(world.write("orders.yaml", secure)), "--every", "10ms")
    server = mock.servers["production"]
    assert server["url"].startswith("mqtts://")
    got = world.run("mosquitto_sub", "-h", "localhost", "-p", str(server["port"]), "--cafile", str(world.tmp / server["ca"]), "-t", "orders/+",
                    "-C", "2")
    assert got.returncode == 0, got.stderr
    assert len(got.stdout.splitlines()) == 2
    wrong_ca = world.run("mosquitto_sub", "-h", "localhost", "-p", str(server["port"]), "--capath", "/etc/ssl/certs", "-t", "orders/+",
                         "-C", "1")
    assert wrong_ca.returncode != 0
