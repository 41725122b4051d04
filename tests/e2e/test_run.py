"""`understudy run` as a CI stage meets it: exit status, report, interruption."""
import json
import os
import pathlib
import select
import signal
import time
import xml.etree.ElementTree as ElementTree

from conftest import CONTRACTS, ROOT, UNDERSTUDY

SHIPS = """\
scenario: {title}
contract: orders.yaml
within: 2s
program:
  run: [sh, -c, 'mosquitto_pub -h "$HOST" -p "$PORT" -q 1 -i shop -t {topic} -m "$PAYLOAD"']
  env: {{ HOST: "${{servers.production.host}}", PORT: "${{servers.production.port}}", PAYLOAD: '{payload}' }}
steps:
  - expect: {{ channel: shipments, message: shipmentCreated }}
  - wait: exited
"""
GOOD = '{"shipmentId":"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1","orderId":"7f0c9cbb-4fd6-4d18-a0c9-0f4ab3bbd4c1","parcels":[{"weightGrams":250}]}'


def scenario(world, name, title="It ships", topic="shipments", payload=GOOD):
    if not (world.tmp / "orders.yaml").exists():
        world.write("orders.yaml", (CONTRACTS / "orders.yaml").read_text())
    return world.write(name, SHIPS.format(title=title, topic=topic, payload=payload))


def report(world, name="report.xml"):
    return ElementTree.parse(world.tmp / name).getroot()


def test_what_passes_is_exit_0_and_a_test_case(world):
    scenario(world, "ships.yaml")
    done = world.understudy("run", "ships.yaml", "--junit", "report.xml", "--seed", "7")
    assert done.returncode == 0, done.stdout + done.stderr
    suites = report(world)
    case = suites.find("testsuite/testcase")
    assert (case.get("name"), case.get("classname"), case.get("file")) == ("It ships", "ships", "ships.yaml")
    assert case.find("failure") is None
    properties = {p.get("name"): p.get("value") for p in suites.iter("property")}
    assert properties["seed"] == "7" and properties["contract"].startswith("orders.yaml 1.4.0 sha256:")


def test_a_failure_is_exit_1_and_names_the_near_miss(world):
    scenario(world, "wrong-address.yaml", topic="shipment")
    done = world.understudy("run", "wrong-address.yaml", "--junit", "report.xml")
    assert done.returncode == 1
    assert "no shipmentCreated on shipments came within 2s" in done.stdout
    failures = list(report(world).iter("failure"))
    assert len(failures) == 1 and "\n" not in failures[0].get("message")
    assert "shipment" in failures[0].text and "timeline" in failures[0].text


def test_a_violation_that_nobody_expected_fails_at_the_end(world):
    path = scenario(world, "sloppy.yaml", payload=GOOD.replace("250", "0"))
    path.write_text(path.read_text().replace("  - expect: { channel: shipments, message: shipmentCreated }\n", ""))
    done = world.understudy("run", "sloppy.yaml")
    assert done.returncode == 1
    assert "payload.parcels[0].weightGrams must be >= 1 (got 0)" in done.stdout and "orders.yaml:" in done.stdout


def test_a_file_that_cannot_be_loaded_is_an_error_in_the_report(world):
    scenario(world, "good.yaml")
    scenario(world, "bad.yaml").write_text("scenario: x\ncontract: orders.yaml\nsteps: [ { expct: { channel: shipments } } ]\n")
    done = world.understudy("run", "good.yaml", "bad.yaml", "--junit", "report.xml")
    assert done.returncode == 2
    assert "bad.yaml:3:12: error:" in done.stderr and 'did you mean "expect"?' in done.stderr
    suites = report(world)
    assert suites.get("errors") == "1" and suites.get("failures") == "0"
    assert len(list(suites.iter("error"))) == 1


def test_a_channel_that_is_not_there_is_found_before_anything_starts(world):
    scenario(world, "s.yaml").write_text(
        "scenario: x\ncontract: orders.yaml\nsteps:\n  - expect: { channel: shipment, count: 1 }\n")
    done = world.understudy("run", "s.yaml")
    assert done.returncode == 2
    assert 's.yaml:4:24: error: channel "shipment" is not in orders.yaml; did you mean "shipments"?' in done.stderr


def test_nothing_selected_is_exit_2(world):
    assert world.understudy("run", "nowhere.yaml").returncode == 2
    (world.tmp / "empty").mkdir()
    assert world.understudy("run", "empty").returncode == 2


def test_the_settings_in_a_folder_are_no_scenario(world):
    scenario(world, "ships.yaml")
    world.write("understudy.yaml", "scenario: { within: 1s }\n")
    done = world.understudy("run", ".")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_the_ca_is_found_from_the_folder_of_the_scenario(world):
    world.write("there/orders.yaml", (CONTRACTS / "orders.yaml").read_text().replace("protocol: mqtt", "protocol: mqtts"))
    text = SHIPS.format(title="In secret", topic="shipments", payload=GOOD)
    text = text.replace("-h \"$HOST\"", "-h localhost --cafile \"$CA\"").replace("env: {", 'env: { CA: "${servers.production.ca}",')
    world.write("there/secret.yaml", text)
    done = world.understudy("run", "there/secret.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_program_that_is_not_there_is_exit_3(world):
    path = scenario(world, "s.yaml")
    path.write_text(path.read_text().replace("[sh, -c,", "[no-such-program, -c,"))
    done = world.understudy("run", "s.yaml")
    assert done.returncode == 3
    assert "no-such-program" in done.stdout + done.stderr


def test_an_interrupted_run_writes_its_report_and_is_130(world):
    scenario(world, "long.yaml").write_text(
        "scenario: long\ncontract: orders.yaml\nsteps:\n  - expect: { channel: shipments, count: 0, for: 60s }\n")
    run = world.start(UNDERSTUDY, "run", "long.yaml", "--junit", "report.xml")
    wait_for(run, lambda: listens(run))
    assert run.stop(signal.SIGINT) == 130, run.text
    assert report(world).get("tests") == "1"


INTERRUPTED = """\
scenario: long
contract: orders.yaml
steps: [ { wait: 60s } ]
finally: [ { run: [touch, done.txt] }, { wait: 60s } ]
---
scenario: never reached ${row.n}
contract: orders.yaml
each: [ { n: 1 }, { n: 2 } ]
steps: [ { wait: 60s } ]
"""


def test_an_interrupted_scenario_cleans_up_and_the_rest_is_skipped(world):
    scenario(world, "long.yaml").write_text(INTERRUPTED)
    scenario(world, "other.yaml")
    run = world.start(UNDERSTUDY, "run", "long.yaml", "other.yaml", "--junit", "report.xml")
    wait_for(run, lambda: listens(run))
    run.popen.send_signal(signal.SIGINT)
    wait_for(run, (world.tmp / "done.txt").exists)
    begun = time.monotonic()
    assert run.stop(signal.SIGINT) == 130, run.text
    assert time.monotonic() - begun < 2.5, "a second interruption does not wait for finally"
    cases = {case.get("name"): case for case in report(world).iter("testcase")}
    assert "interrupted" in cases["long"].find("failure").get("message")
    for name in "never reached 1", "never reached 2", "It ships":
        assert cases[name].find("skipped").get("message") == "interrupted"


def test_finally_has_a_few_seconds_once_it_is_interrupted(world):
    scenario(world, "long.yaml").write_text(INTERRUPTED)
    run = world.start(UNDERSTUDY, "run", "long.yaml")
    wait_for(run, lambda: listens(run))
    assert run.stop(signal.SIGINT) == 130, run.text
    assert (world.tmp / "done.txt").exists()


def wait_for(process, holds):
    while not holds():
        assert process.popen.poll() is None, process.text
        select.select([], [], [], 0.002)


def listens(process):
    """Its mock is up once one of its sockets listens (the event loop has sockets of its own before)."""
    inodes = set()
    for fd in pathlib.Path(f"/proc/{process.popen.pid}/fd").iterdir():
        try:
            inodes.add(os.readlink(fd).removeprefix("socket:[").removesuffix("]"))
        except OSError:
            pass
    rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(row[3] == "0A" and row[9] in inodes for row in rows)


def test_the_same_seed_sends_the_same_messages(world):
    world.write("orders.yaml", (CONTRACTS / "orders.yaml").read_text())
    world.write("echo.yaml", """\
scenario: what is sent
contract: orders.yaml
program:
  run: [sh, -c, 'mosquitto_sub -h "$HOST" -p "$PORT" -t "orders/#" -C 3 >> seen.txt']
  env: { HOST: "${servers.production.host}", PORT: "${servers.production.port}" }
steps:
  - send: { channel: orders, message: orderPlaced, times: 3 }
  - wait: exited
""")
    for _ in range(2):
        done = world.understudy("run", "echo.yaml", "--seed", "11", "--clock", "2026-01-01T00:00:00Z")
        assert done.returncode == 0, done.stdout
    seen = (world.tmp / "seen.txt").read_text().splitlines()
    assert len(seen) == 6
    strip = [line[:line.index('"placedAt"')] for line in seen]
    assert strip[:3] == strip[3:]


def test_the_demo_scenarios_do_as_the_demo_says(world):
    done = world.understudy("run", str(ROOT / "scenarios"), "--junit", "report.xml")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "8 passed, 2 failed, 0 skipped" in done.stdout
    failed = {case.get("classname").rsplit(".", 1)[-1] for case in report(world).iter("testcase") if case.find("failure") is not None}
    assert failed == {"orders-broken"}


def test_contracts_that_contradict_each_other_are_an_error(world):
    text = (CONTRACTS / "orders.yaml").read_text()
    world.write("orders.yaml", text)
    world.write("other.yaml", text.replace("broker.example.com:1883", "broker.example.org:1999"))
    world.write("s.yaml", "scenario: x\ncontract: [orders.yaml, other.yaml]\nsteps: [ { wait: 1ms } ]\n")
    done = world.understudy("run", "s.yaml")
    assert done.returncode == 2
    assert "other.yaml:" in done.stderr and "production" in done.stderr and "orders.yaml:" in done.stderr


def test_a_mock_block_names_channels_that_are_there(world):
    world.write("orders.yaml", (CONTRACTS / "orders.yaml").read_text())
    world.write("s.yaml", "scenario: x\ncontract: orders.yaml\nmock: { generate: { order: 100ms } }\nsteps: [ { wait: 1ms } ]\n")
    done = world.understudy("run", "s.yaml")
    assert done.returncode == 2
    assert 's.yaml:3:21: error: channel "order" is not in orders.yaml; did you mean "orders"?' in done.stderr


def test_what_would_be_ignored_is_refused_instead(world):
    world.write("orders.yaml", (CONTRACTS / "orders.yaml").read_text())
    world.write("s.yaml", "scenario: x\ncontract: orders.yaml\nsteps:\n"
                          "  - expect: { session: connected, headers: { a: b } }\n")
    done = world.understudy("run", "s.yaml")
    assert done.returncode == 2
    assert 's.yaml:4:44: error: "headers" of a session is not supported yet [unsupported]' in done.stderr


WRONG = """\
scenario: A message that breaks ${row.label}
contract: orders.yaml
within: 5s
each: [ { label: minimum@/amount }, { label: required@/customer/email }, { label: format@/placedAt } ]
program:
  run: [sh, -c, 'mosquitto_sub -h "$HOST" -p "$PORT" -t "orders/#" -C 1 >> seen.jsonl']
  env: { HOST: "${servers.production.host}", PORT: "${servers.production.port}" }
steps:
  - send: { channel: orders, message: orderPlaced, params: { region: eu }, invalid: "${row.label}" }
  - wait: exited
"""


def test_a_client_gets_the_message_that_is_wrong_in_one_way(world):
    scenario(world, "unused.yaml")
    world.write("wrong.yaml", WRONG)
    done = world.understudy("run", "wrong.yaml", "--seed", "7")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout
    cheap, anonymous, timeless = [json.loads(line) for line in (world.tmp / "seen.jsonl").read_text().splitlines()]
    assert cheap["amount"] < 0 and cheap["customer"]["email"]
    assert anonymous["amount"] >= 0 and list(anonymous["customer"]) == ["name"]
    assert timeless["placedAt"][:10] in ("2026-02-30", "2026-11-21")


def test_a_label_that_is_not_there_is_found_before_anything_starts(world):
    scenario(world, "unused.yaml")
    world.write("wrong.yaml", WRONG.replace('"${row.label}"', "minimun@/amount"))
    done = world.understudy("run", "wrong.yaml")
    assert done.returncode == 2
    assert 'wrong.yaml:9:' in done.stderr and 'did you mean "minimum@/amount"?' in done.stderr
