"""validate: rules and their settings, a project's own rules, reports, the baseline."""
import json
import re
import xml.etree.ElementTree as ElementTree

from conftest import CONTRACTS, ROOT

HEAD = "asyncapi: 3.0.0\ninfo: { title: t, version: '1' }\n"
UNUSED = HEAD + "components:\n  messages:\n    old: {}\n"
WRONG = HEAD + "channel: {}\ncomponents:\n  messages:\n    old: {}\n"


def validate(world, *argv, **more):
    return world.understudy("validate", *argv, **more)


def findings(world, *argv):
    return json.loads(validate(world, *argv, "--format", "json").stdout)["findings"]


def test_the_page_of_rules_and_the_table_agree(world):
    listed = re.findall(r"^(\S+) +(\S+) +(.*)$", validate(world, "--rules").stdout, re.M)
    page = (ROOT / "docs/rules.md").read_text()
    documented = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", page, re.M)
    assert len(listed) > 30
    assert [(rule, severity) for severity, rule, _ in listed] == documented


def test_warnings_are_printed_and_hints_counted_and_neither_fails(world):
    path = str(world.write("a.yaml", UNUSED))
    done = validate(world, path)
    assert done.returncode == 0
    assert "a.yaml:5:5: warning: nothing refers to \"old\" of components.messages [unused-component]" in done.stderr
    assert "hint" not in done.stderr and "1 warning" in done.stdout and "(--hints shows them)" in done.stdout
    assert " hint: " in validate(world, path, "--hints").stderr


def test_a_rule_is_switched_in_the_settings(world):
    path = str(world.write("a.yaml", UNUSED))
    config = str(world.write("c.yaml", "rules: { unused-component: off }\n"))
    assert "unused-component" not in validate(world, path, "--config", config).stderr
    config = str(world.write("c.yaml", "rules: { unused-component: error }\n"))
    assert validate(world, path, "--config", config).returncode == 1
    config = str(world.write("c.yaml", "rules:\n  unused-componet: off\n"))
    done = validate(world, path, "--config", config)
    assert done.returncode == 2
    assert 'c.yaml:2:3: error: there is no rule "unused-componet"; did you mean "unused-component"?' in done.stderr


def test_a_rule_of_the_project_is_judged_where_its_selector_leads(world):
    text = HEAD + ("channels:\n  c:\n    address: c\n    messages:\n      m: { $ref: '#/components/messages/m' }\n"
                   "components:\n  messages:\n    m:\n      title: no\n")
    path = str(world.write("a.yaml", text))
    for select, at in (("$.channels.*.messages.*", "9:14"), ("$.channels['c'].messages.m", "9:14"),
                       ("$..messages.*", "9:14"), ("$.channels.*.messages.x", None), ("$..title", None)):
        rule = {"id": "titles-are-long", "message": "titles are long", "select": select,
                "schema": {"properties": {"title": {"minLength": 3}}}}
        config = str(world.write("c.yaml", json.dumps({"governance": [rule]})))
        done = validate(world, path, "--config", config)
        found = re.findall(r"a\.yaml:(\d+:\d+): error: titles are long \(m\.title .*\) \[titles-are-long\]", done.stderr)
        assert (len(found), done.returncode) == ((1, 1) if at else (0, 0)), (select, done.stderr)


def test_a_rule_of_the_project_that_makes_no_sense_is_said(world):
    path = str(world.write("a.yaml", UNUSED))
    for rule, says in (({"id": "a", "select": "$.x"}, 'must have a "schema"'),
                       ({"id": "a", "select": "x", "schema": {}}, "a selector begins with $ at byte 1"),
                       ({"id": "a", "select": "$[?(@.x)]", "schema": {}}, "there are no filters"),
                       ({"id": "a", "select": "$.x", "schema": {"type": "strin"}}, "error:"),
                       ({"id": "secret", "select": "$.x", "schema": {}}, "choose another id"),
                       ({"id": "a", "select": "$.x", "schema": {}, "severety": 1}, 'did you mean "severity"?')):
        config = str(world.write("c.yaml", json.dumps({"governance": [rule]})))
        done = validate(world, path, "--config", config)
        assert done.returncode == 2 and says in done.stderr, (rule, done.stderr)


def test_a_secret_is_not_repeated(world):
    path = str(world.write("a.yaml", HEAD + "x-login: { password: hunter22 }\n"))
    done = validate(world, path)
    assert "[secret]" in done.stderr and "hunter22" not in done.stderr + done.stdout


def test_every_format_has_every_finding(world):
    path = str(world.write("a.yaml", WRONG))
    report = json.loads(validate(world, path, "--format", "json").stdout)
    assert [(f["severity"], f["rule"], f["pointer"]) for f in report["findings"]] == [
        ("error", "unknown-key", "/channel"), ("warning", "unused-component", "/components/messages/old")]
    assert report["files"][0]["errors"] == 1 and report["files"][0]["valid"] is False

    sarif = json.loads(validate(world, path, "--format", "sarif").stdout)
    assert sarif["version"] == "2.1.0"
    run = sarif["runs"][0]
    assert {r["id"] for r in run["tool"]["driver"]["rules"]} == {r["ruleId"] for r in run["results"]}
    assert [(r["level"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in run["results"]] == [
        ("error", 3), ("warning", 6)]

    quality = json.loads(validate(world, path, "--format", "codequality").stdout)
    assert [(q["severity"], q["location"]["lines"]["begin"]) for q in quality] == [("major", 3), ("minor", 6)]
    assert len({q["fingerprint"] for q in quality}) == 2

    suite = ElementTree.fromstring(validate(world, path, "--format", "junit").stdout)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert len(suite.findall("testcase/failure")) == 1

    github = validate(world, path, "--format", "github").stdout.splitlines()
    assert len(github) == 2
    assert re.match(r"::error file=.*a\.yaml,line=3,col=1,title=unknown-key::the document has no", github[0])


def test_reports_go_to_files_and_only_one_to_standard_output(world):
    path = str(world.write("a.yaml", WRONG))
    done = validate(world, path, "--format", "sarif", "--output", str(world.tmp / "a.sarif"),
                    "--format", "junit", "--output", str(world.tmp / "a.xml"))
    assert done.returncode == 1 and "a.yaml:3:1: error:" in done.stderr and "1 error" in done.stdout
    assert json.loads((world.tmp / "a.sarif").read_text())["runs"]
    assert ElementTree.parse(world.tmp / "a.xml").getroot().tag == "testsuites"
    assert validate(world, path, "--format", "json", "--format", "sarif").returncode == 2
    done = validate(world, path, "--format", "xml")
    assert done.returncode == 2 and "text, json, junit, sarif, codequality, github" in done.stderr
    assert validate(world, path, "--format", "json", "--output", "/nowhere/a.json").returncode == 3


def test_fingerprints_outlive_moved_lines(world):
    path = world.write("a.yaml", WRONG)
    before = {f["fingerprint"] for f in findings(world, str(path))}
    path.write_text("# a comment\n\n" + WRONG)
    after = findings(world, str(path))
    assert {f["fingerprint"] for f in after} == before
    assert [f["line"] for f in after] == [5, 8]


def test_a_baseline_holds_what_is_known_until_its_day(world):
    path, known = world.write("a.yaml", WRONG), str(world.tmp / "known.yaml")
    assert validate(world, str(path), "--write-baseline", known).returncode == 0
    path.write_text("# moved\n" + WRONG)
    done = validate(world, str(path), "--baseline", known)
    assert done.returncode == 0 and "error:" not in done.stderr and "2 known" in done.stdout
    path.write_text(WRONG + "server: {}\n")
    done = validate(world, str(path), "--baseline", known)
    assert done.returncode == 1 and done.stderr.count("error:") == 1 and '"server"' in done.stderr
    text = open(known).read()
    world.write("known.yaml", re.sub(r"expires: .*", "expires: 2020-01-31", text))
    done = validate(world, str(path), "--baseline", known)
    assert done.returncode == 1 and "(the baseline held it until 2020-01-31, unassigned)" in done.stderr


def test_a_baseline_that_cannot_be_understood_fails_nothing_silently(world):
    path = str(world.write("a.yaml", WRONG))
    for text, says in (("- { rule: a, file: a.yaml, pointer: '', expires: 2030-01-01 }", '"owner"'),
                       ("- { rule: a, file: a.yaml, pointer: '', owner: me, expires: soon }", '"expires"'),
                       ("- { rule: a, file: a.yaml, owner: me, expires: 2030-01-01 }", '"pointer" or "text"'),
                       ("a: b", "a baseline is a list")):
        done = validate(world, path, "--baseline", str(world.write("known.yaml", text)))
        assert done.returncode == 2 and says in done.stderr, (text, done.stderr)
    gone = "- { rule: gone, file: a.yaml, pointer: /x, owner: me, expires: 2030-01-01 }\n"
    done = validate(world, path, "--baseline", str(world.write("known.yaml", gone)))
    assert done.returncode == 1 and "known.yaml:1:3: hint: nothing is found here any more" in done.stderr


def test_annotations_come_by_themselves_in_github_actions(world, monkeypatch):
    path = str(world.write("a.yaml", WRONG))
    assert "::error" not in validate(world, path).stdout
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error file=" in validate(world, path).stdout
    done = validate(world, path, "--format", "json")
    assert json.loads(done.stdout)["findings"] and "::error file=" in done.stderr


def test_the_sample_contracts_are_without_warnings(world):
    for name in ("orders.yaml", "orders-2.6.yaml"):
        assert [f["rule"] for f in findings(world, str(CONTRACTS / name))] == []


IMPOSSIBLE = HEAD + """components:
  schemas:
    order:
      type: object
      required: [amount]
      properties:
        amount:
          type: number
          minimum: 10
          maximum: 5
        note: { allOf: [{ type: string }, { enum: [1, 2] }] }
        code: { type: string, pattern: '^[A-Z]{3}$', minLength: 5 }
        parcels: { type: array, minItems: 1, items: { type: integer, multipleOf: 10, minimum: 11, maximum: 19 } }
        fine: { type: string, pattern: '^(?=.*[0-9])[a-z0-9]{8}$', not: { const: aaaaaaa1 } }
"""


def test_a_schema_that_nothing_satisfies_is_said_with_the_pair_that_contradicts_each_other(world):
    path = str(world.write("a.yaml", IMPOSSIBLE))
    found = [one["text"] for one in findings(world, path) if one["rule"] == "schema-contradiction"]
    assert [text.replace(path, "a.yaml") for text in found] == [
        "no value satisfies this schema: minimum 10 (a.yaml:11:11) and maximum 5 (a.yaml:12:11) contradict each other",
        "no value satisfies this schema: enum (a.yaml:13:45) and type (a.yaml:13:27) contradict each other",
        'no value satisfies this schema: pattern "^[A-Z]{3}$" (a.yaml:14:31) and minLength 5 (a.yaml:14:54) contradict'
        " each other",
        'no value satisfies this schema: multipleOf 10 (a.yaml:15:70) leaves nothing between minimum 11 (a.yaml:15:86)'
        " and maximum 19 (a.yaml:15:99)",
    ]
