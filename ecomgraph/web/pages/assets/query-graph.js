// Answers of queries as a picture of nodes and arrows: triples, or the first two columns of IRIs.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el, svg } = ecomgraph;
  const MOST_NODES = 60;
  const MOST_EDGES = 150;
  const ROUNDS = 250;
  const WIDTH = 960;
  const LINE = 24;
  const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

  // [from, to, label] columns; null if the answer is no graph.
  function columnsOf(answer) {
    const rows = answer.results.bindings;
    const columns = answer.head.vars;
    if (["subject", "predicate", "object"].every((column, at) => columns[at] === column)) {
      return ["subject", "object", "predicate"];
    }
    const links = columns.filter((column) => rows.length && rows.every((row) => row[column] && row[column].type === "uri"));
    return links.length > 1 ? [links[0], links[1], null] : null;
  }

  function read(answer, context) {
    const [from, to, by] = columnsOf(answer);
    const nodes = new Map();
    const edges = [];
    let left = 0;
    const node = (term) => {
      if (!nodes.has(term.value)) {
        nodes.set(term.value, { term, name: ecomgraph.answers.nameOf(term, context), degree: 0 });
      }
      return nodes.get(term.value);
    };
    for (const row of answer.results.bindings) {
      const linked = row[from].type === "uri" && row[to].type === "uri" && !(by && row[by].value === TYPE);
      const fresh = linked ? [row[from], row[to]].filter((term) => !nodes.has(term.value)).length : 0;
      if (linked && edges.length < MOST_EDGES && nodes.size + fresh <= MOST_NODES) {
        const edge = { from: node(row[from]), to: node(row[to]), name: by ? ecomgraph.answers.nameOf(row[by], context) : "" };
        edge.from.degree += 1;
        edge.to.degree += 1;
        edges.push(edge);
      } else if (linked) {
        left += 1;
      }
    }
    return { nodes: [...nodes.values()], edges, left };
  }

  // Nodes repel each other and arrows pull (Fruchterman and Reingold, 1991), from a circle and so always the same.
  function place(nodes, edges) {
    const height = Math.max(320, Math.min(900, 120 + nodes.length * 16));
    const ideal = 0.8 * Math.sqrt((WIDTH * height) / nodes.length);
    nodes.forEach((node, at) => {
      const angle = (2 * Math.PI * at) / nodes.length;
      node.x = WIDTH / 2 + (WIDTH / 3) * Math.cos(angle);
      node.y = height / 2 + (height / 3) * Math.sin(angle);
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      const heat = (WIDTH / 10) * (1 - round / ROUNDS);
      nodes.forEach((node) => Object.assign(node, { dx: 0, dy: 0 }));
      for (let i = 0; i < nodes.length; i += 1) {
        for (let j = i + 1; j < nodes.length; j += 1) {
          push(nodes[i], nodes[j], (gap) => (ideal * ideal) / gap);
        }
      }
      edges.filter((edge) => edge.from !== edge.to).forEach((edge) => push(edge.from, edge.to, (gap) => (-gap * gap) / ideal));
      for (const node of nodes) {
        const size = Math.hypot(node.dx, node.dy) || 1;
        const step = Math.min(size, heat) / size;
        node.x = Math.min(WIDTH - 90, Math.max(90, node.x + node.dx * step));
        node.y = Math.min(height - 24, Math.max(38, node.y + node.dy * step));
      }
    }
    return height;
  }

  function push(one, other, force) {
    const x = one.x - other.x || 0.01;
    const y = (one.y - other.y || 0.01) * 1.6;
    const gap = Math.max(1, Math.hypot(x, y));
    const by = force(gap) / gap;
    one.dx += x * by;
    one.dy += y * by;
    other.dx -= x * by;
    other.dy -= y * by;
  }

  function arrow(edge, alike) {
    const x = edge.to.x - edge.from.x;
    const y = edge.to.y - edge.from.y;
    const length = Math.hypot(x, y) || 1;
    const end = [edge.to.x - (x / length) * 11, edge.to.y - (y / length) * 11];
    const line = svg("path", { class: "graph-edge", d: `M${edge.from.x} ${edge.from.y}L${end[0]} ${end[1]}`, "marker-end": "url(#graph-head)" });
    const name = edge.name && !alike
      ? svg("text", { class: "graph-by", x: (edge.from.x + edge.to.x) / 2, y: (edge.from.y + edge.to.y) / 2 - 3, "text-anchor": "middle" }, edge.name)
      : null;
    return svg("g", {}, svg("title", {}, `${edge.from.name} → ${edge.to.name}${edge.name ? `: ${edge.name}` : ""}`), line, name);
  }

  function dot(node, context) {
    const lines = wrapped(node.name);
    const parts = [
      svg("title", {}, node.name),
      svg("circle", { class: "graph-node", cx: node.x, cy: node.y, r: 7 }),
      lines.map((line, at) =>
        svg("text", { class: "graph-name", x: node.x, y: node.y - 11 - 13 * (lines.length - 1 - at), "text-anchor": "middle" }, line),
      ),
    ];
    const href = ecomgraph.answers.hrefOf(node.term.value, context);
    return href ? svg("a", { href, "aria-label": node.name }, parts) : svg("g", {}, parts);
  }

  // A name in at most two lines.
  function wrapped(name) {
    if (name.length <= LINE) {
      return [name];
    }
    const space = name.lastIndexOf(" ", LINE);
    const cut = space > LINE / 3 ? space : LINE;
    const rest = name.slice(cut).trim();
    return [name.slice(0, cut), rest.length > LINE ? `${rest.slice(0, LINE - 1)}…` : rest];
  }

  function graph(answer, context) {
    const { nodes, edges, left } = read(answer, context);
    if (nodes.length === 0) {
      return el("p", { class: "soft" }, "There is no link between two IRIs in the answer.");
    }
    const height = place(nodes, edges);
    const names = new Set(edges.map((edge) => edge.name));
    const alike = names.size === 1;
    const head = svg(
      "marker",
      { id: "graph-head", viewBox: "0 0 8 8", refX: "7", refY: "4", markerWidth: "8", markerHeight: "8", orient: "auto" },
      svg("path", { class: "uml-head", d: "M0 0L8 4L0 8z" }),
    );
    const label = `${ecomgraph.count(nodes.length, "node")} and ${ecomgraph.count(edges.length, "link")}; the table has the same`;
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${height}`, class: "graph", role: "group", "aria-label": label },
      svg("defs", {}, head),
      edges.map((edge) => arrow(edge, alike)),
      nodes.map((node) => dot(node, context)),
    );
    const kind = alike && edges[0].name ? `, each ${edges[0].name}` : "";
    const note = left > 0 ? `${left} more links are left out here; the table has all` : label + kind;
    const frame = { class: "scroll", role: "region", "aria-label": "Picture of the answer", tabindex: "0" };
    return el("figure", { class: "picture" }, el("div", frame, picture), el("figcaption", { class: "small soft" }, note));
  }

  ecomgraph.graphView = { columnsOf, graph };
})();
