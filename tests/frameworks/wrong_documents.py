"""Wrong YAML and JSON."""

from __future__ import annotations

from itertools import pairwise

from tests.frameworks.wrong_files import Wrong

__all__ = ["WRONG"]


def bomb() -> str:
    names = "abcdefgh"
    made = [f"{it}: &{it} [{', '.join(f'*{before}' for _ in range(9))}]" for before, it in pairwise(names)]
    return "\n".join(["a: &a [x, x]", *made])


WRONG = {
    "yaml": [
        Wrong(
            "aliases of aliases",
            "ours.yml",
            bomb(),
            "ours.yml:6: aliases repeat more than 100,000 values; write the values out, or split the file",
        ),
        Wrong(
            "a key twice",
            "ours.yml",
            "roles:\n- label: a\n  label: b\n",
            'ours.yml:3: the key "label" is already in line 2; keep one',
        ),
        Wrong(
            "a tag of another language",
            "ours.yml",
            "a: !!python/name:os.system x",
            "ours.yml:1: the tag 'tag:yaml.org,2002:python/name:os.system' is not read; remove it",
        ),
        Wrong(
            "an alias without an anchor",
            "ours.yml",
            "roles: *a",
            "ours.yml:1: the alias *a refers to no complete value above it",
        ),
        Wrong(
            "tabs instead of spaces",
            "ours.yml",
            "roles:\n\t- a\n",
            "ours.yml:2:1: is not YAML: found character that cannot start any token; indent with spaces, not "
            "tabs, and put texts with a colon or # in quotation marks",
        ),
        Wrong(
            "a bracket that does not end",
            "ours.yml",
            "roles: [\n",
            "ours.yml:2:1: is not YAML: did not find expected node content; indent with spaces, not tabs, and "
            "put texts with a colon or # in quotation marks",
        ),
        Wrong(
            "a table misspelt",
            "ours.yml",
            "role: [Baker]",
            'ours.yml:1: there is no table "role"; did you mean "roles"?',
        ),
        Wrong(
            "a list without a table",
            "ours.yml",
            "- Baker",
            "ours.yml:1: has no names of tables above its rows, such as roles: or skills:; see --map for another "
            "layout",
        ),
        Wrong(
            "another layout",
            "ours.yml",
            "team: Data\n",
            "ours.yml: has no table, such as roles or skills, as a key; see --map for files in another layout",
        ),
        Wrong(
            "a text instead of a list",
            "ours.yml",
            "roles: Baker",
            "ours.yml:1: roles is not a list of rows; put - before each row in YAML, or all in [ ] in JSON",
        ),
        Wrong(
            "a column misspelt",
            "ours.yml",
            "roles:\n- labl: a\n",
            'ours.yml:2: there is no column "labl" in roles; did you mean "label"?',
        ),
        Wrong(
            "a reference to nothing",
            "ours.yml",
            "skills: [a]\nrequirements:\n- {holders: b, skill: a, importance: essential}",
            'ours.yml:3: holders "b" is not in the table roles, which is missing; add a file, sheet or key of '
            "that name",
        ),
        Wrong(
            "a colon in a text",
            "ours.yml",
            "roles:\n- label: Baker: senior\n",
            "ours.yml:2:15: is not YAML: mapping values are not allowed in this context; indent with spaces, not "
            "tabs, and put texts with a colon or # in quotation marks",
        ),
        Wrong(
            "wrong indentation",
            "ours.yml",
            "roles:\n- label: Baker\n definition: Bakes\n",
            "ours.yml:3:2: is not YAML: did not find expected key; indent with spaces, not tabs, and put texts "
            "with a colon or # in quotation marks",
        ),
        Wrong(
            "an empty file",
            "ours.yml",
            "# to do\n",
            "ours.yml: has no table, such as roles or skills, as a key; see --map for files in another layout",
        ),
        Wrong(
            "Windows text",
            "ours.yml",
            "roles: [Bäcker]\n".encode("cp1252"),
            "ours.yml:1:10: byte 0xE4 is not valid in UTF-8; save the file as UTF-8 (CSV UTF-8 in Excel), or "
            "name its encoding, as in --encoding windows-1252",
        ),
        Wrong(
            "levels instead of names",
            "ours.yml",
            "roles: [{label: [a, b]}]",
            "ours.yml:1: label has 2 values, but may have one",
        ),
    ],
    "json": [
        Wrong(
            "a key twice",
            "ours.json",
            '{"roles": [\n {"label": "a", "label": "b"}]}',
            'ours.json:2: the key "label" occurs twice in one object; keep one',
        ),
        Wrong(
            "a value that is no number",
            "ours.json",
            '{"roles": [NaN]}',
            "ours.json:1:12: is not JSON: NaN is not a JSON number; JSON has straight double quotation marks, "
            "no comments, and no comma after the last item",
        ),
        Wrong(
            "half of a character",
            "ours.json",
            '{"roles": ["\\ud83d"]}',
            "ours.json: is not JSON: half of a surrogate pair is not a character",
        ),
        Wrong(
            "a text instead of a list",
            "ours.json",
            '{"roles": "Baker"}',
            "ours.json:1: roles is not a list of rows; put - before each row in YAML, or all in [ ] in JSON",
        ),
        Wrong(
            "one id twice",
            "ours.json",
            '{"roles": [\n{"id": "a"},\n{"id": "a"}]}',
            'ours.json:3: id "a" is already in ours.json:2; merge the two rows, or give one another id',
        ),
        Wrong(
            "brackets without end",
            "ours.json",
            f'{{"roles": {"[" * 70}{"]" * 70}}}',
            "ours.json:1: lists are nested more than 60 levels deep",
        ),
        Wrong(
            "a comma too many",
            "ours.json",
            '{"roles": [\n"Baker",\n]}',
            "ours.json:3:1: is not JSON: Expecting value; JSON has straight double quotation marks, no comments, "
            "and no comma after the last item",
        ),
        Wrong(
            "quotation marks of a word processor",
            "ours.json",
            "{“roles”: [“Baker”]}",
            "ours.json:1:2: is not JSON: Expecting property name enclosed in double quotes; JSON has straight "
            "double quotation marks, no comments, and no comma after the last item",
        ),
        Wrong(
            "single quotation marks",
            "ours.json",
            "{'roles': ['Baker']}",
            "ours.json:1:2: is not JSON: Expecting property name enclosed in double quotes; JSON has straight "
            "double quotation marks, no comments, and no comma after the last item",
        ),
        Wrong(
            "a comment",
            "ours.json",
            '{"roles": ["Baker"] // ours\n}',
            "ours.json:1:21: is not JSON: Expecting ',' delimiter; JSON has straight double quotation marks, no "
            "comments, and no comma after the last item",
        ),
        Wrong(
            "a table misspelt",
            "ours.json",
            '{"role": ["Baker"], "skills": ["SQL"]}',
            'ours.json:1: there is no table "role"; did you mean "roles"?',
        ),
        Wrong(
            "another layout",
            "ours.json",
            '{"employees": [{"name": "A"}]}',
            "ours.json: is JSON, but neither JSON-LD nor a CASE package, and has no table as a key: it has no "
            "@context, no CFDocument and no roles; see --map for a layout of one's own",
        ),
        Wrong(
            "cut off",
            "ours.json",
            '{"roles": ["Baker"',
            "ours.json:1:19: is not JSON: Expecting ',' delimiter; JSON has straight double quotation marks, no "
            "comments, and no comma after the last item",
        ),
        Wrong(
            "a column misspelt",
            "ours.json",
            '{"roles": [{"labl": "a"}]}',
            'ours.json:1: there is no column "labl" in roles; did you mean "label"?',
        ),
        Wrong(
            "a number out of range",
            "ours.json",
            '{"roles": ["a"], "skills": ["b"], "requirements": [{"holders": "a", "skill": "b",'
            ' "importance": "essential", "proficiency": 4}]}',
            'ours.json:1: proficiency "4" is out of range; write a number above 0 and up to 1, or a percentage '
            "up to 100%; leave out what is not needed at all",
        ),
        Wrong(
            "an empty object",
            "ours.json",
            "{}",
            "ours.json: is JSON, but neither JSON-LD nor a CASE package, and has no table as a key: it has no "
            "@context, no CFDocument and no roles; see --map for a layout of one's own",
        ),
    ],
}
