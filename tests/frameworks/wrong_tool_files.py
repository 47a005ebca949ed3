"""Wrong CASE packages and SSSOM mappings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.frameworks.miniatures import ESCO_FILES
from tests.frameworks.others import (
    HEAD,
    case_package,
    criterion,
    sssom_json,
    sssom_table,
)
from tests.frameworks.wrong_files import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["WRONG"]
COLUMNS = "subject_id\tpredicate_id\tobject_id\n"
MAPPED = HEAD + COLUMNS


def case(change: Callable[[dict[str, Any]], object]) -> str:
    value = case_package()
    change(value)
    return json.dumps(value)


def esco(**changed: str) -> dict[str, str | bytes]:
    return {f"{name}.csv": text for name, text in {**ESCO_FILES, **changed}.items() if text}


WRONG = {
    "case": [
        Wrong(
            "a number for the package",
            "p.json",
            '{"CFPackage": 1}',
            "p.json: is not a CASE package: there is no CFDocument, with the title of the framework",
        ),
        Wrong(
            "a package without a document",
            "p.json",
            '{"CFPackage": {}}',
            "p.json: is not a CASE package: there is no CFDocument, with the title of the framework",
        ),
        Wrong(
            "items that are no objects",
            "p.json",
            '{"CFDocument": {}, "CFItems": [1]}',
            "p.json: is not a CASE package: CFItems is not a list of objects",
        ),
        Wrong(
            "a number for the rubrics",
            "p.json",
            case(lambda it: it.update(CFRubrics=5)),
            "p.json: is not a CASE package: CFRubrics is not a list of objects",
        ),
        Wrong(
            "a space in a URI",
            "p.json",
            case(lambda it: it["CFRubrics"][0].update(uri="two words")),
            'p.json: CFRubrics 1: uri "two words" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "levels in different orders",
            "p.json",
            case(lambda it: it["CFRubrics"][0]["CFRubricCriteria"].append(criterion("sql", "Expert", "Aware"))),
            "p.json: CFRubrics 1: its criteria have the same levels in different orders; use one order",
        ),
        Wrong(
            "an item without a statement",
            "p.json",
            case(lambda it: it["CFItems"][0].pop("fullStatement")),
            "p.json: item 1: there is no fullStatement; every item needs one",
        ),
        Wrong(
            "a number for a statement",
            "p.json",
            case(lambda it: it["CFItems"][0].update(fullStatement=5)),
            "p.json: item 1: fullStatement is not a text but 5",
        ),
        Wrong(
            "one identifier twice",
            "p.json",
            case(lambda it: it["CFItems"][1].update(identifier="buyer")),
            'p.json: item 2: identifier "buyer" occurs twice; keep one',
        ),
        Wrong(
            "an association from nowhere",
            "p.json",
            case(lambda it: it["CFAssociations"][0].pop("originNodeURI")),
            "p.json: association 1: there is no originNodeURI, which CASE requires",
        ),
        Wrong(
            "a text for the end of an association",
            "p.json",
            case(lambda it: it["CFAssociations"][0].update(originNodeURI="buyer")),
            "p.json: association 1: has a value of another type than CASE 1.0 and 1.1 require; check it with "
            "the CASE schema",
        ),
        Wrong(
            "a language that is none",
            "p.json",
            case(lambda it: it["CFItems"][0].update(language="de_AT")),
            'p.json: item 1: language "de_AT" is not a language tag, such as en or pt-BR',
        ),
        Wrong(
            "a relative URI",
            "p.json",
            case(lambda it: it["CFAssociations"][0].update(originNodeURI={"uri": "x"})),
            'p.json: association 1: "x" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "cut off",
            "p.json",
            case(lambda it: it)[:-9],
            "p.json:1:3704: is not JSON: Unterminated string starting at; JSON has straight double quotation "
            "marks, no comments, and no comma after the last item",
        ),
        Wrong(
            "a list of packages",
            "p.json",
            f"[{case(lambda it: it)}]",
            "p.json: is not a CASE package: there is no CFDocument, with the title of the framework",
            {"format": "case"},
        ),
    ],
    "sssom": [
        Wrong(
            "a prefix that is not declared",
            "m.tsv",
            MAPPED + "a:1\tskos:closeMatch\tc:1\n",
            'm.tsv:8: object_id "c:1" is not an IRI: the prefix c is not in the curie_map; add it there',
        ),
        Wrong(
            "a mapping to nothing",
            "m.tsv",
            MAPPED + "a:1\tskos:closeMatch\t\n",
            'm.tsv:8: object_id "" is empty; every mapping needs one',
        ),
        Wrong(
            "a name instead of an IRI",
            "m.tsv",
            MAPPED + "a:1\tskos:closeMatch\tone\n",
            'm.tsv:8: object_id "one" is neither an IRI nor a CURIE, such as esco:1 with the prefix esco in the '
            "curie_map",
        ),
        Wrong(
            "more cells than the header has",
            "m.tsv",
            MAPPED + "a:1\tskos:closeMatch\tb:1\tx\n",
            "m.tsv:8: 4 cells, but the header has 3; put texts with the separator in quotation marks",
        ),
        Wrong(
            "a quotation mark that does not end",
            "m.tsv",
            MAPPED + 'a:1\t"skos:closeMatch\tb:1\n',
            "m.tsv:8: unexpected end of data; check the quotation marks from here on",
        ),
        Wrong(
            "a head that is not YAML",
            "m.tsv",
            "#a: [\n" + COLUMNS,
            "m.tsv:2: the lines that begin with # are not YAML; separate names and values with a colon and a space",
        ),
        Wrong(
            "a head without end",
            "m.tsv",
            "#a: b\n" * 40_000 + COLUMNS,
            "m.tsv:1: the lines that begin with # have 200000 characters, more than 131072; keep curie_map, "
            "mapping_set_id, title and license",
        ),
        Wrong(
            "a percentage for the confidence",
            "m.tsv",
            sssom_table().replace("0.9", "80%"),
            'm.tsv:8: confidence "80%" is not a number from 0 to 1, such as 0.9',
        ),
        Wrong(
            "a confidence over 1",
            "m.tsv",
            sssom_table().replace("0.9", "1.5"),
            'm.tsv:8: confidence "1.5" is not a number from 0 to 1, such as 0.9',
        ),
        Wrong(
            "no mappings",
            "m.tsv",
            MAPPED,
            "m.tsv: is empty: there is no row or triple to import; check the file, or name its format with --as",
        ),
        Wrong(
            "mappings that are no objects",
            "m.json",
            '{"mapping_set_id": "urn:a", "mappings": [1]}',
            "m.json: is not SSSOM's JSON: it has no list of 'mappings'",
        ),
        Wrong(
            "cut off",
            "m.json",
            sssom_json()[:-9],
            "m.json:1:1127: is not JSON: Expecting ':' delimiter; JSON has straight double quotation marks, no "
            "comments, and no comma after the last item",
        ),
        Wrong(
            "only denied mappings",
            "m.tsv",
            HEAD + COLUMNS.replace("\n", "\tpredicate_modifier\n") + "a:1\tskos:closeMatch\tb:1\tNot\n",
            "m.tsv: holds nothing that can be imported: 1 mapping left out: negated by predicate_modifier Not",
        ),
        Wrong(
            "a column misspelt",
            "m.sssom.tsv",
            HEAD + COLUMNS.replace("object_id", "object") + "a:1\tskos:closeMatch\tb:1\n",
            "m.sssom.tsv:7: there is no column 'object_id'",
        ),
        Wrong(
            "another relation only",
            "m.tsv",
            MAPPED + "a:1\towl:equivalentClass\tb:1\n",
            "m.tsv: holds nothing that can be imported: 1 mapping left out: by owl:equivalentClass, which is not "
            "a SKOS mapping relation",
        ),
        Wrong(
            "Windows text",
            "m.sssom.tsv",
            (MAPPED + "a:1\tskos:closeMatch\tb:ä\n").encode("cp1252"),
            "m.sssom.tsv:8:23: byte 0xE4 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or"
            " name its encoding, as in --encoding windows-1252",
        ),
    ],
}
