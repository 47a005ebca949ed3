"""Wrong folders of CTDL-ASN documents."""

from __future__ import annotations

import json

from tests.frameworks.others import CTDL
from tests.frameworks.wrong_files import Wrong
from tests.frameworks.wrong_vocabularies import ctdl

__all__ = ["WRONG"]
NODES = "https://credentialengineregistry.org/resources/"
HINT = "; JSON has straight double quotation marks, no comments, and no comma after the last item"
# The framework with its competencies, and the job, in a document each.
SKILLS, JOBS = (json.dumps({**CTDL, "@graph": nodes}) for nodes in (CTDL["@graph"][:7], CTDL["@graph"][7:]))
TWICE = json.dumps({**CTDL, "@graph": [CTDL["@graph"][7], CTDL["@graph"][1]]})


def folder(jobs: str | bytes, framework: str = SKILLS) -> dict[str, str | bytes]:
    return {"framework.jsonld": framework, "jobs.jsonld": jobs}


def job(**changed: object) -> str:
    return json.dumps({**CTDL, "@graph": json.loads(ctdl(7, **changed))["@graph"][7:]})


def skill(**changed: object) -> str:
    return json.dumps({**CTDL, "@graph": json.loads(ctdl(2, **changed))["@graph"][:7]})


WRONG = {
    "ctdl-asn-folder": [
        Wrong(
            "a competency in two documents",
            "ours",
            folder(TWICE),
            f'jobs.jsonld: node 2: @id "{NODES}ce-1" occurs twice (also in framework.jsonld); keep one',
        ),
        Wrong(
            "a document that was cut off",
            "ours",
            folder(JOBS[:-4]),
            "ours/jobs.jsonld:1:433: is not JSON: Expecting ',' delimiter" + HINT,
        ),
        Wrong(
            "a document in another encoding",
            "ours",
            folder(JOBS.replace("[", "[\u00e9", 1).encode("latin-1")),
            "ours/jobs.jsonld: is not UTF-8 at byte 75; save it as UTF-8",
        ),
        Wrong(
            "a document that is a web page",
            "ours",
            folder("<!DOCTYPE html>\n<html></html>"),
            "ours/jobs.jsonld:1:1: is not JSON: Expecting value" + HINT,
        ),
        Wrong(
            "an empty document",
            "ours",
            folder(""),
            "ours/jobs.jsonld:1:1: is not JSON: Expecting value" + HINT,
        ),
        Wrong(
            "a document that is a list of names",
            "ours",
            folder('["Job"]'),
            "ours/jobs.jsonld: is not CTDL-ASN: its @graph is not a list of objects",
        ),
        Wrong(
            "a job without an id",
            "ours",
            folder(job(**{"@id": None})),
            'jobs.jsonld: node 1: @id "" is not an absolute IRI, such as https://example.org/1',
        ),
        Wrong(
            "a job without a name",
            "ours",
            folder(job(ceterms_name=None)),
            f"jobs.jsonld: {NODES}ce-j: there is no ceterms:name; every role needs one",
        ),
        Wrong(
            "a language that is none",
            "ours",
            folder(job(ceterms_name={"e n": "x"})),
            f"jobs.jsonld: {NODES}ce-j: ceterms:name is not a text by language: {{'e n': 'x'}}",
        ),
        Wrong(
            "a competency without a text",
            "ours",
            folder(JOBS, skill(ceasn_competencyText=None)),
            f"framework.jsonld: {NODES}ce-2: there is no ceasn:competencyText; every competency needs one",
        ),
        Wrong(
            "a space in an id",
            "ours",
            folder(JOBS, skill(**{"@id": "a b"})),
            'framework.jsonld: node 3: @id "a b" is not an absolute IRI, such as https://example.org/1',
        ),
    ],
}
