"""`understudy check --output`: the output formats of JSON Schema 2020-12, on the specification's own example."""
import json

import jsonschema
import pytest

from test_serve import publish

# What the specification's output schema asks: draft 2020-12, "Output Formatting", Appendix.
OUTPUT_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "unit": {
            "type": "object",
            "properties": {
                "valid": {"type": "boolean"},
                "keywordLocation": {"type": "string", "format": "json-pointer"},
                "absoluteKeywordLocation": {"type": "string", "pattern": "^(file|https?)://"},
                "instanceLocation": {"type": "string", "format": "json-pointer"},
                "error": {"type": "string", "minLength": 1},
                "errors": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/unit"}},
            },
            "required": ["valid", "keywordLocation", "instanceLocation"],
            "additionalProperties": False,
            "if": {"properties": {"valid": {"const": False}}},
            "then": {"anyOf": [{"required": ["error"]}, {"required": ["errors"]}]},
            "allOf": [{
                "if": {"properties": {"keywordLocation": {"pattern": "/\\$ref(/|$)"}}},
                "then": {"required": ["absoluteKeywordLocation"]},
            }],
        },
        "flag": {"type": "object", "properties": {"valid": {"type": "boolean"}}, "required": ["valid"],
                 "additionalProperties": False},
    },
}

POLYGON = """\
asyncapi: 3.0.0
info: { title: Polygons, version: '1' }
channels:
  polygons:
    address: polygons
    messages:
      polygon: { payload: { $ref: '#/components/schemas/polygon' } }
      choice:
        payload:
          oneOf: [ { type: string }, { type: object, required: [a, b] } ]
components:
  schemas:
    point:
      type: object
      properties: { x: { type: number }, y: { type: number } }
      additionalProperties: false
      required: [x, y]
    polygon:
      type: array
      items: { $ref: '#/components/schemas/point' }
      minItems: 3
"""
EXAMPLE = '[{"x":2.5,"y":1.3},{"x":1,"z":6.7}]'


def check(world, form, payload, message="polygon"):
    world.write("polygons.yaml", POLYGON)
    world.write("in.jsonl", payload + "\n")
    done = world.understudy("check", "polygons.yaml", "in.jsonl", "--message", message, "--output", form)
    unit = json.loads(done.stdout)
    kind = "flag" if form == "flag" else "unit"
    jsonschema.Draft202012Validator({**OUTPUT_SCHEMA, "$ref": f"#/$defs/{kind}"}).validate(unit)
    assert done.returncode == (0 if unit["valid"] else 1)
    return unit


@pytest.mark.parametrize("form", ["flag", "basic", "detailed"])
def test_what_conforms_is_valid(world, form):
    assert check(world, form, '[{"x":1,"y":1},{"x":2,"y":1},{"x":1,"y":2}]')["valid"] is True


def test_flag_says_no_more(world):
    assert check(world, "flag", EXAMPLE) == {"valid": False}


def test_basic_is_a_list_of_what_failed(world):
    file = (world.tmp / "polygons.yaml").as_uri()
    errors = check(world, "basic", EXAMPLE)["errors"]
    assert [(e["keywordLocation"], e["absoluteKeywordLocation"], e["instanceLocation"]) for e in errors] == [
        ("/$ref/minItems", f"{file}#/components/schemas/polygon/minItems", ""),
        ("/$ref/items/$ref/required", f"{file}#/components/schemas/point/required", "/1"),
        ("/$ref/items/$ref/additionalProperties", f"{file}#/components/schemas/point/additionalProperties", "/1/z"),
    ]
    assert errors[1]["error"] == "payload[1].y is required"


def test_detailed_stands_under_the_schemas_and_skips_those_with_one_child(world):
    outer = check(world, "detailed", EXAMPLE)["errors"]
    assert [e["keywordLocation"] for e in outer] == ["/$ref"]
    few, point = outer[0]["errors"]
    assert few["keywordLocation"] == "/$ref/minItems" and "errors" not in few
    assert (point["keywordLocation"], point["instanceLocation"]) == ("/$ref/items/$ref", "/1")
    assert point["absoluteKeywordLocation"].endswith("polygons.yaml#/components/schemas/point")
    assert [e["keywordLocation"].rsplit("/")[-1] for e in point["errors"]] == ["required", "additionalProperties"]


def test_detailed_says_why_each_branch_does_not_hold(world):
    (choice,) = check(world, "detailed", '{"c":1}', "choice")["errors"]
    assert choice["keywordLocation"] == "/oneOf"
    text, thing = choice["errors"]
    assert (text["keywordLocation"], text["error"]) == ("/oneOf/0/type", "the value must be a string (got an object)")
    assert [e["error"] for e in thing["errors"]] == ["the value.a is required", "the value.b is required"]


HEADED = """\
asyncapi: 3.0.0
info: { title: T, version: '1' }
servers: { s: { host: h, protocol: mqtt } }
channels:
  c:
    address: c
    messages:
      m:
        headers: { required: [attempt], properties: { attempt: { type: integer } } }
        payload: { required: [attempt], properties: { attempt: { type: integer } } }
"""


def test_what_is_wrong_in_headers_says_so(world):
    world.write("headed.yaml", HEADED)
    world.write("in.jsonl", '{"understudy":1}\n{"address":"c","headers":{"attempt":"x"},"payload":{"attempt":"y"}}\n')
    done = world.understudy("check", "headed.yaml", "in.jsonl")
    assert [(v["instance"], v.get("in")) for v in json.loads(done.stdout)["violations"]] == [
        ("/attempt", None), ("/attempt", "headers")]
    for form in "basic", "detailed":
        unit = json.loads(world.understudy("check", "headed.yaml", "in.jsonl", "--output", form).stdout)
        assert [(e["keywordLocation"], e.get("in")) for e in unit["errors"]] == [
            ("/properties/attempt/type", None), ("/properties/attempt/type", "headers")]


@pytest.mark.parametrize("version, broken", [("5", True), ("311", False)])
def test_no_headers_are_told_from_a_protocol_without_any(world, version, broken):
    world.write("headed.yaml", HEADED)
    mock = world.serve(world.tmp / "headed.yaml", "--record", "r.jsonl", "--no-generate")
    publish(world, mock, "c", '{"attempt":1}', "-V", version, "-q", "1")
    mock.stop()
    (line,) = [json.loads(l) for l in world.understudy("check", "headed.yaml", "r.jsonl").stdout.splitlines()]
    assert [v["text"] for v in line.get("violations", [])] == (["headers.attempt is required"] if broken else [])


def test_another_form_is_bad_usage(world):
    world.write("polygons.yaml", POLYGON)
    done = world.understudy("check", "polygons.yaml", "-", "--message", "polygon", "--output", "verbose")
    assert done.returncode == 2 and "flag, basic or detailed" in done.stderr


def test_a_violation_has_its_value_and_its_constraint(world):
    world.write("polygons.yaml", POLYGON)
    world.write("in.jsonl", EXAMPLE + "\n")
    done = world.understudy("check", "polygons.yaml", "in.jsonl", "--message", "polygon")
    few, missing, extra = json.loads(done.stdout)["violations"]
    assert (few["constraint"], few["value"]) == (3, json.loads(EXAMPLE))
    assert (missing["constraint"], missing["value"]) == (["x", "y"], {"x": 1, "z": 6.7})
    assert (extra["constraint"], extra["value"], extra["at"]) == (False, 6.7, "polygons.yaml:16:7")
