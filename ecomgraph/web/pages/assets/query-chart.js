// Answers of queries as bars: the first column of numbers, by what names the row best.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el, svg } = ecomgraph;
  const MOST = 60;
  const BAR = 26;
  const NAMES = 230;
  const WIDTH = 760;

  // The columns of a chart: {name, number}; null if the answer has none.
  function columnsOf(answer) {
    const { isNumber } = ecomgraph.answers;
    const rows = answer.results.bindings;
    const filled = (column, test) => rows.length > 0 && rows.every((row) => row[column] && test(row[column]));
    const number = answer.head.vars.find((column) => filled(column, isNumber));
    const texts = answer.head.vars.filter((column) => filled(column, (term) => !isNumber(term) && term.type !== "bnode"));
    const name = texts.find((column) => /label|title|name/i.test(column)) || texts[0];
    return number && name && rows.length > 1 ? { name, number } : null;
  }

  function chart(answer, context) {
    const { name, number } = columnsOf(answer);
    const rows = answer.results.bindings.slice(0, MOST);
    const values = rows.map((row) => Number(row[number].value));
    const low = Math.min(0, ...values);
    const high = Math.max(0, ...values);
    const space = WIDTH - NAMES - 70;
    const x = (value) => NAMES + ((value - low) / (high - low || 1)) * space;
    const bars = rows.map((row, at) => {
      const y = at * BAR + 4;
      const label = ecomgraph.answers.nameOf(row[name], context);
      const from = Math.min(x(0), x(values[at]));
      const width = Math.max(1, Math.abs(x(values[at]) - x(0)));
      return svg(
        "g",
        {},
        svg("title", {}, `${label}: ${row[number].value}`),
        svg("text", { class: "chart-name", x: NAMES - 8, y: y + 14, "text-anchor": "end" }, shorten(label)),
        svg("rect", { class: "chart-bar", x: from, y, width, height: BAR - 8, rx: 2 }),
        svg("text", { class: "chart-value", x: Math.max(x(values[at]), x(0)) + 6, y: y + 14 }, row[number].value),
      );
    });
    const height = rows.length * BAR + 6;
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart", role: "img", "aria-label": `${number} by ${name}; the table has the same numbers` },
      bars,
      svg("path", { class: "chart-axis", d: `M${x(0)} 0V${height}` }),
    );
    const left = answer.results.bindings.length - rows.length;
    const note = `${number} by ${name}${left > 0 ? `; the first ${MOST} of ${answer.results.bindings.length} rows` : ""}`;
    const frame = { class: "scroll", role: "region", "aria-label": "Bars of the answer", tabindex: "0" };
    return el("figure", { class: "picture" }, el("div", frame, picture), el("figcaption", { class: "small soft" }, note));
  }

  const shorten = (text) => (text.length > 34 ? `${text.slice(0, 33)}…` : text);

  ecomgraph.chart = { chart, columnsOf };
})();
