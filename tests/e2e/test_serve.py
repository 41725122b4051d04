"""`understudy serve` as a user meets it."""
import json
import pathlib
import signal
import socket
import sys
import time

BAD_SHIPMENT = '{"shipmentId":"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1","orderId":"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1","parcels":[]}'
GOOD_SHIPMENT = BAD_SHIPMENT.replace("[]", '[{"weightGrams":250}]')


def publish(world, mock, topic, payload, *options):
    done = world.run("mosquitto_pub", "-p", str(mock.port), "-t", topic, "-m", payload, *options)
    assert done.returncode == 0, done.stderr
    return done


def test_it_shows_who_plays_what_and_says_when_it_is_ready(world):
    mock = world.serve("orders.yaml", "--role", "application")
    mock.wait_line(r"orders.yaml: Orders 1\.4\.0, AsyncAPI 3\.0\.0 .* role application")
    mock.wait_line(r"^SERVER +CONNECT TO +STANDS IN FOR")
    mock.wait_line(rf"^production +mqtt://127\.0\.0\.1:{mock.port} +broker\.example\.com:1883")
    mock.wait_line(r"^staging +\(the same\) +staging\.example\.com:1883")
    mock.wait_line(r"^orders/\{region\} +send, every 1s +subscribes +orderPlaced, orderCancelled")
    mock.wait_line(r"^shipments +judge +publishes +shipmentCreated")
    mock.wait_line(r"^ready in \d+ ms")


def test_the_ready_file_names_every_declared_server(world):
    mock = world.serve("orders.yaml")
    assert mock.ready["pid"] == mock.popen.pid
    assert mock.servers["production"] == {
        "name": "production", "protocol": "mqtt", "host": "127.0.0.1", "port": mock.port,
        "address": f"127.0.0.1:{mock.port}", "url": f"mqtt://127.0.0.1:{mock.port}"}
    assert mock.servers["staging"]["port"] == mock.port


def test_a_document_of_2_6_shows_the_keyword_beside_the_side(world):
    mock = world.serve("orders-2.6.yaml", "--role", "application")
    mock.wait_line(r"^orders/\{region\} +send, every 1s +subscribes \(2\.x: subscribe\)")
    mock.wait_line(r"^shipments +judge +publishes \(2\.x: publish\)")


def test_a_violation_is_named_with_its_line_and_then_counted(world):
    mock = world.serve("orders.yaml", "--role", "application")
    for _ in range(3):
        publish(world, mock, "shipments", BAD_SHIPMENT, "-i", "shop-1", "-q", "1")
    line = mock.wait_line("✗")
    assert "shop-1" in line and "shipments" in line
    assert "payload.parcels must have at least 1 item (got 0)" in line
    at = line.split("orders.yaml:")[1].split(":")[0]
    assert "minItems: 1" in pathlib.Path(mock.argv[2]).read_text().splitlines()[int(at) - 1]
    assert mock.stop() == 0
    assert mock.text.count("must have at least 1 item") == 1
    assert "the same, 2 more" in mock.text
    assert "3 messages received, 3 broke the contract" in mock.text


def test_an_unknown_address_says_what_was_probably_meant(world):
    mock = world.serve("orders.yaml")
    publish(world, mock, "shipment", GOOD_SHIPMENT)
    assert 'did you mean "shipments"?' in mock.wait_line("✗")


def test_wrong_direction_is_judged_only_where_a_role_is_given(world):
    auto = world.serve("orders.yaml")
    strict_side = world.serve("orders.yaml", "--role", "application")
    cancelled = '{"orderId":"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1","reason":"customer"}'
    for mock in (auto, strict_side):
        publish(world, mock, "orders/eu", cancelled, "-q", "1")
    assert "orders" in strict_side.wait_line("✗")
    auto.stop()
    assert "✗" not in auto.text


def test_the_log_as_json_lines(world):
    mock = world.serve("orders.yaml", "--log", "json")
    publish(world, mock, "shipments", BAD_SHIPMENT, "-i", "shop-1", "-q", "1")
    mock.stop()
    events = [json.loads(line) for line in mock.lines]
    assert events[0]["event"] == "ready"
    bad = [e for e in events if "verdict" in e]
    assert bad[0]["client"] == "shop-1" and bad[0]["verdict"]["violations"][0]["keyword"] == "minItems"
    assert events[-1] == {"event": "stopped", "messages": 1, "violating": 1}


def test_with_a_command_it_serves_only_while_that_runs(world):
    program = ("import os, sys; url = os.environ['UNDERSTUDY_URL_PRODUCTION'];"
               "assert url == os.environ['UNDERSTUDY_URL_STAGING'] and url.startswith('mqtt://127.0.0.1:'), url;"
               "sys.exit(7)")
    contract = str(world.write("orders.yaml", open_contract()))
    done = world.understudy("serve", contract, "--port", "auto", "--", sys.executable, "-c", program)
    assert done.returncode == 7, done.stderr


def open_contract(name="orders.yaml"):
    from conftest import CONTRACTS
    return (CONTRACTS / name).read_text()


def test_with_a_command_a_broken_contract_is_exit_1(world):
    contract = str(world.write("orders.yaml", open_contract()))
    shell = 'mosquitto_pub -p "${UNDERSTUDY_URL_PRODUCTION##*:}" -q 1 -t shipments -m "$PAYLOAD"'
    for payload, status in ((GOOD_SHIPMENT, 0), (BAD_SHIPMENT, 1)):
        done = world.understudy("serve", contract, "--port", "auto", "--", "sh", "-c", shell,
                                env={"PAYLOAD": payload})
        assert done.returncode == status, done.stderr


def test_sigterm_ends_it_with_0_at_once(world):
    for signo in (signal.SIGTERM, signal.SIGINT):
        mock = world.serve("orders.yaml")
        idle = socket.create_connection(("127.0.0.1", mock.port))
        began = time.monotonic()
        assert mock.stop(signo) == 0
        assert time.monotonic() - began < 5     # a second is meant; a loaded machine is forgiven
        idle.close()


def test_a_taken_port_is_one_clear_line(world):
    first = world.serve("orders.yaml")
    done = world.understudy("serve", str(world.write("orders.yaml", open_contract())), "--port", str(first.port))
    assert done.returncode == 3
    errors = [line for line in done.stderr.splitlines() if "error:" in line]
    assert len(errors) == 1
    assert errors[0].startswith(f"error: port {first.port} (production) is taken by understudy (pid {first.popen.pid}); "
                                "stop it, or serve with --port auto")


def test_a_document_without_servers_wants_to_know_the_protocol(world):
    text = open_contract()
    begin, end = text.index("servers:"), text.index("channels:")
    bare = text[:begin] + text[end:]
    silent = bare.replace("bindings:\n      mqtt: {}", "description: ''").replace("bindings:\n      mqtt:", "x-was:\n      mqtt:")
    contract = str(world.write("bare.yaml", silent))
    done = world.understudy("serve", contract, "--port", "auto")
    assert done.returncode == 2
    assert "--protocol mqtt" in done.stderr
    mock = world.serve(contract, "--protocol", "mqtt")
    assert list(mock.servers) == ["mqtt"]


def test_bad_usage_is_exit_2_and_says_what_was_meant(world):
    for argv, said in ((["serv", "x.yaml"], "did you mean serve?"),
                       (["serve", "x.yaml", "--rol", "auto"], "did you mean --role?"),
                       (["serve", "x.yaml", "--every", "20"], "a duration with a unit"),
                       (["serve"], "a contract is expected"),
                       (["serve", "not-there.yaml"], "not-there.yaml")):
        done = world.understudy(*argv)
        assert done.returncode == 2, (argv, done.stderr)
        assert said in done.stderr, done.stderr


def test_a_document_with_errors_is_served_as_far_as_it_is_understood(world):
    broken = open_contract().replace("$ref: '#/components/messages/shipmentCreated'",
                                     "$ref: '#/components/messages/shipmentCreate'")
    contract = str(world.write("orders.yaml", broken))
    mock = world.serve(contract)
    assert "did you mean" in mock.wait_line(r"orders\.yaml:\d+:\d+: error: .*shipmentCreate")
    mock.wait_line(r"^orders/\{region\}")
    strict = world.understudy("serve", contract, "--strict", "--port", "auto")
    assert strict.returncode == 2


def test_options_come_from_the_file_and_the_environment_too(world):
    world.write("understudy.yaml", "role: counterpart\nevery: 50ms\n")
    world.write("orders.yaml", open_contract())
    shown = world.understudy("serve", "orders.yaml", "--show-config", env={"UNDERSTUDY_EVERY": "70ms"}).stdout
    assert "counterpart   (understudy.yaml:1)" in shown
    assert "70ms   (environment)" in shown
    bad = world.understudy("serve", "orders.yaml", "--config", str(world.write("other.yaml", "evry: 50ms\n")))
    assert bad.returncode == 2
    assert 'other.yaml:1:1: error: there is no setting "evry"; did you mean "every"?' in bad.stderr


def test_twice_verbose_shows_every_frame(world):
    mock = world.serve("orders.yaml", "--no-generate", "-vv")
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-i", "shop-1", "-q", "1")
    for direction, name in (("«", "CONNECT"), ("»", "CONNACK"), ("«", "PUBLISH"), ("»", "PUBACK"), ("«", "DISCONNECT")):
        mock.wait_line(rf"{direction} 127\.0\.0\.1:\d+ .*  {name}  \d+ bytes  [0-9a-f]{{2}} ")


def test_each_unknown_address_and_each_missing_field_is_named(world):
    mock = world.serve("orders.yaml", "--no-generate")
    for address in ("shipment", "payment", "shipment"):
        publish(world, mock, address, GOOD_SHIPMENT, "-q", "1")
    publish(world, mock, "shipments", "{}", "-q", "1")
    mock.stop()
    for said in ('did you mean "shipments"?', 'did you mean "payments"?', "payload.shipmentId is required",
                 "payload.orderId is required", "payload.parcels is required"):
        assert mock.text.count(said) >= 1, said
    assert mock.text.count("the same, 1 more") == 1


def test_a_handshake_that_fails_is_told(world):
    secure = open_contract().replace("protocol: mqtt\n    description", "protocol: mqtts\n    description")
    mock = world.serve(str(world.write("orders.yaml", secure.replace("broker.example.com:1883", "broker.example.com:8883"))))
    port = str(mock.servers["production"]["port"])
    plain = socket.create_connection(("127.0.0.1", int(port)))
    plain.sendall(b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04evil")
    assert "plain text" in mock.wait_line("refused: ")
    world.run("mosquitto_pub", "-h", "localhost", "-p", port, "--capath", "/etc/ssl/certs", "-t", "x", "-m", "x")
    assert "does not trust" in mock.wait_line("refused: ")


def test_settings_show_their_defaults_and_the_mock_block(world):
    world.write("understudy.yaml", "mock:\n  policy: reject\n  generate: { orders: 100ms }\n")
    world.write("orders.yaml", open_contract())
    shown = world.understudy("serve", "orders.yaml", "--show-config").stdout
    assert "127.0.0.1   (default)" in shown
    assert 'mock.policy "reject"   (understudy.yaml:2)' in shown
    world.write("understudy.yaml", "mock: { generate: { order: 100ms } }\n")
    wrong = world.understudy("serve", "orders.yaml", "--port", "auto")
    assert wrong.returncode == 2
    assert 'understudy.yaml:1:21: error: channel "order" is not in orders.yaml; did you mean "orders"?' in wrong.stderr
