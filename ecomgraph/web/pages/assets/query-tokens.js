// SPARQL in tokens, for colours in the editor and for what can be completed there.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el } = ecomgraph;

  const KEYWORDS = (
    "ADD AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IN LIMIT MINUS " +
    "NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR UNDEF UNION VALUES WHERE true false"
  ).split(" ");
  const FUNCTIONS = (
    "ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI " +
    "isBLANK isIRI isLITERAL isNUMERIC LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND " +
    "SAMPLE SECONDS SHA256 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ " +
    "UCASE URI UUID YEAR sameTerm"
  ).split(" ");
  const known = new Map([
    ...KEYWORDS.map((word) => [word.toUpperCase(), "keyword"]),
    ...FUNCTIONS.map((word) => [word.toUpperCase(), "function"]),
    ["A", "keyword"],
  ]);

  // What is not closed reaches to the end of the line, or, after three quotes, of the text.
  const PARTS = [
    ["comment", /#[^\n]*/],
    ["string", /"""(?:[^"\\]|\\[^]|"(?!""))*(?:"""|$)|'''(?:[^'\\]|\\[^]|'(?!''))*(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/],
    ["iri", /<[^<>"{}|^`\\\s]*>?/],
    ["variable", /[?$][\p{L}\p{N}_]+/u],
    ["language", /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/],
    ["name", /(?:[\p{L}_][\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_:%.-]*[\p{L}\p{N}_:%-])?/u],
    ["number", /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/],
    ["word", /[\p{L}_][\p{L}\p{N}_-]*/u],
    ["other", /\s+|[^]/u],
  ];
  const ANY = new RegExp(PARTS.map(([, part]) => `(${part.source})`).join("|"), "gu");

  // [{kind, text, at}], which together are the whole text; "less than" before a space or a number is no IRI.
  function tokens(text) {
    return [...text.matchAll(ANY)].map((found) => {
      let kind = PARTS[found.findIndex((group, at) => at > 0 && group !== undefined) - 1][0];
      if (kind === "word") {
        kind = known.get(found[0].toUpperCase()) || "word";
      } else if (kind === "iri" && !found[0].includes(":") && !found[0].endsWith(">")) {
        kind = "other";
      }
      return { kind, text: found[0], at: found.index };
    });
  }

  const painted = (text) => tokens(text).map((it) => (it.kind === "other" || it.kind === "word" ? it.text : el("span", { class: `sparql-${it.kind}` }, it.text)));

  ecomgraph.sparql = { FUNCTIONS, KEYWORDS, painted, tokens };
})();
