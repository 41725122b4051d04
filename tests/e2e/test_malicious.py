"""Documents made to hurt: each ends in an error that says where, soon, and in bounded memory."""
import json
import os
import re
import resource
import subprocess

import pytest

from conftest import UNDERSTUDY

LIMIT_S = 20
MEMORY = 1 << 30
HEAD = "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\n"
HEAD_2 = "asyncapi: 2.6.0\ninfo: { title: t, version: '1' }\nchannels: {}\n"
N = 10000


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if "address" not in UNDERSTUDY:  # its shadow memory is as large as the address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def validate(*argv, cwd):
    return subprocess.run([UNDERSTUDY, "validate", *map(str, argv)], cwd=cwd, capture_output=True, timeout=6 * LIMIT_S,
                          preexec_fn=limits, stdin=subprocess.DEVNULL)


def must_say(done, what, file=r"[^\n]*"):
    """An error with a place (a line, or the file as a whole where nothing of it was read), and in the end its sum."""
    err = done.stderr.decode("utf-8", "replace")
    assert done.returncode in (1, 2), (done.returncode, err[-500:])
    assert re.search(rf"^{file}(:\d+:\d+)?: error: [^\n]*{what}", err, re.M), err[:2000]
    assert "memory" not in err and "Sanitizer" not in err, err[-500:]
    assert len(err) < 1 << 20


def chain(kind, last, first=HEAD, n=N):
    """n objects, each a reference to the next; the last is `last`."""
    return first + f"components:\n  {kind}:\n" + "".join(
        f"    s{i}: {{ $ref: '#/components/{kind}/s{i + 1}' }}\n" for i in range(n)) + f"    s{n}: {last}\n"


def nested(keyword, n=N, last="{ type: object }"):
    """n schemas, each with the next inside by a reference."""
    return HEAD + "components:\n  schemas:\n" + "".join(
        f"    s{i}: {{ {keyword % f'''{{ $ref: '#/components/schemas/s{i + 1}' }}'''} }}\n"
        for i in range(n)) + f"    s{n}: {last}\n"


def wide(depth, item, each):
    """An alias bomb: every line holds the one before `each` times."""
    return HEAD + f"x-a0: &a0 {item}\n" + "".join(
        f"x-a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * each)}]\n" for i in range(1, depth))


KINDS = ("schemas", "messages", "channels", "servers", "parameters", "securitySchemes", "tags", "serverBindings")
BACK = "{ $ref: '#/components/%s/s0' }"
TEXTS = [
    *[(f"a chain of {kind}", chain(kind, "{}"), "chain of more than") for kind in KINDS],
    *[(f"a circle of {kind}", chain(kind, BACK % kind), "chain of more than|leads back") for kind in KINDS],
    *[(f"a small circle of {kind}", chain(kind, BACK % kind, n=3), "leads back to itself") for kind in KINDS],
    ("a circle in 2.x", chain("messages", BACK % "messages", HEAD_2), "chain of more than|leads back"),
    ("allOf in a circle", nested("allOf: [%s]", last=BACK % "schemas"), "leads back to itself"),
    ("allOf ten thousand deep", nested("allOf: [%s]"), "leads back to itself|deep"),
    ("a bomb of lists", wide(12, "[x, x, x, x, x, x, x, x, x]", 9), "aliases|nodes|values"),
    ("a bomb of texts", wide(6, '"' + "x" * 60000 + '"', 9), "aliases"),
    ("a bomb of merges", HEAD + "x-a0: &a0 { k: v }\n" + "".join(
        f"x-a{i}: &a{i} {{ a{i}: *a{i - 1}, b{i}: *a{i - 1}, <<: *a{i - 1} }}\n" for i in range(1, 40)), ""),
    ("an alias to what holds it", HEAD + "x-a: &a [*a]\n", ""),
    ("a deep block list", HEAD + "x-a:\n  " + "- " * 100000 + "x\n", "deep"),
    ("a deep flow map", HEAD + "x-a: " + "{a: " * 100000, "deep"),
    ("ten thousand equal keys", HEAD + "".join("x-k: 1\n" for _ in range(N)), "a second time"),
    ("equal keys", HEAD + "channels: {}\nchannels: {}\n", "a second time"),
    ("a hundred thousand errors", HEAD + "".join(f"y{i}: 1\n" for i in range(100000)), "has no"),
]


@pytest.mark.parametrize("title,text,says", TEXTS, ids=[t[0].replace(" ", "-") for t in TEXTS])
def test_a_malicious_text_ends_in_an_error(tmp_path, title, text, says):
    (tmp_path / "d.yaml").write_text(text)
    must_say(validate("d.yaml", cwd=tmp_path), f"({says})", "d.yaml")


BYTES = [
    ("invalid UTF-8", "d.yaml", HEAD.encode() + b"x-a: \xff\xfe\n", "UTF-8"),
    ("invalid UTF-8 in JSON", "d.json", b'{"asyncapi":"3.0.0","x":"\xc3("}', "UTF-8"),
    ("an overlong slash", "d.json", b'{"asyncapi":"3.0.0","x":"\xc0\xaf"}', "UTF-8"),
    ("a surrogate alone", "d.json", b'{"asyncapi":"3.0.0","x":"\\ud800"}', ""),
    ("NUL bytes", "d.yaml", HEAD.encode() + b"x-a: \0\0\0\n", ""),
    ("NUL bytes in JSON", "d.json", b'{"asyncapi":"3.0.0"\0,"x":1}', ""),
    ("only NUL bytes", "d.yaml", bytes(1 << 20), ""),
    ("equal keys in JSON", "d.json", b'{"asyncapi":"3.0.0","asyncapi":"2.6.0","info":{"title":"t","version":"1"}}', "a second time"),
    ("a NUL in a reference", "d.json", json.dumps({"asyncapi": "3.0.0", "info": {"title": "t", "version": "1"}, "components":
                                                   {"schemas": {"s": {"$ref": "a\0b.yaml"}}}}).encode(), ""),
    ("60 MB of [ in JSON", "d.json", b"[" * (60 << 20), "deep"),
    ("60 MB of [ in YAML", "d.yaml", b"[" * (60 << 20), "deep"),
    ("60 MB of - in YAML", "d.yaml", b"- " * (30 << 20), "deep"),
    ("100 MB of [ in JSON", "d.json", b"[" * 100_000_000, "larger"),
    ("100 MB of [ in YAML", "d.yaml", b"[" * 100_000_000, "larger"),
    ("a number of 10 MB", "d.json", b'{"asyncapi":"3.0.0","info":{"title":"t","version":' + b"1" * (10 << 20) + b"}}", ""),
    ("a key of 10 MB", "d.json", b'{"asyncapi":"3.0.0","info":{"title":"t","version":"1"},"' + b"k" * (10 << 20) + b'":1}', ""),
]


@pytest.mark.parametrize("title,name,content,says", BYTES, ids=[b[0].replace(" ", "-") for b in BYTES])
def test_malicious_bytes_end_in_an_error(tmp_path, title, name, content, says):
    (tmp_path / name).write_bytes(content)
    must_say(validate(name, cwd=tmp_path), says, name)


def refers_to(target):
    return HEAD + f"components:\n  schemas:\n    s: {{ $ref: '{target}' }}\n"


@pytest.fixture
def outside(tmp_path):
    """secret.yaml beside the folder `in`, whose links and references try to reach it."""
    (tmp_path / "secret.yaml").write_text("type: object\ndescription: nobody may read this\n")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.yaml").symlink_to("../secret.yaml")
    (inside / "folder").symlink_to("..")
    (inside / "far.yaml").symlink_to(tmp_path / "secret.yaml")
    return inside


@pytest.mark.parametrize("target", [
    "../secret.yaml", "./../secret.yaml", "a/../../secret.yaml", "link.yaml", "folder/secret.yaml", "far.yaml",
    "%2e%2e/secret.yaml", "..%2fsecret.yaml", "{top}/secret.yaml", "folder/in/../secret.yaml", "/etc/passwd", "/proc/self/mem"])
def test_no_reference_leaves_the_project(outside, target):
    (outside / "d.yaml").write_text(refers_to(target.format(top=outside.parent)))
    done = validate("d.yaml", cwd=outside)
    must_say(done, r"(outside of|no file|cannot be reached)", "d.yaml")
    assert b"nobody" not in done.stderr
    assert re.search(rb"^d.yaml:5:\d+: error:", done.stderr, re.M), done.stderr


def test_a_folder_that_is_allowed_may_be_entered(outside):
    (outside / "d.yaml").write_text(refers_to("link.yaml"))
    assert validate("--allow-dir", "..", "d.yaml", cwd=outside).returncode == 0
    must_say(validate("--allow-dir", "nowhere", "d.yaml", cwd=outside), "no such directory", "nowhere")


def test_devices_and_pipes_are_not_read(outside):
    os.mkfifo(outside / "pipe.yaml")
    for target in ("pipe.yaml", "."):
        (outside / "d.yaml").write_text(refers_to(target))
        must_say(validate("d.yaml", cwd=outside), r"a file that", "d.yaml")
    (outside / "zero.yaml").symlink_to("/dev/zero")
    must_say(validate("zero.yaml", cwd=outside), "", "zero.yaml")


def test_ten_thousand_files_in_a_row(tmp_path):
    for i in range(N):
        (tmp_path / f"f{i}.yaml").write_text(
            f"type: object\nproperties: {{ next: {{ $ref: 'f{i + 1}.yaml' }} }}\n")
    (tmp_path / "d.yaml").write_text(refers_to("f0.yaml"))
    must_say(validate("d.yaml", cwd=tmp_path), "at most 1000")


def test_two_files_that_refer_to_each_other(tmp_path):
    (tmp_path / "a.yaml").write_text("s: { $ref: 'b.yaml#/s' }\n")
    (tmp_path / "b.yaml").write_text("s: { $ref: 'a.yaml#/s' }\n")
    (tmp_path / "d.yaml").write_text(refers_to("a.yaml#/s"))
    must_say(validate("d.yaml", cwd=tmp_path), "leads back to itself")
