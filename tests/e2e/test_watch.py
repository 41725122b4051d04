"""`understudy serve --watch`: contracts edited under clients that stay connected."""
import os

from conftest import CONTRACTS, recorded
from test_clients import Client
from test_serve import GOOD_SHIPMENT

PARTED = """asyncapi: 3.0.0
info: { title: Parted, version: 1.0.0 }
servers: { production: { host: 'localhost:1883', protocol: mqtt } }
channels:
  readings: { $ref: 'parts/channels.yaml#/readings' }
"""
CHANNELS = """readings:
  address: readings
  messages: { reading: { payload: { type: object, properties: { celsius: { type: number, maximum: 50 } } } } }
"""


def orders(**edits):
    text = (CONTRACTS / "orders.yaml").read_text()
    for old, new in edits.pop("edits", []):
        assert old in text, old
        text = text.replace(old, new)
    return text


def watched(world, *options, contract=None):
    path = contract or world.write("orders.yaml", orders())
    return path, world.serve(str(path), "--watch", *options)


def rename_over(path, text):
    """As most editors save."""
    beside = path.with_name(".edited~")
    beside.write_text(text)
    os.replace(beside, path)


def still_connected(client):
    return client.paho.is_connected() and not client.disconnected.is_set()


NEXT = [("version: 1.4.0", "version: 1.5.0"), ("address: shipments", "address: parcels"),
        ("maxLength: 80", "maxLength: 79"), ("address: payments", "address: payments\n  refunds:\n    address: refunds")]


def test_an_edit_is_taken_while_clients_stay_connected(world):
    path, mock = watched(world, "--policy", "reject", "--record", "r.jsonl")
    client = Client(mock.port, "stays")
    client.paho.subscribe("answers/#", 1)
    assert client.subscribed.wait(20)
    rename_over(path, orders(edits=NEXT))
    assert "reloaded" in mock.wait_line(r"orders\.yaml \(1\.4\.0 -> 1\.5\.0\): 2 channels added, 1 removed$")
    client.paho.publish("shipments", GOOD_SHIPMENT, 1).wait_for_publish(20)
    assert "did you mean" not in mock.wait_line(r"✗ shipments  address \"shipments\" is not in ")
    client.paho.publish("parcels", GOOD_SHIPMENT.replace('"weightGrams":250', '"weightGrams":0'), 1).wait_for_publish(20)
    assert "weightGrams" in mock.wait_line("✗ parcels")
    client.paho.publish("answers/1", "x", 1)
    client.wait_messages(1)
    assert still_connected(client)
    assert mock.stop() == 0
    lines = recorded(world.tmp / "r.jsonl")
    reloaded = next(i for i, e in enumerate(lines) if e.get("event") == "reloaded")
    assert lines[reloaded]["contracts"][0]["version"] == "1.5.0"
    assert [e["address"] for e in lines[reloaded:] if "outcome" in e] == ["shipments", "parcels", "answers/1"]
    assert not any(e.get("event") == "disconnected" for e in lines[:reloaded])


def test_a_broken_edit_keeps_the_version_before_and_says_why_once(world):
    path, mock = watched(world, "--policy", "reject")
    client = Client(mock.port, "stays")
    path.write_text(orders() + "  broken: [\n")
    mock.wait_line(r"orders\.yaml:\d+:\d+: error: ")
    mock.wait_line(r"orders\.yaml is not reloaded: it has 1 error; the mock goes on with 1\.4\.0 as it was")
    (world.tmp / "beside.txt").write_text("an edit elsewhere in the folder")
    client.paho.publish("shipments", "{}", 1).wait_for_publish(20)
    mock.wait_line("✗ shipments")
    path.unlink()
    mock.wait_line(r"orders\.yaml: error: the file does not exist")
    rename_over(path, orders(edits=[("version: 1.4.0", "version: 1.6.0")]))
    mock.wait_line(r"reloaded .*orders\.yaml \(1\.4\.0 -> 1\.6\.0\): the same channels")
    assert still_connected(client)
    mock.stop()
    assert mock.text.count("error: ") == 2, mock.text


def test_a_file_that_a_ref_leads_to_is_watched_too(world):
    parts = world.write("parts/channels.yaml", CHANNELS)
    path, mock = watched(world, contract=world.write("parted.yaml", PARTED))
    client = Client(mock.port, "stays")
    client.paho.publish("readings", '{"celsius":40}', 1).wait_for_publish(20)
    rename_over(parts, CHANNELS.replace("maximum: 50", "maximum: 30"))
    mock.wait_line(r"reloaded .*parted\.yaml \(1\.0\.0\): the same channels")
    client.paho.publish("readings", '{"celsius":40}', 1).wait_for_publish(20)
    assert "channels.yaml" in mock.wait_line("✗ readings")
    parts.unlink()
    mock.wait_line(r"parted\.yaml is not reloaded")
    parts.write_text(CHANNELS.replace("address: readings", "address: values"))
    mock.wait_line(r"reloaded .*parted\.yaml \(1\.0\.0\): 1 channel added, 1 removed")
    assert still_connected(client)


def test_what_is_generated_follows_the_edit(world):
    path, mock = watched(world, "--role", "application", "--every", "20ms")
    client = Client(mock.port, "listener")
    client.paho.subscribe([("orders/eu", 1), ("news", 1)])
    assert client.subscribed.wait(20)
    client.wait_messages(2)
    rename_over(path, orders(edits=[
        ("  payments:\n    address: payments", "  news:\n    address: news\n    messages:\n      item: { payload: { const: hello } }\n"
         "  payments:\n    address: payments"),
        ("operations:\n", "operations:\n  sendNews: { action: send, channel: { $ref: '#/channels/news' } }\n")]))
    mock.wait_line("reloaded .*: 1 channel added")
    with client.arrived:
        assert client.arrived.wait_for(lambda: any(m.topic == "news" for m in client.messages), 20)
        before = sum(m.topic == "orders/eu" for m in client.messages)
        assert client.arrived.wait_for(lambda: sum(m.topic == "orders/eu" for m in client.messages) > before, 20)
    assert {m.payload for m in client.messages if m.topic == "news"} == {b'"hello"'}
    assert still_connected(client)


def test_what_only_a_restart_can_change_is_said(world):
    path, mock = watched(world)
    rename_over(path, orders(edits=[("production:\n    host: broker.example.com:1883", "live:\n    host: broker.example.com:1883"),
                                    ("staging.example.com:1883", "staging.example.com:1884")]))
    mock.wait_line("reloaded")
    mock.wait_line(r"server production is gone: it is played until a restart")
    mock.wait_line(r"server staging is another: it is played as before until a restart")
    mock.wait_line(r"server live is new: it is played after a restart")
    assert Client(mock.port, "still let in").paho.is_connected()


def test_a_link_that_is_turned_elsewhere_is_an_edit(world):
    world.write("v1/orders.yaml", orders())
    world.write("v2/orders.yaml", orders(edits=NEXT))
    link = world.tmp / "current"
    link.symlink_to("v1")
    _, mock = watched(world, contract=link / "orders.yaml")
    turned = world.tmp / "next"
    turned.symlink_to("v2")
    os.replace(turned, link)
    mock.wait_line(r"reloaded .*\(1\.4\.0 -> 1\.5\.0\)")
