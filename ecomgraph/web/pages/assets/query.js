// The query page: choose a stored query or write one, run it, look at the answer; the address holds all of it.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { announce, count, el } = ecomgraph;
  const byId = (id) => document.getElementById(id);
  const known = JSON.parse(byId("queries").textContent);
  const queries = new Map(known.queries.map((query) => [query.name, query]));
  const still = Boolean(ecomgraph.site);
  const context = { labels: new Map(), prefixes: known.prefixes };
  const state = { mode: "stored", query: null, view: "table" };
  const fields = new Map();
  const answer = ecomgraph.answerView(context, (view) => {
    state.view = view;
    remember();
  });
  let editor = null;
  let running = null;

  // ---------------------------------------------------------------- the list of stored queries

  function filter() {
    const wanted = ecomgraph.fold(byId("filter").value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const topic of document.querySelectorAll("[data-topic]")) {
      let open = false;
      for (const link of topic.querySelectorAll("[data-query]")) {
        const words = ecomgraph.fold(link.dataset.words);
        const fits = wanted.every((word) => words.includes(word));
        link.parentElement.hidden = !fits;
        open = open || fits;
        found += fits ? 1 : 0;
      }
      topic.hidden = !open;
      topic.open = wanted.length > 0 ? open : topic.querySelector("[aria-current]") !== null;
    }
    byId("filtered").textContent = wanted.length > 0 ? count(found, "query", "queries") : "";
  }

  function markCurrent() {
    for (const link of document.querySelectorAll("[data-query]")) {
      const current = state.mode === "stored" && state.query && link.dataset.query === state.query.name;
      if (current) {
        link.setAttribute("aria-current", "true");
        link.closest("details").open = true;
        link.scrollIntoView({ block: "nearest" });
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }

  // ---------------------------------------------------------------- the form

  function show() {
    const own = state.mode === "own";
    for (const button of document.querySelectorAll("[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === state.mode));
    }
    byId("parameters").hidden = own;
    byId("text-box").hidden = own;
    if (byId("own")) {
      byId("own").hidden = !own;
    }
    sentence();
    byId("about").textContent = own ? "" : state.query.question ? state.query.summary : "";
    byId("text").textContent = own ? "" : state.query.text;
    document.title = `${own ? "SPARQL" : state.query.name} · ecomgraph`;
    showCommand();
    markCurrent();
  }

  // The question, with what the fields say in it.
  function sentence() {
    const own = state.mode === "own";
    const parts = own ? ["Your own SPARQL"] : state.query.sentence.map((part, at) => (at % 2 ? el("em", {}, fields.get(part)?.input.value.trim() || "…") : part));
    byId("question").replaceChildren(...parts);
  }

  function outdate() {
    sentence();
    answer.stale(true);
  }

  function showCommand() {
    const line = byId("command");
    line.replaceChildren();
    if (state.mode === "stored") {
      const given = Object.entries(values()).map(([name, value]) => ` --param ${name}=${quoted(value)}`);
      line.append("On the command line: ", el("code", {}, `ecomgraph query ${state.query.name}${given.join("")}`));
    }
  }

  const quoted = (text) => (/^[\w.:/#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

  function choose(name, given) {
    state.mode = "stored";
    state.query = queries.get(name);
    const example = given || state.query.example;
    fields.clear();
    byId("parameters").replaceChildren(...state.query.parameters.map((parameter) => field(parameter, example[parameter.name])));
    answer.hide();
    show();
  }

  function field(parameter, value) {
    const id = `parameter-${parameter.name}`;
    const text = value === undefined || value === null ? parameter.default || "" : String(value);
    const type = parameter.kind === "integer" || parameter.kind === "decimal" ? "number" : "text";
    const input = el("input", {
      id,
      type,
      step: parameter.kind === "decimal" ? "any" : null,
      value: text,
      required: parameter.required,
      readonly: still,
      "aria-describedby": `${id}-note`,
    });
    const entry = { input, iri: "" };
    fields.set(parameter.name, entry);
    const called = text && text === state.query.example[parameter.name] && state.query.called[parameter.name];
    if (called) {
      Object.assign(entry, { iri: text, label: called });
      input.value = called;
    }
    name(entry, text);
    const kind = parameter.of ? `a ${parameter.of}` : { iri: "an IRI", string: "text", integer: "a whole number", decimal: "a number" }[parameter.kind];
    const optional = parameter.required ? "" : parameter.default ? "" : "; empty stands for any";
    const note = el("span", { id: `${id}-note`, class: "small soft" }, `${parameter.summary ? `${parameter.summary}: ` : ""}${kind}${optional}`);
    const box = el("div", { class: "ask-field" }, el("label", { for: id }, parameter.name), el("span", { class: "find" }, input), note);
    input.addEventListener("input", () => {
      entry.iri = "";
      showCommand();
      outdate();
    });
    if (parameter.of && !still) {
      ecomgraph.combobox(input, {
        suggest: (typed) => ecomgraph.search(typed, { kinds: [parameter.of] }),
        pick: (item) => {
          entry.iri = item.iri;
          entry.label = item.label;
          showCommand();
          outdate();
        },
        keep: true,
      });
    }
    return box;
  }

  // An IRI is shown by its label, as soon as labels are there.
  async function name(entry, text) {
    if (!/^[a-z][\w+.-]*:/i.test(text)) {
      return;
    }
    await loadLabels();
    const known = context.labels.get(text);
    if (known && entry.input.value === text) {
      Object.assign(entry, { iri: text, label: known.label });
      entry.input.value = known.label;
      sentence();
    }
  }

  // What the fields say: the IRI of what was picked, else what was typed, which the server takes as a name.
  function values() {
    const found = {};
    for (const [name, { input, iri, label }] of fields) {
      const text = input.value.trim();
      if (text) {
        found[name] = iri && label === text ? iri : text;
      }
    }
    return found;
  }

  // ---------------------------------------------------------------- running

  async function run() {
    stop();
    if (state.mode === "stored" && !byId("form").reportValidity()) {
      return;
    }
    const mine = new AbortController();
    running = mine;
    busy(true);
    remember();
    try {
      const own = state.mode === "own";
      const asked = own ? ecomgraph.ask.own(editor.get(), mine.signal) : ecomgraph.ask.stored(state.query.name, values(), mine.signal);
      const name = own ? "answer" : state.query.name;
      const [found] = await Promise.all([asked, loadLabels()]);
      if (running === mine) {
        answer.present({ ...found, name }, state.view);
      }
    } catch (error) {
      if (running === mine) {
        answer.refuse(error, state.mode === "own" ? editor.mark : null);
      }
    } finally {
      if (running === mine) {
        running = null;
        busy(false);
      }
    }
  }

  function stop() {
    if (running) {
      running.abort();
      running = null;
      busy(false);
    }
  }

  function busy(on) {
    byId("answer").setAttribute("aria-busy", String(on));
    if (byId("run")) {
      byId("run").disabled = on;
      byId("run").textContent = on ? "Running…" : "Run";
      byId("cancel").hidden = !on;
    }
    byId("state").textContent = on ? "Running" : "";
  }

  async function loadLabels() {
    try {
      context.labels = await ecomgraph.labels();
    } catch {
      // Without labels, IRIs are shown.
    }
  }

  // ---------------------------------------------------------------- the address

  function address() {
    const own = state.mode === "own";
    const search = new URLSearchParams(own ? { query: editor.get() } : values());
    if (state.view !== "table") {
      search.set("view", state.view);
    }
    return `#${own ? "sparql" : state.query.name}${search.size ? `?${search}` : ""}`;
  }

  function remember() {
    if (location.hash !== address()) {
      history.pushState(null, "", address());
    }
  }

  // Take up what the address says. A stored query that is linked with its values is run at once; one's own text waits
  // for a click, because a page of another site may have written it.
  async function restore() {
    const [name, text] = location.hash.slice(1).split(/\?(.*)/s);
    const given = Object.fromEntries(new URLSearchParams(text || ""));
    state.view = ["chart", "graph"].includes(given.view) ? given.view : "table";
    delete given.view;
    if (name === "sparql" && editor) {
      write(given.query || known.first);
    } else {
      const answerable = known.queries.filter((query) => query.answerable);
      const first = answerable.find((query) => query.topic === "roles") || answerable[0] || known.queries[0];
      const query = queries.has(name) ? name : first.name;
      choose(query, text ? given : null);
    }
    if (still || (text && name !== "sparql")) {
      await run();
    }
  }

  function write(text) {
    state.mode = "own";
    editor.set(text);
    answer.hide();
    show();
  }

  async function share() {
    remember();
    try {
      await navigator.clipboard.writeText(location.href);
      announce("The link is copied");
      byId("share").textContent = "Copied";
    } catch {
      byId("share").textContent = "The address bar has it";
    }
    setTimeout(() => {
      byId("share").textContent = "Copy link";
    }, 2500);
  }

  // ---------------------------------------------------------------- begin

  function listen() {
    byId("form").addEventListener("submit", (event) => {
      event.preventDefault();
      run();
    });
    byId("filter").addEventListener("input", filter);
    for (const link of document.querySelectorAll("[data-query]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        state.view = "table";
        choose(link.dataset.query, null);
        history.pushState(null, "", `#${link.dataset.query}`);
        byId("question").focus();
        if (still) {
          run();
        }
      });
    }
    addEventListener("popstate", restore);
    if (still) {
      return;
    }
    editor = ecomgraph.editor.editor(byId("sparql"), {
      lines: document.querySelector(".editor-lines"),
      paint: document.querySelector(".editor-paint pre"),
      run,
      sources: { terms: known.terms, prefixes: known.prefixes, things: ecomgraph.labels },
      edited: () => state.mode === "own" && answer.stale(true),
    });
    ecomgraph.editor.prefixes(byId("prefixes"), known.prefixes, editor.insert);
    byId("cancel").addEventListener("click", () => {
      stop();
      announce("Canceled");
    });
    byId("share").addEventListener("click", share);
    byId("edit").addEventListener("click", () => {
      write(state.query.text);
      byId("sparql").focus();
    });
    for (const button of document.querySelectorAll("[data-mode]")) {
      button.addEventListener("click", () => {
        if (button.dataset.mode === "own") {
          write(editor.get() || known.first);
        } else {
          choose(state.query ? state.query.name : known.queries[0].name, null);
        }
      });
    }
  }

  listen();
  restore();
})();
