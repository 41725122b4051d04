"""The contract's MQTT bindings, the location of parameters, and addresses that no contract has, with ordinary clients."""
import json

import pytest

from conftest import recorded

CONTRACT = """
asyncapi: 3.0.0
info: { title: Orders, version: '1' }
servers:
  local:
    host: localhost:1883
    protocol: mqtt
    bindings: { mqtt: { keepAlive: 60, cleanSession: true, maximumPacketSize: 400 } }
channels:
  orders:
    address: orders/{region}
    parameters: { region: { location: $message.payload#/region } }
    messages:
      order:
        payload: { type: object, required: [region], properties: { region: { enum: [eu, us] } } }
        bindings:
          mqtt: { payloadFormatIndicator: 1, correlationData: { type: string, format: uuid }, contentType: application/json, responseTopic: 'answers/{region}' }
operations:
  hear:
    action: receive
    channel: { $ref: '#/channels/orders' }
    bindings: { mqtt: { qos: 1, retain: false, messageExpiryInterval: 60 } }
"""
EU = '{"region":"eu"}'
PROPERTIES = ["-D", "publish", "message-expiry-interval", "60", "-D", "publish", "payload-format-indicator", "1",
              "-D", "publish", "content-type", "application/json", "-D", "publish", "response-topic", "answers/eu",
              "-D", "publish", "correlation-data", "7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1"]


def serve(world, *options):
    return world.serve(world.write("orders.yaml", CONTRACT), *options)


def publish(world, mock, topic, payload, *options):
    return world.run("mosquitto_pub", "-p", mock.port, "-t", topic, "-m", payload, *options)


def keywords(path):
    return [v["keyword"] for line in recorded(path) for v in line.get("verdict", {}).get("violations", [])]


def test_what_has_all_that_the_bindings_name_conforms(world):
    mock = serve(world, "--strict", "--record", "r.jsonl")
    assert publish(world, mock, "orders/eu", EU, "-V", "5", "-q", "1", *PROPERTIES).stderr == ""
    assert publish(world, mock, "orders/eu", EU, "-V", "mqttv311", "-q", "1").returncode == 0
    mock.stop()
    assert keywords(world.tmp / "r.jsonl") == []


def test_each_difference_has_its_own_keyword(world):
    mock = serve(world, "--no-generate", "--record", "r.jsonl")
    publish(world, mock, "orders/eu", EU, "-V", "5", "-q", "2", "-r", "-k", "10", "-i", "shop-1")
    assert "keepAlive must be 60 (got 10)  orders.yaml:8:36" in mock.wait_line("✗ connected").replace(str(world.tmp) + "/", "")
    mock.stop()
    assert keywords(world.tmp / "r.jsonl") == ["keepAlive", "qos", "retain", "messageExpiryInterval", "payloadFormatIndicator",
                                               "correlationData", "contentType", "responseTopic"]


def test_strict_refuses_another_connect(world):
    mock = serve(world, "--strict")
    done = publish(world, mock, "orders/eu", EU, "-V", "mqttv311", "-q", "1", "-k", "10")
    assert done.returncode and "not authorised" in done.stderr
    mock.wait_line("refused: keepAlive must be 60")


def test_what_we_send_has_all_that_the_bindings_name(world):
    mock = serve(world, "--every", "20ms")
    done = world.run("mosquitto_sub", "-V", "5", "-p", mock.port, "-t", "orders/eu", "-C", "1", "-q", "2", "-F", "%q %E %F %C %R %D")
    qos, expiry, form, content_type, answer, correlation = done.stdout.split()
    assert (qos, expiry, form, content_type, answer) == ("1", "60", "1", "application/json", "answers/eu")
    assert len(correlation) == 36


def test_the_topic_says_what_the_payload_says(world):
    mock = serve(world, "--record", "r.jsonl")
    for topic in ("orders/eu", "orders/us"):
        publish(world, mock, topic, EU, "-V", "mqttv311", "-q", "1")
    mock.wait_line("region must be what the payload has at /region")
    mock.stop()
    assert keywords(world.tmp / "r.jsonl") == ["location"]


@pytest.mark.parametrize("unknown,violations", [("relay", []), ("report", ["address"]), ("refuse", ["address"])])
def test_addresses_that_no_contract_has(world, unknown, violations):
    mock = serve(world, "--unknown", unknown, "--record", "r.jsonl")
    heard = world.start("mosquitto_sub", "-p", mock.port, "-t", "$share/g/order/#", "-t", "order/eu", "-q", "1", "-F", "%t %p")
    mock.wait_line("subscribed  order/eu")
    done = publish(world, mock, "order/eu", "anything", "-V", "5", "-q", "1", "-r")
    if unknown != "refuse":
        heard.wait_line("order/eu"), heard.wait_line("order/eu")
    heard.stop()
    mock.stop()
    assert heard.lines == ([] if unknown == "refuse" else ["order/eu anything"] * 2)
    assert ("Topic Name invalid" in done.stderr) == (unknown == "refuse")
    assert keywords(world.tmp / "r.jsonl") == violations
    text = json.dumps(recorded(world.tmp / "r.jsonl"))
    assert ("did you mean" in text) == bool(violations)


@pytest.mark.parametrize("unknown", ["relay", "refuse"])
def test_retained_values_and_wills_of_unknown_addresses(world, unknown):
    mock = serve(world, "--unknown", unknown)
    publish(world, mock, "elsewhere", "kept", "-q", "1", "-r")
    publish(world, mock, "orders/eu", "[", "-q", "1", "--will-topic", "elsewhere/gone", "--will-payload", "bye")
    got = world.run("mosquitto_sub", "-p", mock.port, "-t", "elsewhere/#", "-W", "1", "-F", "%t %p")
    assert got.stdout.split("\n")[0] == ("elsewhere kept" if unknown == "relay" else "")


def test_over_ipv6(world):
    mock = serve(world, "--host", "::1")
    assert mock.servers["local"]["url"] == f"mqtt://[::1]:{mock.port}"
    assert world.run("mosquitto_pub", "-h", "::1", "-p", mock.port, "-V", "5", "-t", "orders/eu", "-m", EU, "-q", "1",
                     *PROPERTIES).stderr == ""


def certificate(world, name, by=None):
    """PEM files NAME.pem and NAME.key: a CA of its own, or issued by one."""
    argv = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-subj", f"/CN={name}"]
    if not by:
        assert world.run(*argv, "-x509", "-out", f"{name}.pem").returncode == 0
        return
    assert world.run(*argv, "-out", f"{name}.csr").returncode == 0
    assert world.run("openssl", "x509", "-req", "-in", f"{name}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key",
                     "-CAcreateserial", "-out", f"{name}.pem").returncode == 0


def test_clients_show_a_certificate_where_one_is_asked_for(world):
    for name, by in (("ca", None), ("shop", "ca"), ("otherca", None), ("stranger", "otherca")):
        certificate(world, name, by)
    contract = world.write("secure.yaml", CONTRACT.replace("protocol: mqtt\n", "protocol: mqtts\n").replace(":1883", ":8883"))
    mock = world.serve(contract, "--client-ca", "ca.pem")
    tls = ["-h", "localhost", "--cafile", ".understudy/ca.pem", "-q", "1"]
    assert publish(world, mock, "orders/eu", EU, *tls, "--cert", "shop.pem", "--key", "shop.key").returncode == 0
    assert publish(world, mock, "orders/eu", EU, *tls).returncode != 0
    mock.wait_line("refused: TLS failed: the client showed no certificate")
    assert publish(world, mock, "orders/eu", EU, *tls, "--cert", "stranger.pem", "--key", "stranger.key").returncode != 0
    mock.wait_line("refused: TLS failed: the client's certificate is not by a CA of --client-ca")


def test_a_client_ca_that_is_none_is_bad_usage(world):
    contract = world.write("secure.yaml", CONTRACT.replace("protocol: mqtt\n", "protocol: mqtts\n"))
    done = world.understudy("serve", contract, "--port", "auto", "--client-ca", contract)
    assert done.returncode == 2 and "--client-ca" in done.stderr
