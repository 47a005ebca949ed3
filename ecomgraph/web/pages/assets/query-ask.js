// Asking for the answer of a query: from the server, or from the files of a static site.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});

  // Each promises {answer, triples}: the answer in the JSON of SPARQL, and N-Triples where it is a graph.
  async function stored(name, values, signal) {
    if (ecomgraph.site) {
      return { answer: await ecomgraph.data(`query/${name}`, values), triples: "" };
    }
    const search = new URLSearchParams(values).toString();
    return read(await get(ecomgraph.api(`query/${name}`) + (search ? `?${search}` : ""), { signal }));
  }

  async function own(text, signal) {
    const headers = { Accept: "application/sparql-results+json, application/n-triples;q=0.9" };
    const body = new URLSearchParams({ query: text });
    return read(await get(`${ecomgraph.root}sparql`, { method: "POST", headers, body, signal }));
  }

  async function get(address, options) {
    try {
      return await fetch(address, options);
    } catch (error) {
      throw error.name === "AbortError" ? error : new ecomgraph.Refusal(navigator.onLine ? "The server does not answer. Is it still running?" : "You are offline. Try again when the network is back.");
    }
  }

  async function read(response) {
    const text = await response.text();
    if (!response.ok) {
      throw refusal(response, text);
    }
    if ((response.headers.get("Content-Type") || "").includes("n-triples")) {
      return { answer: ecomgraph.answers.fromTriples(text), triples: text };
    }
    return { answer: JSON.parse(text), triples: "" };
  }

  function refusal(response, text) {
    let said = {};
    try {
      said = JSON.parse(text);
    } catch {
      said = { error: text.trim() };
    }
    return new ecomgraph.Refusal(said.error || `The server answered ${response.status}.`, said.candidates || [], response.status);
  }

  ecomgraph.ask = { own, stored };
})();
