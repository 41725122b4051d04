"""understudy diff: classes, forms, exit status, and contracts out of git."""
import json
import os
import subprocess
import xml.etree.ElementTree as ET

import pytest

OLD = """\
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders
    messages:
      orderPlaced:
        payload:
          type: object
          required: [id, email]
          properties:
            id: {type: string}
            email: {type: string}
operations:
  place: {action: ACTION, channel: {$ref: '#/channels/orders'}}
"""
SENDS = OLD.replace("ACTION", "send")
RECEIVES = OLD.replace("ACTION", "receive")


def dropped(text):
    return text.replace("[id, email]", "[id]")


@pytest.mark.parametrize("old,new,options,status,says", [
    (SENDS, SENDS, [], 0, "no change"),
    (SENDS, dropped(SENDS), [], 1,
     "new.yaml:13:13: breaks consumers: orderPlaced payload.email is no longer required "
     "(was required in old.yaml:10:26)\n"),
    (RECEIVES, dropped(RECEIVES), [], 0, "new.yaml:13:13: compatible: orderPlaced payload.email is no longer"),
    (dropped(RECEIVES), RECEIVES, [], 1,
     "new.yaml:10:26: breaks producers: orderPlaced payload.email is now required (was optional in old.yaml:13:13)\n"),
    (RECEIVES, dropped(RECEIVES), ["--mode", "backward"], 0, "1 change, compatible\n"),
    (RECEIVES, dropped(RECEIVES), ["--mode", "FORWARD"], 1, "breaks consumers"),
    (RECEIVES, dropped(RECEIVES), ["--mode", "full"], 1, "1 change, 1 breaks consumers"),
])
def test_who_is_broken_follows_the_direction_or_the_mode(world, old, new, options, status, says):
    world.write("old.yaml", old)
    world.write("new.yaml", new)
    done = world.understudy("diff", "old.yaml", "new.yaml", *options)
    assert says in done.stdout
    assert (done.returncode, done.stderr) == (status, "")


def test_quiet_tells_what_breaks_and_the_last_line(world):
    world.write("old.yaml", SENDS)
    world.write("new.yaml", dropped(SENDS).replace("email: {type", "extra: {}\n            email: {type"))
    loud = world.understudy("diff", "old.yaml", "new.yaml").stdout.splitlines()
    quiet = world.understudy("diff", "-q", "old.yaml", "new.yaml").stdout.splitlines()
    assert len(loud) == 3 and any("compatible: orderPlaced payload.extra is new" in line for line in loud)
    assert quiet == [line for line in loud if ": compatible: " not in line]


def test_json_names_everything(world):
    world.write("old.yaml", SENDS)
    world.write("new.yaml", dropped(SENDS))
    done = world.understudy("diff", "old.yaml", "new.yaml", "--format", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told == {
        "old": "old.yaml", "new": "new.yaml", "compatible": False,
        "counts": {"breakConsumers": 1, "breakProducers": 0, "compatible": 0, "notListed": 0},
        "changes": [{
            "breaks": ["consumers"], "change": "required", "channel": "orders", "message": "orderPlaced",
            "pointer": "/payload/email", "text": "orderPlaced payload.email is no longer required",
            "was": "was required", "at": {"file": "new.yaml", "line": 13, "column": 13},
            "wasAt": {"file": "old.yaml", "line": 10, "column": 26}}]}


def test_junit_has_a_failure_per_breaking_change(world):
    world.write("old.yaml", SENDS)
    world.write("new.yaml", dropped(SENDS).replace("email: {type: string}", "email: {pattern: '<&\"'}"))
    done = world.understudy("diff", "old.yaml", "new.yaml", "--format", "junit")
    suite = ET.fromstring(done.stdout).find("testsuite")
    assert suite.get("tests") == "3" and suite.get("failures") == "2"
    cases = {case.get("name"): case for case in suite}
    required = cases["orderPlaced payload.email is no longer required"]
    assert (required.get("classname"), required.get("file"), required.get("line")) == ("orders", "new.yaml", "13")
    assert required.find("failure").get("type") == "breaks consumers"
    assert 'must now match "<&' in " ".join(cases)
    same = ET.fromstring(world.understudy("diff", "old.yaml", "old.yaml", "--format", "junit").stdout)
    assert [case.get("name") for case in same.iter("testcase")] == ["no change"]


def test_markdown_is_a_table_in_which_nothing_is_markup(world):
    world.write("old.yaml", SENDS)
    world.write("new.yaml", SENDS.replace("email: {type: string}", "email: {type: string, pattern: 'a|b'}"))
    lines = world.understudy("diff", "old.yaml", "new.yaml", "--format", "markdown").stdout.splitlines()
    assert lines[0].startswith("**Compatible.**")
    assert lines[2:4] == ["| | change | where |", "| --- | --- | --- |"]
    assert lines[4] == '| compatible | orderPlaced payload.email must now match "a\\|b" | new.yaml:13:35 |'


@pytest.mark.parametrize("argv,says", [
    (["diff", "old.yaml"], "two contracts are expected"),
    (["diff", "old.yaml", "nowhere.yaml"], "nowhere.yaml"),
    (["diff", "broken.yaml", "old.yaml"], "broken.yaml:2:1: error"),
    (["diff", "old.yaml", "old.yaml", "--mode", "sideways"], "direction, backward, forward or full"),
    (["diff", "old.yaml", "old.yaml", "--format", "xml"], "text, json, markdown or junit"),
    (["diff", "old.yaml", "--upload-pack=x:old.yaml"], "no option"),
    (["diff", "old.yaml", "half.yaml"], "cannot be compared"),
])
def test_what_cannot_be_read_is_exit_2(world, argv, says):
    world.write("old.yaml", SENDS)
    world.write("broken.yaml", "[1, 2\n")
    world.write("half.yaml", SENDS.replace("address: orders", "address: 'orders/{'"))
    done = world.understudy(*argv)
    assert done.returncode == 2
    assert says in done.stderr


# --- out of git


@pytest.fixture
def repository(world):
    """main: contracts/orders.yaml, which refers to contracts/types/mail.yaml; then both are changed."""
    env = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}

    def git(*argv):
        subprocess.run(["git", *argv], cwd=world.tmp, check=True, capture_output=True, env={**os.environ, **env})

    world.write("contracts/orders.yaml", SENDS.replace("email: {type: string}", "email: {$ref: types/mail.yaml}")
                .replace("id: {type: string}", "id: {$ref: ../outside.yaml}"))
    world.write("contracts/types/mail.yaml", "type: string\nmaxLength: 80\n")
    world.write("outside.yaml", "type: string\nminLength: 3\n")
    (world.tmp / "contracts/link.yaml").symlink_to("../outside.yaml")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "first")
    (world.tmp / "contracts/types/mail.yaml").write_text("type: string\nmaxLength: 100\n")
    world.git = git
    world.scratch = world.tmp / "scratch"
    world.scratch.mkdir()
    return world


def diff(world, *argv, cwd=None):
    done = world.understudy("diff", *argv, cwd=cwd, env={"TMPDIR": str(world.scratch)})
    assert list(world.scratch.iterdir()) == []
    return done


WIDER = ("breaks consumers: orderPlaced payload.email may now be up to 100 characters long "
         "(was 80 in main:contracts/types/mail.yaml:2:1)\n")


def test_a_revision_is_read_with_what_it_refers_to_and_shown_as_typed(repository):
    done = diff(repository, "main:contracts/orders.yaml", "contracts/orders.yaml")
    assert done.stdout == ("contracts/types/mail.yaml:2:1: " + WIDER +
                           "main:contracts/orders.yaml -> contracts/orders.yaml: 1 change, 1 breaks consumers\n")
    assert (done.returncode, done.stderr) == (1, "")


def test_two_revisions_and_a_path_from_here(repository):
    repository.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-a", "-m", "second")
    done = diff(repository, "main~1:./orders.yaml", "main:./orders.yaml", cwd=repository.tmp / "contracts")
    assert "main:./types/mail.yaml:2:1: breaks consumers" in done.stdout
    assert "(was 80 in main~1:./types/mail.yaml:2:1)" in done.stdout
    assert done.returncode == 1


def test_a_neighbour_of_the_folder_is_read_from_the_revision_too(repository):
    repository.write("outside.yaml", "type: string\n")
    done = diff(repository, "main:contracts/orders.yaml", "contracts/orders.yaml")
    assert "payload.id has no minimum length any more (was 3 in main:" in done.stdout
    assert "outside.yaml:2:1)" in done.stdout and done.stderr == ""


def test_index_and_work_tree_stay_as_they_are(repository):
    world = repository
    world.write("contracts/staged.yaml", "a: 1\n")
    world.git("add", "contracts/staged.yaml")
    before = world.run("git", "status", "--porcelain").stdout
    diff(world, "main:contracts/orders.yaml", "contracts/orders.yaml")
    assert world.run("git", "status", "--porcelain").stdout == before
    assert "A  contracts/staged.yaml" in before


@pytest.mark.parametrize("name,says", [
    ("main:contracts/nowhere.yaml", "no such plain file"),
    ("main:nowhere/orders.yaml", "no such plain file"),
    ("main:./nowhere.yaml", "no such plain file"),
    ("main:../../../../etc/passwd.yaml", "no such plain file"),
    ("nobranch:contracts/orders.yaml", "git says"),
    ("main:contracts/link.yaml", "no such plain file"),
    ("main:contracts/", "a revision and a file are expected"),
    ("--output=x:contracts/orders.yaml", "no --output"),
])
def test_what_git_has_not_is_exit_2(repository, name, says):
    done = diff(repository, name, "contracts/orders.yaml")
    assert says in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


def test_an_error_in_a_revision_is_shown_as_typed(repository):
    world = repository
    world.write("contracts/orders.yaml", "[1, 2\n")
    world.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-a", "-m", "broken")
    done = diff(world, "main:contracts/orders.yaml", "main~1:contracts/orders.yaml")
    assert done.returncode == 2
    assert "main:contracts/orders.yaml:" in done.stderr and str(world.scratch) not in done.stderr


def test_names_are_no_shell_words(repository):
    done = diff(repository, "main:contracts/$(touch pwned);`touch pwned`.yaml", "contracts/orders.yaml")
    assert done.returncode == 2
    assert not (repository.tmp / "pwned").exists()


def test_a_file_with_a_colon_goes_before_git(repository):
    repository.write("main:contracts/orders.yaml", SENDS)
    done = diff(repository, "main:contracts/orders.yaml", "contracts/orders.yaml")
    assert "payload.email must now be at most 100 characters long" in done.stdout
    assert done.returncode == 0
