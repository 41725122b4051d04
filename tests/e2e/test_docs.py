"""Every ```console block of the README and of docs/ is run, and its output compared.

A line that begins with "$ " is a command, run by sh in a folder that holds the sample contracts and scenarios; what
follows is its output (both streams). "…" stands for anything in a line, a line "…" for any lines. A command whose
exit status is not 0 is followed by a line "[exit status N]"."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest

from conftest import CONTRACTS, ROOT, UNDERSTUDY

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page):
    text = page.read_text()
    for m in re.finditer(r"^```console\n(.*?)^```", text, re.S | re.M):
        line = text[:m.start()].count("\n") + 1
        yield pytest.param(page, m[1], id=f"{page.relative_to(ROOT)}:{line}")


def cases():
    return [b for page in PAGES if page.exists() for b in blocks(page)]


def commands(block):
    """(command, expected lines); a command goes on in the next line behind a backslash."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], []])
        elif found and found[-1][0].endswith("\\"):
            found[-1][0] = found[-1][0][:-1] + line
        else:
            found[-1][1].append(line)
    return found


def pattern(lines):
    out = ""
    for line in lines:
        if line.strip() == "…":
            out += r"(?:.*\n)*?"
        else:
            out += ".*?".join(re.escape(part.rstrip() if i else part) for i, part in enumerate(line.split("…"))) + r"[ ]*\n"
    return out


@pytest.mark.parametrize("page,block", cases())
def test_an_example_does_what_its_page_says(page, block, tmp_path):
    shutil.copytree(CONTRACTS, tmp_path, dirs_exist_ok=True)
    if (ROOT / "scenarios").exists():
        shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    (tmp_path / "tests").mkdir()
    shutil.copytree(CONTRACTS, tmp_path / "tests" / "contracts")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "understudy").symlink_to(UNDERSTUDY)
    env = {**os.environ, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "NO_COLOR": "1"}
    for command, expected in commands(block):
        done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env, text=True, timeout=30, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        got = done.stdout if not done.returncode else done.stdout + f"[exit status {done.returncode}]\n"
        assert re.fullmatch(pattern(expected), got if got.endswith("\n") or not got else got + "\n"), (
            f"$ {command}\n--- the page says\n" + "\n".join(expected) + "\n--- it printed\n" + got)


def test_every_diagnostic_code_is_documented():
    header = (ROOT / "src/base/diag.h").read_text()
    page = (ROOT / "docs/diagnostics.md").read_text()
    codes = re.findall(r'X\([A-Z_]+, "([a-z-]+)"', header)
    assert len(codes) > 10
    assert [c for c in codes if f"| `{c}` |" not in page] == []


def test_every_option_is_in_the_manual_page():
    table = (ROOT / "src/cli/options.h").read_text()
    page = (ROOT / "docs/understudy.1").read_text().replace("\\-", "-")
    options = re.findall(r'X\([A-Z_]+, "([a-z-]+)"', table)
    assert len(options) > 20
    assert [o for o in options if f"--{o}" not in page] == []
