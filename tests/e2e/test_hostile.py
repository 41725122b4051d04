"""Bad input gets the protocol's own answer and costs nobody else anything."""
import os
import pathlib
import re
import socket
import struct

import pytest

from test_clients import Client
from test_recording import qos1
from test_serve import GOOD_SHIPMENT, publish

CONNECT_311 = b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04evil"
CONNECT_5 = b"\x10\x11\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x04evil"


def rss_kib(mock):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{mock.popen.pid}/status").read_text())[1])


def dial(mock):
    s = socket.create_connection(("127.0.0.1", mock.port))
    s.settimeout(20)
    return s


def read_to_end(s):
    got = b""
    try:
        while True:
            more = s.recv(65536)
            if not more:
                return got
            got += more
    except ConnectionResetError:
        return got


@pytest.mark.parametrize("title,sent,answer", [
    ("not MQTT at all", b"GET / HTTP/1.1\r\n\r\n", b""),
    ("a PUBLISH before CONNECT", b"\x30\x03\x00\x01a", b""),
    ("a second CONNECT", CONNECT_311 + CONNECT_311, b"\x20\x02\x00\x00"),
    ("an endless remaining length", b"\x10\xff\xff\xff\xff\xff", b""),
    ("reserved flags", CONNECT_311 + b"\x81\x00", b"\x20\x02\x00\x00"),
    ("an unknown protocol level", b"\x10\x10\x00\x04MQTT\x09\x02\x00\x3c\x00\x04evil", b"\x20\x02\x00\x01"),
    ("a topic with a wildcard", CONNECT_311 + b"\x30\x04\x00\x02a#", b"\x20\x02\x00\x00"),
    ("version 5 is told why", CONNECT_5 + b"\x30\x05\x00\x02a#\x00", None),
])
def test_malformed_packets_get_the_specs_answer(world, title, sent, answer):
    mock = world.serve("orders.yaml", "--no-generate")
    watcher = Client(mock.port, "watcher").subscribe("shipments", 1)
    s = dial(mock)
    s.sendall(sent)
    got = read_to_end(s)
    if answer is None:
        assert got[0] == 0x20 and got[3] == 0 and got[2 + got[1]:][0] == 0xe0, got
    else:
        assert got == answer, title
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-q", "1")
    watcher.wait_messages(1)
    watcher.close()


def test_a_truncated_packet_harms_nobody(world):
    mock = world.serve("orders.yaml", "--no-generate")
    s = dial(mock)
    s.sendall(CONNECT_311 + b"\x30\xff\x7f\x00\x01a half of it")
    s.close()
    mock.wait_line("evil.*disconnected")
    publish(world, mock, "shipments", GOOD_SHIPMENT, "-q", "1")
    assert mock.stop() == 0


@pytest.mark.skipif("address" in os.environ.get("UNDERSTUDY", ""), reason="a sanitizer's memory is not the program's")
def test_a_subscriber_that_stops_reading_is_bounded_and_slows_nobody(world):
    mock = world.serve("orders.yaml", "--no-generate", "--unknown", "relay")
    before = rss_kib(mock)
    for qos in (0, 1):
        sleeper = dial(mock)
        sleeper.sendall(CONNECT_311.replace(b"evil", b"sle%d" % qos) + b"\x82\x0a\x00\x01\x00\x05flood" + bytes([qos]))
        assert sleeper.recv(9)
        setattr(mock, f"sleeper{qos}", sleeper)
    reader = Client(mock.port, "reader").subscribe("done", 1)
    producer = dial(mock)
    producer.sendall(CONNECT_311.replace(b"evil", b"prod"))
    assert producer.recv(4) == b"\x20\x02\x00\x00"
    payload = b"x" * 8192
    acks = b""
    for i in range(0, 8000, 50):        # 64 MB
        producer.sendall(b"".join(qos1(b"flood", (i + k) % 60000 + 1, payload) for k in range(50)))
        while len(acks) < (i + 50) * 4:
            acks += producer.recv(65536)
    producer.sendall(qos1(b"done", 60001, b"yes"))
    reader.wait_messages(1)
    # The log keeps up to 16 MiB, the sleeper's queue up to 8 MiB: far below what was sent.
    assert rss_kib(mock) - before < 48 * 1024, rss_kib(mock)
    reader.close()


@pytest.mark.skipif("address" in os.environ.get("UNDERSTUDY", ""), reason="a sanitizer's memory is not the program's")
def test_it_is_small_when_idle(world):
    mock = world.serve("orders.yaml", "--no-generate")
    assert rss_kib(mock) < 12 * 1024


def test_keep_alive_passes_and_the_client_is_let_go(world):
    mock = world.serve("orders.yaml", "--no-generate")
    s = dial(mock)
    s.sendall(b"\x10\x10\x00\x04MQTT\x04\x02\x00\x01\x00\x04slow")     # keep alive 1 s
    assert s.recv(4) == b"\x20\x02\x00\x00"
    assert read_to_end(s) == b""
    mock.wait_line("slow.*disconnected: keep-alive")


def test_a_huge_packet_is_refused_before_it_is_read(world):
    mock = world.serve("orders.yaml", "--no-generate")
    s = dial(mock)
    s.sendall(CONNECT_5)
    head = s.recv(65536)
    assert head[0] == 0x20
    s.sendall(b"\x30\xff\xff\xff\x7f\x00\x01a")
    rest = read_to_end(s)
    assert rest[:1] == b"\xe0" and rest[2] == 0x95, rest     # DISCONNECT, packet too large


def test_control_characters_from_the_wire_never_reach_the_terminal(world):
    mock = world.serve("orders.yaml", "--no-generate", "-v")
    name = b"\x1b[31mred"
    s = dial(mock)
    s.sendall(b"\x10" + bytes([12 + len(name)]) + b"\x00\x04MQTT\x04\x02\x00\x3c" + struct.pack("!H", len(name)) + name)
    read = s.recv(4)
    s.close()
    line = mock.wait_line(r"disconnected|refused")
    assert "\x1b[31mred" not in mock.text, (read, line)
