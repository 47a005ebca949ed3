// Where the reader is: in the fragment of the address, so that every view can be shared, and "back" goes back.
//
//   #/                                            the map
//   #/node/NAME                                   a node beside the map
//   #/path?from=NAME&to=NAME&minimize=steps&have=seo,ppc&path=2
//   #/plan?from=NAME&to=NAME&have=seo             the same path as a plan to print
//   #/compare?a=NAME&b=NAME&rows=changes
//   #/table?text=…                                the map as a table
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const VIEWS = ["map", "node", "path", "plan", "compare", "table"];
  const listeners = [];

  function parse(hash) {
    const [path, search = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
    const state = Object.fromEntries(new URLSearchParams(search));
    const [view, ...rest] = path.split("/");
    state.view = VIEWS.includes(view) ? view : "map";
    if (state.view === "node") {
      state.node = decoded(rest.join("/"));
      state.view = state.node ? "node" : "map";
    }
    state.have = state.have ? state.have.split(",").map(decoded) : [];
    return state;
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function format({ view, node, have = [], ...rest }) {
    if (view === "node") {
      return `#/node/${encodeURIComponent(node)}`;
    }
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(rest)) {
      if (value) {
        search.set(name, value);
      }
    }
    if (have.length) {
      search.set("have", have.map(encodeURIComponent).join(","));
    }
    const text = search.toString();
    return `#/${view === "map" ? "" : view}${text ? `?${text}` : ""}`;
  }

  const now = () => parse(location.hash);

  // Go somewhere; "back" returns here.
  function go(state) {
    const hash = format(state);
    if (hash !== location.hash) {
      location.hash = hash;
    }
  }

  // The state of the address, where a view that is older was left for another with the same name: what was chosen since
  // then is kept.
  const latest = (state) => (now().view === state.view ? now() : state);

  const onState = (listener) => listeners.push(listener);
  window.addEventListener("hashchange", () => listeners.forEach((listener) => listener(now())));

  Object.assign(ecomgraph, { go, latest, now, onState, stateHref: format });
})();
