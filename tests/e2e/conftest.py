"""End-to-end tests run the real program on free ports, beside each other, and wait on events, never on sleeps."""
import json
import os
import pathlib
import queue
import re
import select
import signal
import subprocess
import threading
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNDERSTUDY = os.environ.get("UNDERSTUDY", str(ROOT / "build" / "understudy"))
CONTRACTS = ROOT / "tests" / "contracts"
LIMIT_S = 20


class Process:
    """A program whose output lines can be waited for."""

    def __init__(self, argv, cwd=None, env=None, stdin=None):
        self.argv = [str(a) for a in argv]
        self.lines = []
        self.unread = queue.Queue()
        self.popen = subprocess.Popen(self.argv, cwd=cwd, env={**os.environ, **(env or {})}, stdin=stdin,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                      encoding="utf-8", errors="replace", start_new_session=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.popen.stdout:
            self.lines.append(line.rstrip("\n"))
            self.unread.put(self.lines[-1])
        self.unread.put(None)

    def wait_line(self, pattern, limit_s=LIMIT_S):
        """The next line that matches; those before it are passed over."""
        end = time.monotonic() + limit_s
        while True:
            try:
                line = self.unread.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"no line like {pattern!r} from {self.argv}; it said:\n" + "\n".join(self.lines))
            if re.search(pattern, line):
                return line

    def wait(self, limit_s=LIMIT_S):
        """Its exit status, after its last line."""
        status = self.popen.wait(limit_s)
        self.reader.join(limit_s)
        return status

    def stop(self, signo=signal.SIGTERM):
        self.popen.send_signal(signo)
        return self.wait()

    def kill(self):
        if self.popen.poll() is None:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait(LIMIT_S)

    @property
    def text(self):
        return "\n".join(self.lines)


class Mock(Process):
    """A served contract, ready."""

    def __init__(self, argv, tmp, **kw):
        self.ready_file = tmp / f"ready-{time.monotonic_ns()}.json"
        super().__init__([UNDERSTUDY, "serve", *argv, "--ready-file", self.ready_file], cwd=tmp, **kw)
        # The tables and the ready line are printed first, the file is there right after.
        end = time.monotonic() + LIMIT_S
        while not self.ready_file.exists():
            if self.popen.poll() is not None or time.monotonic() > end:
                self.reader.join(2)
                raise AssertionError("the mock did not get ready:\n" + self.text)
            select.select([], [], [], 0.002)
        self.ready = json.loads(self.ready_file.read_text())
        self.servers = {s["name"]: s for s in self.ready["servers"]}
        self.host = self.ready["servers"][0]["host"]
        self.port = self.ready["servers"][0]["port"]


class World:
    """Starts things for one test, and ends them with it."""

    def __init__(self, tmp):
        self.tmp = tmp
        self.processes = []

    def serve(self, contract, *options, **kw):
        argv = [contract if os.path.isabs(str(contract)) else CONTRACTS / contract, *options]
        if not any(str(o).startswith("--port") for o in options):
            argv += ["--port", "auto"]
        mock = Mock(argv, self.tmp, **kw)
        self.processes.append(mock)
        return mock

    def start(self, *argv, **kw):
        process = Process(argv, cwd=kw.pop("cwd", self.tmp), **kw)
        self.processes.append(process)
        return process

    def run(self, *argv, stdin=None, limit_s=LIMIT_S, cwd=None, env=None):
        return subprocess.run([str(a) for a in argv], cwd=cwd or self.tmp, input=stdin, capture_output=True, text=True,
                              timeout=limit_s, env={**os.environ, **(env or {})})

    def understudy(self, *argv, **kw):
        return self.run(UNDERSTUDY, *argv, **kw)

    def write(self, name, text):
        path = self.tmp / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture
def world(tmp_path):
    w = World(tmp_path)
    yield w
    for process in w.processes:
        process.kill()


def recorded(path):
    """The lines of a recording, parsed, without the header."""
    return [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()][1:]
