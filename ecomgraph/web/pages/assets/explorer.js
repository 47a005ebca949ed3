// The explorer: puts the views together and shows the one that the address names.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { announce, el, now, go, parts } = ecomgraph;
  const { map, about, criteria, rises, scales } = JSON.parse(document.getElementById("map-data").textContent);
  const VIEWS = [["map", "Map"], ["path", "Paths"], ["plan", "Plan"], ["compare", "Compare"], ["skills", "Skills"], ["table", "Table"]];

  ecomgraph.careers = map;
  ecomgraph.about = about;
  ecomgraph.criteria = criteria;
  ecomgraph.rises = new Set(rises);
  // The levels that a skill has, from the lowest; none without a scale.
  ecomgraph.levelsOf = (skill) => scales.levels[scales.of[skill.iri]] || [];
  // What was last looked for, so that "From here" keeps the goal.
  ecomgraph.memory = { path: {}, plan: {}, compare: {} };

  const { heldBy, nodeNamed } = ecomgraph.namesIn(map);

  // What both ends require, null for what is not chosen or not known.
  const sides = ({ from, to }) => Promise.all([from, to].map((name) => name && ecomgraph.requirements(name).catch(() => null)));

  // ---------------------------------------------------------------- the page

  const tabs = el("nav", { class: "choices", "aria-label": "Views" });
  const strip = el("div", { class: "strip noprint" }, tabs);
  const top = el("div", { class: "top" });
  const stage = el("div", { class: "stage" });
  const hint = el("p", { class: "hint soft", hidden: true });
  const control = (text, label, action) =>
    el("button", { class: "icon", type: "button", title: label, onclick: action }, el("span", { "aria-hidden": "true" }, text), el("span", { class: "hidden" }, label));
  const controls = el(
    "div",
    { class: "controls noprint" },
    control("+", "Zoom in", () => ecomgraph.map.zoom(1.25)),
    control("−", "Zoom out", () => ecomgraph.map.zoom(0.8)),
    control("⤢", "Fit the map", () => ecomgraph.map.fit()),
    control("↓", "Save the map as SVG", () => ecomgraph.save("career-map", "svg", ecomgraph.map.text())),
  );
  const help = el(
    "p",
    { id: "map-help", class: "hidden" },
    "Arrow keys move between nodes, Enter opens one, Escape closes it, plus and minus zoom, 0 fits the map. The view Table has the same as a table.",
  );
  const scene = el("section", { class: "scene", "aria-label": "Map" }, help, stage, controls, hint);
  const panel = el("aside", { class: "panel", "aria-label": "Details" });
  const below = el("div", { class: "below" });
  const page = document.getElementById("explorer");
  page.replaceChildren(strip, top, el("div", { class: "board" }, scene, panel), below);

  // Which end of a path the next click on the map sets.
  let aimed = null;

  function picked(node) {
    const state = now();
    if (state.view !== "path") {
      return false;
    }
    const end = aimed || (!state.from ? "from" : "to");
    aimed = null;
    go({ ...state, [end]: ecomgraph.nameOf(node), path: "" });
    return true;
  }

  ecomgraph.map = new ecomgraph.CareerMap(stage, picked);

  // ---------------------------------------------------------------- showing a view

  let turn = 0;
  let drawn = null;
  let before = null;

  // Draw a map unless it is there already.
  function stageMap(found) {
    const key = JSON.stringify([found.around?.iri, found.nodes.map((node) => node.iri)]);
    scene.hidden = !found.nodes.length;
    if (found.nodes.length && drawn !== key) {
      ecomgraph.map.draw(found);
      drawn = key;
    }
  }

  async function mapFor(node) {
    return map.partial && node ? ecomgraph.data("map", { around: node.iri, depth: 1 }) : map;
  }

  function layOut(state) {
    page.dataset.view = state.view;
    stage.classList.toggle("whole", state.view === "map" || state.view === "node");
    const current = state.view === "node" ? "map" : state.view;
    tabs.replaceChildren(
      ...VIEWS.map(([view, text]) =>
        el("a", { href: ecomgraph.stateHref({ ...ecomgraph.memory[view], view }), "aria-current": view === current ? "page" : null }, text),
      ),
    );
  }

  // A plan is of a path: what is chosen for one holds for the other.
  function remember(state) {
    if (state.view === "compare") {
      ecomgraph.memory.compare = state;
    } else if (state.view === "path" || state.view === "plan") {
      const minimize = state.minimize || (state.view === "path" ? "steps" : "learning");
      ecomgraph.memory.path = { ...state, minimize: minimize === "steps" ? "" : minimize };
      ecomgraph.memory.plan = { ...state, minimize: minimize === "learning" ? "" : minimize };
    }
  }

  async function show(state, loaded = false) {
    const mine = (turn += 1);
    const stale = () => mine !== turn;
    const focused = document.activeElement?.dataset.focus;
    remember(state);
    layOut(state);
    page.setAttribute("aria-busy", "true");
    const region = state.view === "map" || state.view === "node" ? panel : below;
    // What comes at once needs no word about it.
    const slow = setTimeout(() => !region.childElementCount && region.replaceChildren(el("p", { class: "soft" }, "Loading…")), 400);
    try {
      await views[state.view](state, stale, loaded);
    } catch (error) {
      if (!stale()) {
        if (region === panel) {
          stageMap(map);
        }
        region.replaceChildren(parts.problem(error));
        announce(parts.plainly(error.message));
      }
    }
    clearTimeout(slow);
    if (!stale()) {
      page.removeAttribute("aria-busy");
      page.dataset.shown = location.hash;
      if (before && before.view !== state.view) {
        scrollTo(0, 0);
      }
      before = state;
      if (focused && !page.contains(document.activeElement)) {
        page.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
      }
    }
  }

  const title = (text) => {
    document.title = `${text ? `${text} · ` : ""}Career map · ecomgraph`;
  };

  function clear(...regions) {
    regions.forEach((region) => region.replaceChildren());
  }

  // Scripts and styles of views that not everybody opens are loaded with the first of them.
  const loading = new Map();
  function need(...names) {
    return Promise.all(
      names.map((name) => {
        if (!loading.has(name)) {
          loading.set(name, loaded(`${ecomgraph.root}assets/${name}`));
          loading.get(name).catch(() => loading.delete(name));
        }
        return loading.get(name);
      }),
    );
  }

  const loaded = (address) =>
    new Promise((resolve, reject) => {
      const part = address.endsWith(".css") ? el("link", { rel: "stylesheet", href: address }) : el("script", { src: address });
      part.onload = resolve;
      part.onerror = () => {
        part.remove();
        reject(new ecomgraph.Refusal("The server does not answer. Is it still running?"));
      };
      document.head.append(part);
    });

  // The refusal of a name that no node has, with those that are spelt alike.
  async function unknown(name) {
    const near = await ecomgraph.search(name, { kinds: ["career node"], limit: 3 }).catch(() => []);
    return new ecomgraph.Refusal(`No role or profile is called “${name}”.`, near, 404, "unknown-name");
  }

  // What to say instead of an error where a name is what is wrong. A copy on a disk has no answers for such a name.
  ecomgraph.refused = async (error, ...nodes) => {
    const lost = nodes.find((node) => node?.unknown);
    return lost && (error.code === "unknown-name" || ecomgraph.site) ? unknown(lost.label) : error;
  };

  const views = {
    async map() {
      title("");
      clear(top, below);
      hint.hidden = true;
      panel.replaceChildren(...flat(ecomgraph.panel.introduction(map, about)));
      stageMap(map);
      ecomgraph.map.map && ecomgraph.map.select(null);
      if (map.nodes.length) {
        ecomgraph.map.trace([], 0);
      }
      if (before?.view === "node") {
        const left = await nodeNamed(before.node);
        ecomgraph.map.focusOn(left.iri);
      }
      panel.scrollTop = 0;
    },

    async node(state, stale, loaded) {
      clear(top, below);
      const node = await nodeNamed(state.node);
      const [found, content] = await Promise.all([mapFor(node), ecomgraph.panel.details(ecomgraph.nameOf(node))]).catch(async (error) => {
        throw await ecomgraph.refused(error, node);
      });
      if (stale()) {
        return;
      }
      panel.replaceChildren(...flat(content));
      panel.scrollTop = 0;
      const heading = panel.querySelector("[data-heading]");
      title(heading.textContent);
      stageMap(found);
      ecomgraph.map.trace([], 0);
      ecomgraph.map.select(node.iri);
      hint.textContent = found.hidden ? `${found.hidden} more neighbors are not shown; “Leads to” lists them all.` : "";
      hint.hidden = !found.hidden;
      if (!loaded) {
        heading.focus({ preventScroll: !ecomgraph.map.scrolls });
      }
    },

    async path(state, stale) {
      clear(panel);
      hint.hidden = true;
      const have = await heldBy(state);
      const [from, to] = await Promise.all([nodeNamed(state.from), nodeNamed(state.to)]);
      const nodes = { from, to };
      const asked = { ...state, from: from && ecomgraph.nameOf(from), to: to && ecomgraph.nameOf(to) };
      const { content, paths, chosen } = await ecomgraph.paths.view(asked, nodes, have);
      const [source, target] = await sides(asked);
      const around = map.partial && !paths.length && (from || to) ? await mapFor(from || to).catch(() => map) : map;
      if (stale()) {
        return;
      }
      title(from && to ? `${from.label} to ${to.label}` : "Paths");
      top.replaceChildren(
        el("h1", { class: "hidden" }, "Paths"),
        ecomgraph.paths.planner(asked, nodes, (end) => {
          aimed = end;
        }),
        ecomgraph.have.view(asked, have, source, target),
      );
      below.replaceChildren(...flat(content));
      stageMap(map.partial && paths.length ? ecomgraph.mapOfPaths(paths) : around);
      if (!scene.hidden) {
        ecomgraph.map.select(null);
        ecomgraph.map.traced = () => ecomgraph.map.trace(paths, chosen);
        ecomgraph.map.traced();
      }
    },

    async plan(state, stale) {
      await need("explorer-plan.js", "plan.css");
      const have = await heldBy(state);
      const [from, to] = await Promise.all([nodeNamed(state.from), nodeNamed(state.to)]);
      const asked = { ...state, from: from && ecomgraph.nameOf(from), to: to && ecomgraph.nameOf(to) };
      const [source, target] = await sides(asked);
      const tick = (skill) => ecomgraph.have.add(asked, have, [{ ...skill, level: "" }]);
      const content = await ecomgraph.plan.view(asked, have, tick).catch(async (error) => parts.problem(await ecomgraph.refused(error, from, to)));
      if (stale()) {
        return;
      }
      title(to ? `Development plan: ${from ? `from ${from.label} ` : ""}to ${to.label}` : "Development plan");
      clear(panel);
      top.replaceChildren(
        to ? "" : el("h1", { class: "hidden" }, "Development plan"),
        ecomgraph.paths.planner(asked, { from, to }, () => {}),
        ecomgraph.have.view(asked, have, source, target),
      );
      below.replaceChildren(...flat([content]));
    },

    async compare(state, stale) {
      await need("explorer-compare.js");
      const [a, b] = await Promise.all([nodeNamed(state.a), nodeNamed(state.b)]);
      const asked = { ...state, a: a && ecomgraph.nameOf(a), b: b && ecomgraph.nameOf(b) };
      const content = await ecomgraph.compare.view(asked, { a, b });
      if (!stale()) {
        title(a && b ? `${a.label} and ${b.label}` : "Compare");
        clear(top, panel);
        below.replaceChildren(...flat(content));
      }
    },

    async skills(state, stale) {
      await need("explorer-heat.js");
      const content = await ecomgraph.heat.view(state);
      if (!stale()) {
        title("Skills");
        clear(top, panel);
        below.replaceChildren(...flat(content));
      }
    },

    async table(state, stale) {
      await need("explorer-table.js");
      const [content] = await Promise.all([ecomgraph.table.view(state), map.partial || ecomgraph.labels().catch(() => null)]);
      if (!stale()) {
        title("Table");
        clear(top, panel);
        below.replaceChildren(...flat(content));
      }
    },
  };

  const flat = (list) => list.flat(Infinity).filter(Boolean);

  // ---------------------------------------------------------------- from elsewhere

  ecomgraph.redraw = () => show(now());

  ecomgraph.close = () => go({ view: "map" });

  ecomgraph.open = (item) => {
    if (item.kind === "role" || item.kind === "profile") {
      go({ view: "node", node: ecomgraph.nameOf(item) });
    } else {
      location.href = ecomgraph.safeHref(ecomgraph.link(item.iri));
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && now().view === "node" && !event.defaultPrevented) {
      ecomgraph.close();
    }
  });

  // What is folded would be missing on paper, and a map that was moved would be cut.
  window.addEventListener("beforeprint", () => {
    page.querySelectorAll(":is(.section, .folded, .how, .way-card.chosen .move > details):not([open])").forEach((details) => {
      details.open = true;
      details.fill?.();
      details.dataset.printed = "";
    });
    ecomgraph.map.toPaper(true);
  });
  window.addEventListener("afterprint", () => {
    page.querySelectorAll("details[data-printed]").forEach((details) => {
      details.open = false;
      delete details.dataset.printed;
    });
    ecomgraph.map.toPaper(false);
  });

  ecomgraph.onState((state) => show(state));
  show(now(), true);
})();
