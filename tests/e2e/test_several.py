"""Several documents in one mock."""
import json

from conftest import recorded
from test_clients import Client

SHOP = """asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers: { production: { host: 'broker.example.com:1883', protocol: mqtt } }
channels:
  orders: { address: orders, messages: { placed: { $ref: 'common.yaml#/placed' } } }
  news: { address: news, messages: { item: { payload: { type: string } } } }
operations: { send: { action: send, channel: { $ref: '#/channels/orders' } } }
"""
BILLING = """asyncapi: 3.0.0
info: { title: Billing, version: 2.0.0 }
servers: { production: { host: 'broker.example.com:1883', protocol: mqtt } }
channels:
  incoming: { address: orders, messages: { placed: { $ref: 'common.yaml#/placed' }, paid: { payload: { const: paid } } } }
  bills: { address: bills, messages: { bill: { payload: { type: object, required: [sum] } } } }
  news: { address: news, messages: { item: { payload: { type: string } } } }
"""
COMMON = "placed: { payload: { type: object, required: [id], properties: { id: { type: integer } } } }\n"


def two(world, billing=BILLING):
    world.write("common.yaml", COMMON)
    return world.write("shop.yaml", SHOP), world.write("billing.yaml", billing)


def test_what_two_documents_share_is_one(world):
    shop, billing = two(world)
    mock = world.serve(shop, billing, "--record", "r.jsonl", "--policy", "reject", "--no-generate")
    mock.wait_line(r"shop\.yaml: Shop 1\.0\.0")
    mock.wait_line(r"billing\.yaml: Billing 2\.0\.0")
    client = Client(mock.port, "both")
    for topic, payload in (("orders", '{"id":1}'), ("orders", '"paid"'), ("orders", "{}"), ("bills", '{"sum":1}')):
        client.publish(topic, payload, 1)
    mock.stop()
    assert mock.text.count("\nproduction ") == 1
    assert mock.text.count("\nnews ") == 1
    assert "error" not in mock.text
    got = [(e["address"], e.get("message"), e["outcome"]) for e in recorded(world.tmp / "r.jsonl") if "outcome" in e]
    assert got == [("orders", "placed", "accepted"), ("orders", "paid", "accepted"), ("orders", None, "refused"),
                   ("bills", "bill", "accepted")]


def test_what_contradicts_is_an_error_with_both_places(world):
    shop, billing = two(world, BILLING.replace("broker.example.com", "other.example.com")
                        .replace("item: { payload: { type: string } }", "item: { payload: { type: integer } }"))
    mock = world.serve(shop, billing)
    mock.wait_line(r'billing\.yaml:3:\d+: error: server "production" is mqtt://other\.example\.com:1883 here, '
                   r'but mqtt://broker\.example\.com:1883 in .*shop\.yaml:3:\d+')
    mock.wait_line(r'billing\.yaml:7:\d+: error: message "item" of "news" is not as in .*shop\.yaml:6:\d+')
    strict = world.understudy("serve", shop, billing, "--strict", "--port", "auto")
    assert strict.returncode == 2


def test_an_edit_that_contradicts_the_other_document_is_not_taken(world):
    shop, billing = two(world)
    mock = world.serve(shop, billing, "--watch")
    billing.write_text(BILLING.replace("item: { payload: { type: string } }", "item: { payload: { type: integer } }"))
    mock.wait_line(r'error: message "item" of "news" is not as in')
    mock.wait_line(r"billing\.yaml is not reloaded: it has 1 error")
    billing.write_text(BILLING.replace("bills", "invoices"))
    mock.wait_line(r"reloaded .*billing\.yaml \(2\.0\.0\): 1 channel added, 1 removed")
    shop.write_text(SHOP.replace("item: { payload: { type: string } }", "item: { payload: { type: integer } }"))
    mock.wait_line(r"shop\.yaml is not reloaded")


def test_a_channel_of_two_documents_is_sent_once(world):
    shop, billing = two(world)
    mock = world.serve(shop, billing, "--every", "1h", "--seed", "1")
    client = Client(mock.port, "listener").subscribe("news")
    client.wait_messages(1)
    client.publish("orders", json.dumps({"id": 1}), 1)
    client.subscribe("orders")      # a publisher of it gets none; its answer comes after what was sent before it
    assert [m.topic for m in client.messages] == ["news"]
