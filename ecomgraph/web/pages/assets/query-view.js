// The answer of a query on its page: as a table, a chart or a graph, as files, or as a refusal.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { announce, count, download, el } = ecomgraph;
  const byId = (id) => document.getElementById(id);

  // context: {labels, prefixes}; chosen(view) is called when the reader chooses another view.
  function answerView(context, chosen) {
    // {answer, triples, name}: what is shown now, with the name of its files.
    let shown = null;

    function hide() {
      shown = null;
      byId("answer").hidden = true;
      byId("view").replaceChildren();
    }

    // What is shown may answer another question than the one that the fields ask now.
    function stale(is) {
      const old = is && shown !== null;
      byId("answer").classList.toggle("stale", old);
      byId("outdated").hidden = !old;
    }

    // goTo(line, column), if there is an editor, shows the place that a message names.
    function refuse(error, goTo) {
      if (error.name === "AbortError") {
        return;
      }
      shown = null;
      stale(false);
      byId("answer").hidden = false;
      byId("answer-tools").hidden = true;
      byId("view").replaceChildren();
      byId("answer-count").textContent = "";
      // A message names a line and a column, or a line alone.
      const place = goTo ? /\bline (\d+)(?:, column (\d+))?:/.exec(error.message) : null;
      const parts = [el("p", {}, error.message)];
      if (place) {
        const go = () => goTo(Number(place[1]), Number(place[2] || 1));
        parts.push(el("button", { class: "button small", type: "button", onclick: go }, `Go to line ${place[1]}`));
      }
      byId("error").replaceChildren(...parts);
      byId("error").hidden = false;
    }

    function present(found, view) {
      shown = found;
      const { answer, triples } = found;
      byId("answer").hidden = false;
      stale(false);
      byId("error").hidden = true;
      const yesOrNo = typeof answer.boolean === "boolean";
      byId("answer-tools").hidden = yesOrNo;
      if (yesOrNo) {
        byId("answer-count").textContent = "";
        byId("view").replaceChildren(el("p", { class: "verdict" }, answer.boolean ? "Yes" : "No"));
        announce(answer.boolean ? "Yes" : "No");
        return;
      }
      const rows = answer.results.bindings.length;
      const summary = count(rows, triples ? "triple" : "row");
      byId("answer-count").textContent = summary;
      const views = ["table"];
      if (ecomgraph.chart.columnsOf(answer)) {
        views.push("chart");
      }
      if (rows > 0 && ecomgraph.graphView.columnsOf(answer)) {
        views.push("graph");
      }
      const button = (name) =>
        el("button", { type: "button", "data-view": name, onclick: () => (look(name), chosen(name)) }, name[0].toUpperCase() + name.slice(1));
      byId("views").replaceChildren(...views.map(button));
      byId("downloads").replaceChildren(...files());
      look(views.includes(view) ? view : "table");
      announce(`${summary} found`);
    }

    function look(view) {
      for (const button of document.querySelectorAll("[data-view]")) {
        button.setAttribute("aria-pressed", String(button.dataset.view === view));
      }
      const views = { table: ecomgraph.answers.table, chart: ecomgraph.chart.chart, graph: ecomgraph.graphView.graph };
      const empty = shown.answer.results.bindings.length === 0;
      byId("view").replaceChildren(empty ? el("p", { class: "soft" }, "Nothing fits: the answer has no rows.") : views[view](shown.answer, context));
    }

    function files() {
      const { answer, name, triples } = shown;
      const file = (label, ending, type, make) => el("button", { class: "button small", type: "button", onclick: () => download(`${name}.${ending}`, type, make()) }, label);
      const csv = file("CSV", "csv", "text/csv;charset=utf-8", () => ecomgraph.answers.csv(answer));
      if (triples) {
        return [file("N-Triples", "nt", "application/n-triples", () => triples), csv];
      }
      return [csv, file("JSON", "json", "application/sparql-results+json", () => JSON.stringify(answer, null, 1))];
    }

    return { hide, present, refuse, stale };
  }

  ecomgraph.answerView = answerView;
})();
