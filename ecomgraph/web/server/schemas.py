"""The shapes of the API's answers, as JSON Schema: those that docs/cli.md describes."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["SCHEMAS"]

_Schema = dict[str, Any]

_TEXT: Final[_Schema] = {"type": "string"}
_NUMBER: Final[_Schema] = {"type": "number"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_BASIS: Final[_Schema] = {"type": "string", "description": "stated, curated or derived; empty where it is not said"}
_IMPORTANCE: Final[_Schema] = {"type": "string", "enum": ["essential", "optional"]}


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(required: _Schema, optional: _Schema | None = None, *, closed: bool = True) -> _Schema:
    properties = required | (optional or {})
    shape: _Schema = {"type": "object", "properties": properties, "required": list(required)}
    return shape | ({"additionalProperties": False} if closed else {})


_THING_FIELDS: Final[_Schema] = {
    "iri": _TEXT,
    "id": {"type": "string", "description": "the last part of the IRI"},
    "label": _TEXT,
}
_THING = _ref("Thing")
_THINGS = _list(_THING)


def _thing(required: _Schema, optional: _Schema | None = None) -> _Schema:
    """Return the shape of a thing with more to say about it."""
    return _object(_THING_FIELDS | required, optional)


_CLAIM: Final[_Schema] = {"basis": _BASIS, "evidence": _list(_TEXT), "via": _THINGS}
_CLAIMS = _list(_thing(_CLAIM))
_DEGREE = _object({"degree": _NUMBER, "level": _or_null(_TEXT)})
_DEGREES: Final[_Schema] = {
    "required_level": _or_null(_TEXT),
    "degree": _or_null(_NUMBER),
    "essential_degree": _or_null(_NUMBER),
    "proficiency": _or_null(_NUMBER),
    "group": _or_null(_THING),
}
_SKILL = _thing({"type": _TEXT, "importance": _IMPORTANCE, **_DEGREES, "basis": _BASIS, "via": _THINGS})
_MOVE = _thing({"transition": _TEXT, "kind": _TEXT, "basis": _BASIS})
_PLACE: Final[_Schema] = {
    "iri": _TEXT,
    "id": _TEXT,
    "section": _TEXT,
    "start": _or_null(_COUNT),
    "end": _or_null(_COUNT),
}
_GAP_FIELDS = {
    "importance": _or_null(_IMPORTANCE),
    **_DEGREES,
    "weight": _NUMBER,
    "held": _or_null(_DEGREE),
    "basis": _BASIS,
    "via": _list(_TEXT),
}
_GAP_MORE = {"level_not_stated": {"type": "boolean"}, "near": _THINGS}
_GAP_SKILL = _thing(_GAP_FIELDS, _GAP_MORE)
_LEARNT = _thing(
    {"importance": _IMPORTANCE, "weight": _NUMBER, "from": _or_null(_DEGREE), "to": _or_null(_DEGREE)},
    {"asked_by_transition": {"type": "boolean"}},
)
_DESCRIBED = {
    f"{side}_{what}": _or_null(shape)
    for side in ("source", "target")
    for what, shape in (("described", {"type": "boolean"}), ("requirements", _COUNT), ("passages", _COUNT))
}
_CHANGE: Final[_Schema] = {"gained": _THINGS, "lost": _THINGS, "kept": _THINGS}

SCHEMAS: Final[dict[str, _Schema]] = {
    "Error": _object(
        {
            "error": _TEXT,
            "code": {"type": "string", "description": "the kind of error, which stays when messages change"},
            "candidates": {**_list(_TEXT), "description": "names that would do"},
        }
    ),
    "Thing": _object(_THING_FIELDS),
    "Info": _object(
        {
            "version": _TEXT,
            "triples": _object({"asserted": _COUNT, "derived": _COUNT, "vocabulary": _COUNT}),
            "classes": {"type": "object", "additionalProperties": _COUNT},
            "rules": _list(_TEXT),
            "sources": _list(_object({"iri": _TEXT, "title": _TEXT})),
            "licenses": _list(_object({"iri": _TEXT, "license": _TEXT})),
            "frameworks": _list(_object({"name": _TEXT, "triples": _COUNT}, closed=False)),
        }
    ),
    "Roles": _list(
        _thing({}, {"profiles": _list(_thing({"level": _or_null(_THING), "specialization": _or_null(_THING)}))})
    ),
    "Show": _object(
        {
            "node": _THING,
            "definition": _TEXT,
            "levels": _list(_thing({"rank": _COUNT})),
            "specializations": _THINGS,
            "inherits": _THINGS,
            "skills": _list(_SKILL),
            "responsibilities": _CLAIMS,
            "activities": _CLAIMS,
            "objectives": _CLAIMS,
            "challenges": _CLAIMS,
            "team_roles": _CLAIMS,
            "characteristics": _list(_thing(_CLAIM | {"facet": _TEXT})),
            "collaborations": _list(_thing(_CLAIM | {"function": _THING, "purposes": _THINGS})),
            "transitions_out": _list(_MOVE),
            "transitions_in": _list(_MOVE),
        },
        {"role": _THING, "level": _or_null(_THING), "specialization": _or_null(_THING)},
    ),
    "Skills": _object({"node": _THING, "skills": _list(_SKILL)}),
    "Explain": _object(
        {
            "node": _THING,
            "skill": _THING,
            "reasons": _list(
                _object(
                    {
                        "holder": _THING,
                        "via": _THING,
                        "builds_on": {"type": "boolean"},
                        "importance": _IMPORTANCE,
                        "asked": _or_null(_DEGREE),
                        "basis": _BASIS,
                        "note": _TEXT,
                        "evidence": _list(_object(_PLACE)),
                    }
                )
            ),
        }
    ),
    "Passages": _object(
        {"node": _THING, "passages": _list(_object(_PLACE | {"source": _TEXT, "ordinal": _or_null(_COUNT)}))}
    ),
    "Path": _object(
        {
            "source": _THING,
            "target": _THING,
            "minimize": _TEXT,
            "paths": _list(
                _object(
                    {
                        "cost": _NUMBER,
                        "learning": _NUMBER,
                        "undescribed": _THINGS,
                        "steps": _list(
                            _object(
                                {
                                    "from": _THING,
                                    "to": _THING,
                                    "kind": _TEXT,
                                    "new_skills": _list(_LEARNT),
                                    "raised_skills": _list(_LEARNT),
                                }
                            )
                        ),
                    },
                    {"costs": {"type": "object", "additionalProperties": _NUMBER}},
                )
            ),
        }
    ),
    "Gap": _object(
        {
            "source": _or_null(_THING),
            "target": _THING,
            "missing": _list(_GAP_SKILL),
            "raise": _list(_thing(_GAP_FIELDS | {"from": _or_null(_DEGREE), "to": _or_null(_DEGREE)}, _GAP_MORE)),
            "shared": _list(_GAP_SKILL),
            "surplus": _list(_GAP_SKILL),
            "weight": _or_null(_NUMBER),
            "size": _or_null(_NUMBER),
            "coverage": _or_null(_NUMBER),
            "similarity": _or_null(_NUMBER),
            **_DESCRIBED,
        }
    ),
    "Plan": _object(
        {
            "known": _THINGS,
            "target": _THING,
            "cost": _NUMBER,
            "steps": _list(
                _object(
                    {
                        "node": _THING,
                        "kind": _or_null(_TEXT),
                        "cost": _NUMBER,
                        "lessons": _list(
                            _thing(
                                {
                                    "importance": _IMPORTANCE,
                                    "weight": _NUMBER,
                                    "from": _or_null(_DEGREE),
                                    "to": _or_null(_DEGREE),
                                    "group": _or_null(_THING),
                                    "reasons": _list(
                                        _object(
                                            {"holder": _THING, "via": _THING, "basis": _BASIS, "evidence": _list(_TEXT)}
                                        )
                                    ),
                                    "serves": _THINGS,
                                },
                                {"asked_by_transition": {"type": "boolean"}},
                            )
                        ),
                    }
                )
            ),
        }
    ),
    "Similar": _object({"node": _THING, "similar": _list(_thing({"similarity": _NUMBER, "shared": _COUNT}))}),
    "Diff": _object(
        {
            "source": _THING,
            "target": _THING,
            **{
                section: _object(_CHANGE)
                for section in (
                    "responsibilities",
                    "activities",
                    "collaborators",
                    "objectives",
                    "challenges",
                    "team_roles",
                )
            },
            **_DESCRIBED,
            "skills": _object(
                _CHANGE
                | {
                    "raised": _list(_thing({"from": _DEGREE, "to": _DEGREE})),
                    "lowered": _list(_thing({"from": _DEGREE, "to": _DEGREE})),
                    "more_important": _THINGS,
                    "less_important": _THINGS,
                }
            ),
        }
    ),
    "Reachable": _object({"source": _THING, "nodes": _list(_thing({"steps": _COUNT}))}),
    "Queries": _list(
        _object(
            {
                "name": _TEXT,
                "topic": _TEXT,
                "summary": _TEXT,
                "question": _TEXT,
                "parameters": _list(
                    _object(
                        {
                            "name": _TEXT,
                            "kind": _TEXT,
                            "of": _or_null(_TEXT),
                            "required": {"type": "boolean"},
                            "default": _or_null(_TEXT),
                            "summary": _TEXT,
                        }
                    )
                ),
                "returns": _list(_TEXT),
                "needs": _list(_TEXT),
                "example": {"type": "object", "additionalProperties": _TEXT},
            }
        )
    ),
    "Results": {
        **_object(
            {
                "head": _object({"vars": _list(_TEXT)}),
                "results": _object({"bindings": _list({"type": "object", "additionalProperties": {"type": "object"}})}),
            }
        ),
        "description": "SPARQL 1.1 Query Results JSON",
    },
    "Validation": _object(
        {
            "conforms": {"type": "boolean"},
            "results": _list(
                _object(
                    dict.fromkeys(
                        ("focus_node", "result_path", "value", "source_shape", "component", "severity", "message"),
                        _TEXT,
                    )
                )
            ),
        }
    ),
    "Map": _object(
        {"nodes": _list({"type": "object"}), "edges": _list({"type": "object"}), "partial": {"type": "boolean"}},
        closed=False,
    ),
    "SearchIndex": _list({**_list(_TEXT), "minItems": 3, "description": "IRI, kind, label, other names"}),
}
