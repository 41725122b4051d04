"""What `serve` and `generate` make, as a user sees it: pace, hints, templates, languages, and the order of time."""
import json

from conftest import CONTRACTS

HINTED = CONTRACTS / "hinted.yaml"
CLOCK = ("--clock", "2026-11-21T10:00:00Z")


def made(world, *argv):
    done = world.understudy("generate", *map(str, argv))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_contract_says_how_often_and_the_command_line_is_above_it(world):
    world.serve(str(HINTED), "--role", "application").wait_line(r"^parcels +send, every 250ms")
    world.serve(str(HINTED), "--role", "application", "--every", "2s").wait_line(r"^parcels +send, every 2s")


def test_a_frequency_of_microcks_is_read_as_seconds(world):
    text = HINTED.read_text().replace("x-understudy: { interval: 250ms }", "x-other: {}").replace(
        "    channel: { $ref: '#/channels/parcels' }",
        "    channel: { $ref: '#/channels/parcels' }\n    x-microcks-operation: { frequency: 30 }")
    world.serve(str(world.write("m.yaml", text)), "--role", "application").wait_line(r"^parcels +send, every 30s")


def test_messages_of_a_channel_come_by_weight_and_share_what_they_have_in_common(world):
    all_ = made(world, HINTED, "parcels", "-n", 40, "--seed", 3)
    sent = [m for m in all_ if "sentAt" in m]
    delivered = [m for m in all_ if "deliveredAt" in m]
    assert len(sent) == 30 and len(delivered) == 10
    assert [m["parcelId"] for m in delivered] == [m["parcelId"] for m in sent][:10]
    assert len({m["parcelId"] for m in sent}) == 30
    assert [m["number"] for m in sent] == [f"P-{100 + 10 * i:06}" for i in range(30)]
    assert {m["state"] for m in sent} == {"ready", "moving"}


def test_time_goes_on_from_message_to_message(world):
    times = [m["sentAt"] for m in made(world, HINTED, "parcelSent", "-n", 50, "--seed", 3, *CLOCK)]
    assert times == sorted(times) and len(set(times)) == 50


def test_an_answer_takes_from_its_request(world):
    mock = world.serve(str(HINTED), "--role", "application", "--no-generate")
    got = world.run("mosquitto_rr", "-V", "5", "-p", str(mock.port), "-t", "quotes/anna", "-e", "offers", "-m",
                    '{"id":"q-17","kilograms":2.5}', "-W", "10")
    assert got.returncode == 0, got.stderr
    offer = json.loads(got.stdout)
    assert offer["requestId"] == "q-17" and offer["kilograms"] == 2.5
    assert isinstance(offer["price"], int) and 20 <= offer["price"] <= 90


def test_a_locale_reaches_what_is_served(world):
    mock = world.serve(str(HINTED), "--role", "application", "--locale", "fr", "--seed", "1")
    got = world.run("mosquitto_sub", "-p", str(mock.port), "-t", "parcels", "-C", "4", "-W", "10")
    countries = {m["receiver"]["country"] for m in map(json.loads, got.stdout.splitlines()) if "receiver" in m}
    assert countries and countries <= {"France", "Belgique", "Suisse", "Canada"}


def test_a_locale_that_there_is_not_is_refused_everywhere(world):
    for argv in (("generate", str(HINTED)), ("serve", str(HINTED)), ("run", ".")):
        done = world.understudy(*argv, "--locale", "elvish")
        assert done.returncode == 2 and '--locale may be en, de, fr, not "elvish"' in done.stderr
