"""ls, bundle and convert: the program that people and scripts run."""
import json
import subprocess

from conftest import CONTRACTS, UNDERSTUDY


def understudy(*args, cwd=None, stdin=None, status=0):
    done = subprocess.run([UNDERSTUDY, *map(str, args)], cwd=cwd, input=stdin, text=True, timeout=20, capture_output=True)
    assert done.returncode == status, done.stdout + done.stderr
    return done


def listed(*args, **how):
    return json.loads(understudy("ls", *args, "--format", "json", **how).stdout)


def test_ls_lists_the_same_of_both_versions():
    new, old = listed(CONTRACTS / "orders.yaml"), listed(CONTRACTS / "orders-2.6.yaml")
    assert [s["host"] for s in new["servers"]] == [s["host"] for s in old["servers"]]
    assert {o["name"]: o["action"] for o in old["operations"]} == {
        **{o["name"]: o["action"] for o in new["operations"]}, "sendQuotes": "send"}
    assert old["channels"][0] == {"name": "orders/{region}", "address": "orders/{region}", "servers": [], "owner": None}
    assert new["operations"][2] == {"name": "answerQuotes", "action": "receive", "channel": "quoteRequests",
                                    "messages": ["quoteRequest"], "reply": "quoteReplies", "owner": None}


def test_ls_finds_owners_and_limits():
    text = """
asyncapi: 3.0.0
info: {title: T, version: '1', contact: {name: Everybody}}
servers:
  a: {host: a.example, protocol: mqtt, x-owner: {name: Platform}}
  b: {host: b.example, protocol: mqtt}
channels:
  c: {address: c, x-owner: Team C, servers: [{$ref: '#/servers/b'}, {$ref: '#/servers/a'}], messages: {m: {}}}
"""
    got = listed("-", stdin=text)
    assert [s["owner"] for s in got["servers"]] == ["Platform", "Everybody"]
    assert got["channels"] == [{"name": "c", "address": "c", "servers": ["b", "a"], "owner": "Team C"}]
    assert got["messages"][0]["owner"] == "Everybody"
    table = understudy("ls", "-", stdin=text).stdout
    assert "c        c        b, a     Team C\n" in table
    assert "CONTENT TYPE" not in table


def test_ls_of_a_document_with_errors_lists_what_is_understood(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("asyncapi: 3.0.0\ninfo: {title: T}\nchannels:\n  c: {address: c}\n")
    done = understudy("ls", broken, status=1)
    assert "broken.yaml:2:" in done.stderr
    assert "CHANNEL  ADDRESS\nc        c\n" == done.stdout


def test_ls_says_what_it_cannot_do(tmp_path):
    assert "--format of ls is text or json" in understudy("ls", CONTRACTS / "orders.yaml", "--format", "yaml", status=2).stderr
    understudy("ls", tmp_path / "none.yaml", status=2)
    understudy("ls", status=2)


def write(folder, **files):
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)


MAIN = """
asyncapi: 3.0.0
info: {title: Tree, version: '1'}
channels:
  trees: # of all trees
    address: trees
    messages:
      tree: {$ref: 'shared.yaml#/messages/tree'}
      node: {payload: {$ref: 'node.yaml'}}
      own: {payload: {$ref: '#/components/schemas/leaf'}}
components:
  schemas:
    leaf: {type: string}
    there: {$ref: 'shared.yaml#/schemas/there'}
"""
SHARED = """
messages:
  tree:
    payload:
      type: object
      properties:
        root: {$ref: 'node.yaml'}
        leaf: {$ref: '#/schemas/leaf'}
        low: {$ref: 'node.yaml#/properties/value'}
        main: {$ref: 'main.yaml#/components/schemas/leaf'}
        there: {$ref: '#/schemas/there'}
      examples:
        - {root: {value: 1, $ref: 'not.yaml#/a'}}
schemas:
  leaf: {type: integer, maximum: 9}
  there: {const: 5}
"""
NODE = """
type: object
required: [value]
properties:
  value: {type: integer}
  left: {$ref: '#'}
  right: {$ref: 'node.yaml'}
  tree: {$ref: 'shared.yaml#/messages/tree/payload'}
"""


def test_a_bundle_is_one_document_that_judges_alike(tmp_path):
    write(tmp_path, main_yaml=MAIN, shared_yaml=SHARED, node_yaml=NODE)
    bundle = understudy("bundle", tmp_path / "main.yaml").stdout
    assert "shared.yaml" not in bundle and "node.yaml" not in bundle and "main.yaml" not in bundle
    assert "trees: # of all trees\n" in bundle
    alone = tmp_path / "alone"
    alone.mkdir()
    understudy("bundle", tmp_path / "main.yaml", "-o", alone / "b.json", "--format", "json")
    (alone / "b.yaml").write_text(bundle)
    payloads = ['{"root":{"value":1}}', '{"root":{}}', '{"leaf":9}', '{"leaf":10}', '{"low":"x"}', '{"main":"x"}', '{"main":1}',
                '{"there":5}', '{"there":6}', '{"root":{"value":1,"left":{"value":2,"right":{"value":"x"}}}}',
                '{"root":{"value":1,"tree":{"leaf":10}}}']

    def verdicts(file):
        done = subprocess.run([UNDERSTUDY, "check", file, "--message", "tree"], input="\n".join(payloads) + "\n", text=True,
                              capture_output=True)
        return [json.loads(line)["conforms"] for line in done.stdout.splitlines()]

    expected = verdicts(tmp_path / "main.yaml")
    assert expected == [True, False, True, False, False, True, False, True, False, False, False]
    assert verdicts(alone / "b.yaml") == expected
    assert verdicts(alone / "b.json") == expected
    got = json.loads((alone / "b.json").read_text())
    schemas = got["components"]["schemas"]
    assert sorted(schemas) == ["leaf", "leaf-2", "node", "there"]
    assert schemas["there"] == {"const": 5}
    assert schemas["node"]["properties"]["left"] == {"$ref": "#/components/schemas/node"}
    tree = got["components"]["messages"]["tree"]["payload"]["properties"]
    assert tree["leaf"] == {"$ref": "#/components/schemas/leaf-2"}
    assert tree["low"] == {"$ref": "#/components/schemas/node/properties/value"}
    assert tree["main"] == {"$ref": "#/components/schemas/leaf"}
    assert schemas["node"]["properties"]["tree"] == {"$ref": "#/components/messages/tree/payload"}


def test_a_bundle_of_one_file_is_that_file(tmp_path):
    text = (CONTRACTS / "orders.yaml").read_text()
    assert understudy("bundle", CONTRACTS / "orders.yaml").stdout == text
    as_json = json.loads(understudy("bundle", "-", "--format", "json", stdin=text).stdout)
    (tmp_path / "o.json").write_text(json.dumps(as_json))
    assert listed(tmp_path / "o.json") == listed(CONTRACTS / "orders.yaml")


def test_a_bundle_lacks_what_is_not_there_and_says_so(tmp_path):
    write(tmp_path, main_yaml=MAIN, shared_yaml=SHARED)
    done = understudy("bundle", tmp_path / "main.yaml", status=1)
    assert "main.yaml:9:" in done.stderr and "there is no file" in done.stderr
    assert "$ref: node.yaml" in done.stdout


def test_what_cannot_be_written_is_said(tmp_path):
    done = understudy("bundle", CONTRACTS / "orders.yaml", "-o", tmp_path / "no" / "b.yaml", status=3)
    assert "b.yaml: error: it cannot be written" in done.stderr
    assert "--format of bundle is yaml or json" in understudy("bundle", CONTRACTS / "orders.yaml", "--format", "text",
                                                              status=2).stderr


def test_a_converted_contract_is_the_same_contract(tmp_path):
    done = understudy("convert", CONTRACTS / "orders-2.6.yaml", "--output", tmp_path / "new.yaml")
    assert done.stdout == "" and done.stderr == ""
    understudy("validate", tmp_path / "new.yaml")
    old, new = listed(CONTRACTS / "orders-2.6.yaml"), listed(tmp_path / "new.yaml")
    assert new["asyncapi"] == "3.0.0"
    assert new["servers"] == old["servers"]
    assert [c["address"] for c in new["channels"]] == [c["address"] for c in old["channels"]]
    assert [c["name"] for c in new["channels"]] == ["ordersRegion", "shipments", "quotesRequest", "quotesReply", "payments"]
    assert [(o["name"], o["action"], o["messages"]) for o in new["operations"]] == [
        (o["name"], o["action"], o["messages"]) for o in old["operations"]]
    made = understudy("generate", CONTRACTS / "orders-2.6.yaml", "orderPlaced", "-n", 5, "--seed", 3).stdout
    understudy("check", tmp_path / "new.yaml", "--message", "orderPlaced", stdin=made)
    understudy("check", tmp_path / "new.yaml", "--message", "orderPlaced", stdin=made.replace('"amount":', '"amount":-'), status=1)


def test_what_is_3x_already_stays_as_it_is():
    done = understudy("convert", CONTRACTS / "orders.yaml")
    assert done.stdout == (CONTRACTS / "orders.yaml").read_text()
    assert "is AsyncAPI 3.0.0 already" in done.stderr


def test_files_beside_it_are_converted_too(tmp_path):
    write(tmp_path, main_yaml="""
asyncapi: 2.4.0
info: {title: T, version: '1'}
channels:
  a/b:
    # Who is told.
    subscribe:
      message: {$ref: 'shared.yaml#/told'}
""", shared_yaml="""
told:
  schemaFormat: application/schema+json;version=draft-07
  payload: {$ref: '#/text'}
text: {type: string, maxLength: 3}
""")
    done = understudy("convert", tmp_path / "main.yaml", "-o", tmp_path / "new.json", "--format", "json")
    assert done.stderr == ""
    got = json.loads((tmp_path / "new.json").read_text())
    assert got["components"]["messages"]["told"]["payload"] == {
        "schemaFormat": "application/schema+json;version=draft-07", "schema": {"$ref": "#/components/schemas/text"}}
    assert got["channels"]["aB"]["messages"] == {"told": {"$ref": "#/components/messages/told"}}
    understudy("check", tmp_path / "new.json", "--message", "told", stdin='"abc"\n')
    understudy("check", tmp_path / "new.json", "--message", "told", stdin='"abcd"\n', status=1)
    assert "  # Who is told.\n  aB.subscribe:\n" in understudy("convert", tmp_path / "main.yaml").stdout


def test_a_document_with_errors_is_converted_as_far_as_it_is_understood(tmp_path):
    write(tmp_path, main_yaml="asyncapi: 2.4.0\ninfo: {title: T}\nchannels:\n  a: {publish: {message: {payload: {type: nonsense}}}}\n"
                              "  b: {publish: {message: {name: m}}}\n")
    done = understudy("convert", tmp_path / "main.yaml", status=1)
    assert "main.yaml:2:" in done.stderr
    assert "  b.publish:\n    action: receive\n" in done.stdout
    understudy("convert", tmp_path / "none.yaml", status=2)
    understudy("convert", status=2)


def test_choices_that_lead_to_one_another_end(tmp_path):
    rows = "".join(f"    m{i}: {{oneOf: [" + ", ".join([f"{{$ref: '#/components/messages/m{i + 1}'}}"] * 4) + "]}\n" for i in range(14))
    write(tmp_path, main_yaml="asyncapi: 2.6.0\ninfo: {title: T, version: '1'}\n"
                              "channels: {c: {publish: {message: {$ref: '#/components/messages/m0'}}}}\n"
                              "components:\n  messages:\n" + rows + "    m14: {payload: {}}\n")
    assert "oneOf of messages leads to more than" in understudy("convert", tmp_path / "main.yaml", status=1).stderr


def test_a_chain_through_another_file_is_bundled(tmp_path):
    n = 2000
    write(tmp_path, main_yaml=MAIN.replace("shared.yaml#/messages/tree", "chain.yaml#/m"), node_yaml=NODE, shared_yaml=SHARED,
          chain_yaml="m: {payload: {$ref: '#/d0'}}\n" + "".join(
              f"d{i}: {{properties: {{a: {{$ref: '#/d{i + 1}'}}}}}}\n" for i in range(n)) + f"d{n}: {{type: string}}\n")
    understudy("bundle", tmp_path / "main.yaml", "-o", tmp_path / "b.json", "--format", "json")
    schemas = json.loads((tmp_path / "b.json").read_text())["components"]["schemas"]
    assert schemas[f"d{n}"] == {"type": "string"} and f"d{n}-2" not in schemas
