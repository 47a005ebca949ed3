"""The queries of :mod:`lab.fuzz_guard`: tokens on which SPARQL parsers disagree, around SERVICE calls."""

from __future__ import annotations

import random
import re

__all__ = ["KNOWN", "query"]

OPERANDS = (
    *("true", "EXISTS {}", "?x·", "1", "false", "<<( ?x ecg:a ?y )>>", "'a'@en--ltr", "ecg:a", "'a'"),
    *("?x", "$x", "?x·", "?x\u203f1", "?é", "true", "false", "TRUE", "1", "1.", ".5", "1e0", "-1", "+1.5e-3", "ecg:a"),
    *(
        "<urn:a>",
        "<urn:a#b>",
        "'a'",
        '"a"',
        "'''a'''",
        '"""a"""',
        "''",
        '""',
        "'a'@en",
        "'a'@en-service",
        "'a'@en--ltr",
    ),
    *("'a'^^xsd:string", "EXISTS {}", "NOT EXISTS { ?s ?p ?o }", "BOUND(?x)", "(1)", "STR(?x)", "<<( ?x ecg:a ?y )>>"),
    *(
        "xsd:integer('1')",
        "<urn:f>(1)",
        "COUNT(*)",
        "ex:a\\#b",
        "ex:a%23",
        "ex:a.b",
        "service:a",
        ":",
        ":a",
        "SERVICE:a·",
    ),
    *(
        "'\\u0027'",
        "'\\\\'",
        "'\\u005C'",
        '"\\u0022"',
        "'\\''",
        "?service",
        "_:service",
        "[]",
        "()",
        "a",
        "UNDEF",
        "NOW()",
    ),
)
AFTER = (
    *(
        "<ecg:a#>",
        "<ecg:a#>",
        "<ex:a#>",
        "<:a#>",
        "<service:#>",
        "<?x#>",
        "<?x#'>",
        '<ecg:a#">',
        "<1#>",
        "<urn:a#>",
        "<a#b>",
        "<#>",
        "<b>",
        "< ?x",
        "<?y#>",
        "<?x>",
        "<='''",
        "<'''>'''",
        "<<ecg:s#>",
        "<<urn:a>",
    ),
    *(
        "<\\u0041#>",
        "<urn:\\u0023>",
        "<urn:\\u0020>",
        "<urn:'>",
        '<urn:">',
        "<=<urn:a#>",
        "=<urn:a#>",
        "!=<b#c>",
        "<2)",
    ),
    *(
        "<true>",
        "<true#>",
        "<false#",
        "<urn:service#SERVICE>",
        "> <urn:a#>",
        ">= 1",
        "IN (<urn:a#b>, 1)",
        "+1",
        "-1",
        "",
    ),
)
STRINGS = ("'''", '"""', "'", '"', "#'''", '#"""', "# '", "#>", "<#", "''", '""', "\\'", "")
SEPARATORS = (
    " ",
    " ",
    " ",
    "",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "#\n",
    "# '\r",
    "#'''\n",
    '#"""\r',
    "\u00a0",
    "\u2028",
    "\ufeff",
)
SERVICES = (
    *(
        "SERVICE",
        "SERVICE SILENT",
        "service",
        "SeRvIcE#\n",
        "1SERVICE",
        "trueSERVICE",
        "LATERAL { SERVICE",
        "SERV\\u0049CE",
    ),
    *("OPTIONAL { SERVICE", "UNION { SERVICE", "MINUS { SERVICE", "FILTER EXISTS { SERVICE", ". SERVICE", "\rSERVICE"),
    *("aSERVICE", "}SERVICE", "·SERVICE", "\ufeffSERVICE", "\u00b2SERVICE", "?SERVICE", "'' SERVICE", "<>SERVICE", ""),
)
PLACES = (
    "<{0}>",
    "<{0}#>",
    "ex:a",
    "?x",
    "<{0}\\u0023>",
    ":",
    "SERVICE:a·",
    "ex:a·",
    "<{0}#'''>",
    '<{0}>#"""\n',
    "<{0}?>",
)
PATTERNS = (
    *(
        "?s ?p ?o",
        "?s a ecg:Role",
        "?s ecg:a|^ecg:b*/!(a|^ecg:c)+ ?o",
        "?s ?p ( 1 <urn:a#b> 'x'@en )",
        "[ ecg:a 1 ] ?p ?o .",
    ),
    *(
        "<< ?s ?p ?o >> ?q ?r",
        "?s ?p ?o ~ ?r {| ?q 1 |}",
        "?s ?p <<( ?a ?b ?c )>>",
        "BIND(1 < 2 AS ?b)",
        "VALUES ?v { 1 <urn:a#> }",
    ),
    *(
        "VALUES (?v ?w) { (UNDEF <urn:a#b>) }",
        "{ SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
        "GRAPH ?g { ?s ?p ?o }",
        "{}",
        "{} UNION {}",
    ),
    *(
        "FILTER(?s IN (<urn:a#b>, <urn:c#d>))",
        "OPTIONAL { ?s ?p ?o }",
        "FILTER(?s<?o&&?o>?s)",
        "FILTER(?a<?b#>\n)",
        "?s ?p 1.5",
        "{ ?s ?p ?o }",
    ),
)
HEADS = (
    "SELECT * {{",
    "SELECT (1 AS ?one) {{",
    "SELECT*{{",
    "ASK {{",
    "CONSTRUCT {{ ?s ?p (<urn:a#b> <urn:c#d>) }} {{",
    "DESCRIBE ?s {{",
    "{{",
)
_ALL = " ".join(f"PREFIX {prefix}: <{{0}}>" for prefix in ("ex", "", "service", "SERVICE"))
PROLOGUES = (
    *(
        f"{_ALL} ",
        f"{_ALL}\n",
        f"{_ALL} BASE <{{0}}> ",
        "",
        "PREFIX ex: <{0}> ",
        "PREFIX ex:<{0}#>PREFIX SERVICE: <{0}> ",
        "PREFIX service: <{0}> PREFIX : <{0}> ",
        "BASE <{0}> ",
    ),
    *(
        "# '''\rPREFIX ex: <{0}>\n",
        "\ufeffPREFIX ex: <{0}> ",
        "BASE <{0}a/>\nPREFIX ex: <b#> ",
        "VERSION '1.2' ",
        "PREFIX true: <{0}> ",
    ),
)
WRAPS = (
    "COALESCE(@)",
    "(@)",
    "COALESCE(1, @)",
    "CONCAT(@)",
    "@",
    "!(@)",
    "(@) ||true",
    "<urn:f>(@)",
    "IF(@, true, false)",
    "STR(@)",
)
SOUP = (
    *OPERANDS,
    *AFTER,
    *STRINGS,
    *SERVICES,
    *PATTERNS,
    *"(){}[]<>.;,|&!=+-*/^?$@#~\\'\"",
    "<<",
    ">>",
    "<<(",
    ")>>",
    "{|",
    "|}",
    "^^",
    "&&",
    "||",
)
KNOWN = "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}"


def query(seed: int, number: int, address: str) -> str:
    """Return the query for a seed and a number; every third has no SERVICE."""
    text = _query(seed, number, address)
    return re.sub("service", "servant", text, flags=re.IGNORECASE) if number % 3 == 0 else text


def _query(seed: int, number: int, address: str) -> str:
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - not for secrets

    # How often a text is drawn from all, instead of the first three, which are valid.
    wild = chance.choice((0.02, 0.1, 0.5))

    def any_of(texts: tuple[str, ...]) -> str:
        return drawn(texts if chance.random() < wild else texts[:3])

    def sharp(texts: tuple[str, ...]) -> str:
        """Draw, half of the time, one of the first nine, or two strings: parsers disagree on these."""
        return drawn(texts[: 2 if texts is STRINGS else 9] if chance.random() < 0.5 else texts)

    def drawn(texts: tuple[str, ...]) -> str:
        return chance.choice(texts).replace("{0}", address)

    service = f"{any_of(SERVICES)}{any_of(SEPARATORS)}{any_of(PLACES)}{any_of(SEPARATORS)}{{ ?s ?p ?o }}"
    service += " }" * max(0, service.count("{") - service.count("}"))
    head = any_of(PROLOGUES) + any_of(HEADS).replace("{{", "{").replace("}}", "}")
    kind = chance.random()
    if kind < 0.5:
        # An expression that ends, for one parser, inside a string or a comment of the other.
        opening = sharp(STRINGS)
        inside = f"{sharp(OPERANDS)}{any_of(SEPARATORS)}{sharp(AFTER)}{any_of(SEPARATORS)}{opening}"
        rest = any_of(SEPARATORS) + chance.choice(("\n,true", "\n,true", "\n, 1", ",true", "", " 2"))
        filtered = any_of(WRAPS).replace("@", inside + rest)
        closing = chance.choice(("", "#", " #", "\n#")) + opening.lstrip("#")
        end = "}" * chance.choice((1, 1, 1, 1, 1, 2))
        return f"{head} {drawn(PATTERNS)} FILTER({filtered}) {service} {closing}\n{end}"
    if kind < 0.8:
        parts = [drawn(PATTERNS) for _ in range(chance.randint(0, 4))]
        if chance.random() < 0.5:
            parts.insert(chance.randint(0, len(parts)), service)
        if chance.random() < 0.5:
            compared = f"{sharp(OPERANDS)}{any_of(SEPARATORS)}{sharp(AFTER)}"
            parts.append(f"FILTER({any_of(WRAPS).replace('@', compared)})")
        return (
            head
            + " "
            + "".join(f"{part} .{any_of(SEPARATORS)}" for part in parts)
            + "}" * chance.choice((1, 1, 1, 1, 1, 2))
        )
    soup = "".join(drawn(SOUP) + any_of(SEPARATORS) for _ in range(chance.randint(1, 14)))
    if kind < 0.82:
        nested = chance.choice(("(", "!(", "{", "[ ecg:a ", "EXISTS {", "!", "<<( ?s ?p ", "IF(1,", "REGEX("))
        soup = f"FILTER({drawn(OPERANDS)} {drawn(AFTER)} {drawn(STRINGS)}\n" + nested * chance.choice(
            (100, 3000, 30_000)
        )
    return f"{head}{soup}}}"
