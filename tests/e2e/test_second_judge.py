"""What we generate for every satisfiable schema of the public test suite, judged by a validator that is not ours:
Debian's python3-jsonschema.  The instances are those of the unit test generate_corpus, 100 for each schema."""
import decimal
import json
import os
import pathlib
import subprocess
import warnings

import pytest

from conftest import ROOT

jsonschema = pytest.importorskip("jsonschema", reason="python3-jsonschema is not installed (ci/install-deps test)")

CORPUS = pathlib.Path(os.environ.get("UNDERSTUDY_CORPUS", ROOT.parent / "shared" / "corpus"))
SUITE = CORPUS / "json-schema-test-suite"
UNIT_TESTS = pathlib.Path(os.environ.get("UNIT_TESTS", ROOT / "build/plain/unit-tests"))
DRAFTS = {
    "draft4": (jsonschema.Draft4Validator, jsonschema.draft4_format_checker),
    "draft6": (jsonschema.Draft6Validator, jsonschema.draft6_format_checker),
    "draft7": (jsonschema.Draft7Validator, jsonschema.draft7_format_checker),
    "draft2019-09": (jsonschema.Draft201909Validator, jsonschema.draft201909_format_checker),
    "draft2020-12": (jsonschema.Draft202012Validator, jsonschema.draft202012_format_checker),
}

# Schemas that it gets wrong: why, in which file, what their titles hold.  Each is checked: it gets the suite's own
# cases of that schema wrong, too.
RE = "Python's re knows neither \\p{..} nor \\c"
BASE = "its resolver loses the base URI of an $id, or takes an $id for one that is none"
SCOPE = "it looks for dynamic references at their target alone, not on the way that led there"
MARKS = "what a dynamic reference has judged is unevaluated to it, or it stumbles over it"
THEIRS = [
    (RE, "ecmascript-regex.json", ("escapes control codes with", "patterns always use unicode semantics", "non-ASCII digits")),
    (RE, "pattern.json", ("Unicode property escape",)),
    (RE, "patternProperties.json", ("Unicode property escape",)),
    (BASE, "ref.json", ("prevents a sibling", "nearest parent", "ref to if", "ref to then", "ref to else", "Recursive references",
                        "base URI change in subschema", "$id and $ref on nested schema", "URN ref with nested pointer")),
    (BASE, "refRemote.json", ("change folder in subschema", "with different $id", "with different URN $id",
                              "with nested absolute ref")),
    (BASE, "id.json", ("id inside an enum",)),
    (BASE, "anchor.json", ("same $anchor with different base uri",)),
    (BASE, "recursiveRef.json", ("with no $recursiveAnchor in the",)),
    (SCOPE, "dynamicRef.json", ("without anchor in fragment", "after leaving a dynamic scope", "are independent of order",
                                "points to a boolean schema", "skips over intermediate resources")),
    (MARKS, "unevaluatedItems.json", ("with $recursiveRef", "with $dynamicRef")),
    (MARKS, "unevaluatedProperties.json", ("with $recursiveRef", "with $dynamicRef")),
]


def knows(one):
    return next((why for why, file, parts in THEIRS
                 if one["file"] == file and any(part in one["title"] for part in parts)), None)


def offline(uri):
    raise LookupError(f"{uri} is not in the suite")


def made_by(suite, variable, folder):
    if not SUITE.is_dir():
        pytest.skip(f"NOT TESTED: the corpus is not at {CORPUS}")
    if not UNIT_TESTS.exists():
        pytest.skip(f"NOT TESTED: {UNIT_TESTS} is not built (make unit)")
    subprocess.run([UNIT_TESTS], env={**os.environ, "CK_RUN_SUITE": suite, variable: str(folder)}, check=True,
                   stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="module")
def instances(tmp_path_factory):
    return made_by("generate_corpus", "UNDERSTUDY_INSTANCES", tmp_path_factory.mktemp("instances"))


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return made_by("generate_invalid_corpus", "UNDERSTUDY_BROKEN_INSTANCES", tmp_path_factory.mktemp("broken"))


def remotes():
    """What the suite says is found at http://localhost:1234/."""
    folder = SUITE / "remotes"
    return {f"http://localhost:1234/{path.relative_to(folder)}": load(path.read_text())
            for path in folder.rglob("*.json")}


def judge_of(draft, schema, store):
    validator, formats = DRAFTS[draft]
    resolver = jsonschema.RefResolver.from_schema(schema, store=store, id_of=validator.ID_OF,
                                                  handlers={"http": offline, "https": offline, "urn": offline})
    return validator(schema, resolver=resolver, format_checker=formats)


def complaint(judge, instance):
    try:
        error = next(judge.iter_errors(instance), None)
    except Exception as failure:  # it has many ways to give up
        return f"{type(failure).__name__}: {failure}"
    return error and error.message


def refused(draft, one, store):
    """The first instance that it does not accept, with its reason; None: all are valid."""
    judge = judge_of(draft, one["schema"], store)
    return next(((i, why) for i in one["instances"] if (why := complaint(judge, i))), None)


def fails_the_suite(draft, one, store):
    """Does it give the suite's own cases of this schema another verdict than the suite?"""
    groups = [group for path in (SUITE / "tests" / draft).rglob(one["file"]) for group in load(path.read_text())
              if group["description"] == one["title"]]
    return any((complaint(judge_of(draft, group["schema"], store), case["data"]) is None) != case["valid"]
               for group in groups for case in group["tests"])


def load(text):
    return json.loads(text, parse_float=decimal.Decimal)  # exact, as JSON says it


@pytest.mark.parametrize("draft", DRAFTS)
def test_another_validator_accepts_what_we_make(instances, draft):
    lines = [load(line) for line in (instances / f"{draft}.jsonl").read_text().splitlines()]
    store, wrong, agreed = remotes(), [], 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in lines:
            assert len(one["instances"]) == 100
            found = refused(draft, one, store)
            agreed += found is None
            if found and not (knows(one) and fails_the_suite(draft, one, store)):
                wrong.append(f"{one['file']}: {one['title']}: {str(found[0])[:200]}: {found[1][:200]}")
    print(f"{draft}: of {len(lines)} schemas, 100 instances each, it agrees on {agreed}")
    assert agreed > 0.9 * len(lines) > 150
    assert wrong == [], "\n" + "\n".join(wrong)


# Formats that python3-jsonschema asserts without further packages, as strictly as their standards.
STRICT = {"date", "ipv4", "ipv6", "regex"}


def blames(draft, one, store):
    """The keywords that it finds broken, until it gives up; None: it gives up at once."""
    found = []
    try:
        for error in judge_of(draft, one["schema"], store).iter_errors(one["value"]):
            found.append(error.validator or "false")
    except Exception:
        return found or None
    return found


# What it calls otherwise, or says besides: a member whose own schema failed is also "unevaluated" to it.
CALLED = {"minContains": "contains", "maxContains": "contains"}
BESIDES = {"unevaluatedProperties", "unevaluatedItems"}


def blames_alike(blamed, keyword):
    others = [k for k in blamed or [] if k == keyword or k not in BESIDES]
    return others in ([keyword], [CALLED.get(keyword)])


def is_beyond_it(one):
    """Its formats need further packages, and its copies of the metaschemas are not the published ones."""
    schema = one["schema"]
    return (one["keyword"] == "format" and not STRICT & {schema.get("format")}
            or "json-schema.org" in str(schema.get("$ref")))


@pytest.mark.parametrize("draft", DRAFTS)
def test_another_validator_refuses_what_we_break(broken, draft):
    """And mostly for the same reason alone: below a reference it may find the same thing twice."""
    lines = [one for line in (broken / f"{draft}.jsonl").read_text().splitlines() if not is_beyond_it(one := load(line))]
    store, wrong, same, judged = remotes(), [], 0, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in lines:
            blamed = blames(draft, one, store)
            judged += blamed is not None
            same += blames_alike(blamed, one["keyword"])
            if blamed == [] and not fails_the_suite(draft, one, store):
                wrong.append(f"{one['file']}: {one['title']}: {one['label']}: {str(one['value'])[:200]}")
    print(f"{draft}: of {len(lines)} broken instances it judges {judged}, and blames the same keyword alone in {same}")
    assert wrong == [], "\n" + "\n".join(wrong)
    assert judged > 0.93 * len(lines) and same > 0.93 * judged > 250
