// Where the reader is: in the fragment of the address, so that every view can be shared, and "back" goes back.
//
//   #/                                            the map
//   #/node/NAME                                   a node beside the map
//   #/path?from=NAME&to=NAME&minimize=steps&have=seo,ppc&path=2
//   #/plan?from=NAME&to=NAME&have=seo             the same path as a plan to print
//   #/compare?a=NAME&b=NAME&rows=changes
//   #/skills?of=types:NAME&rows=changes           skills of several nodes, the degree as depth
//   #/table?text=…&group=…&level=…&letter=…       all roles and profiles as a table
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const VIEWS = ["map", "node", "path", "plan", "compare", "skills", "table"];
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

  // Where each entry of the history was scrolled to, so that "back" finds the place again: views are drawn too late for
  // the browser to do it.
  const places = new Map();
  history.scrollRestoration = "manual";
  const panel = () => document.querySelector(".panel");
  function mark() {
    const known = history.state?.entry;
    if (known === undefined) {
      history.replaceState({ entry: `${Date.now()}-${Math.random()}` }, "");
    }
    return known;
  }
  mark();
  window.addEventListener(
    "scroll",
    () => places.set(history.state?.entry, { page: scrollY, panel: panel()?.scrollTop || 0 }),
    { capture: true, passive: true },
  );
  window.addEventListener("hashchange", async () => {
    const place = places.get(mark());
    await Promise.all(listeners.map((listener) => listener(now())));
    if (place) {
      scrollTo(0, place.page);
      panel()?.scrollTo(0, place.panel);
    }
  });

  Object.assign(ecomgraph, { go, latest, now, onState, stateHref: format });
})();
