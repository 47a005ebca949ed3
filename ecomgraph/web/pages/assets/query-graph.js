// Answers of queries as a picture of boxes and arrows: triples, or the first two columns of IRIs.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el, svg } = ecomgraph;
  const MOST_NODES = 40;
  const MOST_EDGES = 100;
  const BOX = { width: 184, pad: 8, line: 15, letters: 26, lines: 3 };
  const GAP = { across: 56, named: 150, down: 14, margin: 12 };
  const SWEEPS = 4;
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
    const edges = new Map();
    let left = 0;
    const node = (term) => {
      if (!nodes.has(term.value)) {
        nodes.set(term.value, { term, name: ecomgraph.answers.nameOf(term, context), in: 0, out: 0 });
      }
      return nodes.get(term.value);
    };
    for (const row of answer.results.bindings) {
      const linked = row[from].type === "uri" && row[to].type === "uri" && !(by && row[by].value === TYPE);
      const fresh = linked ? [row[from], row[to]].filter((term) => !nodes.has(term.value)).length : 0;
      if (linked && edges.size < MOST_EDGES && nodes.size + fresh <= MOST_NODES) {
        const key = `${row[from].value} ${row[to].value}`;
        const edge = edges.get(key) || { from: node(row[from]), to: node(row[to]), names: new Set() };
        edge.names.add(by ? ecomgraph.answers.nameOf(row[by], context) : "");
        if (!edges.has(key)) {
          edge.from.out += 1;
          edge.to.in += 1;
          edges.set(key, edge);
        }
      } else if (linked) {
        left += 1;
      }
    }
    return { nodes: [...nodes.values()], edges: [...edges.values()].map((edge) => ({ ...edge, name: [...edge.names].join(" · ") })), left };
  }

  // Nodes in columns, each to the right of those that lead to it as far as there are no cycles; in a column each node is
  // near the middle of its neighbors. Returns the size of the picture.
  function place(nodes, edges, across) {
    const next = new Map(nodes.map((node) => [node, []]));
    const beside = new Map(nodes.map((node) => [node, []]));
    for (const { from, to } of edges.filter((edge) => edge.from !== edge.to)) {
      next.get(from).push(to);
      beside.get(from).push(to);
      beside.get(to).push(from);
    }
    const columns = layers(nodes, next);
    for (const column of columns) {
      column.forEach((node) => {
        node.lines = wrapped(node.name);
        node.height = node.lines.length * BOX.line + 2 * BOX.pad;
      });
    }
    const tall = (column) => column.reduce((sum, node) => sum + node.height + GAP.down, -GAP.down);
    const height = Math.max(...columns.map(tall)) + 2 * GAP.margin;
    columns.forEach((column, at) => stack(column, at, height, tall(column), across));
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      for (const [at, column] of columns.entries()) {
        const aim = new Map(column.map((node) => [node, mean(beside.get(node).map((it) => it.y)) ?? node.y]));
        column.sort((one, other) => aim.get(one) - aim.get(other));
        stack(column, at, height, tall(column), across);
      }
    }
    return [columns.length * (BOX.width + across) - across + 2 * GAP.margin, height];
  }

  const mean = (all) => (all.length ? all.reduce((sum, it) => sum + it, 0) / all.length : null);

  function stack(column, at, height, tall, across) {
    let top = (height - tall) / 2;
    for (const node of column) {
      node.x = GAP.margin + at * (BOX.width + across);
      node.y = top + node.height / 2;
      top += node.height + GAP.down;
    }
  }

  // The longest way to each node from one that nothing leads to; a link back to where the search is does not count.
  function layers(nodes, next) {
    const state = new Map();
    const order = [];
    const visit = (first) => {
      const open = [[first, 0]];
      state.set(first, "open");
      while (open.length) {
        const [node, done] = open.at(-1);
        const other = next.get(node)[done];
        open.at(-1)[1] += 1;
        if (!other) {
          state.set(node, "done");
          order.push(node);
          open.pop();
        } else if (!state.has(other)) {
          state.set(other, "open");
          open.push([other, 0]);
        }
      }
    };
    const led = new Set([...next.values()].flat());
    [...nodes.filter((node) => !led.has(node)), ...nodes].filter((node) => !state.has(node)).forEach((node) => state.has(node) || visit(node));
    order.reverse();
    const rank = new Map(order.map((node, at) => [node, at]));
    const depth = new Map(nodes.map((node) => [node, 0]));
    for (const node of order) {
      for (const other of next.get(node).filter((it) => rank.get(it) > rank.get(node))) {
        depth.set(other, Math.max(depth.get(other), depth.get(node) + 1));
      }
    }
    const columns = [];
    nodes.forEach((node) => (columns[depth.get(node)] ||= []).push(node));
    return columns;
  }

  function arrow(edge, alike) {
    const [ax, bx] = [edge.from.x + BOX.width, edge.to.x - 2];
    const [ay, by] = [edge.from.y, edge.to.y];
    const reach = Math.max(30, Math.abs(bx - ax) * 0.45);
    const line = svg("path", { class: "graph-edge", d: `M${ax} ${ay}C${ax + reach} ${ay} ${bx - reach} ${by} ${bx} ${by}`, "marker-end": "url(#graph-head)" });
    // Near the end that fewer other links share.
    const part = edge.to.in <= edge.from.out ? 0.7 : 0.3;
    const at = (a, c, d, b) => (1 - part) ** 3 * a + 3 * (1 - part) ** 2 * part * c + 3 * (1 - part) * part ** 2 * d + part ** 3 * b;
    const name = edge.name && !alike
      ? svg("text", { class: "graph-by", x: at(ax, ax + reach, bx - reach, bx), y: at(ay, ay, by, by) - 3, "text-anchor": "middle" }, edge.name)
      : null;
    return svg("g", {}, svg("title", {}, `${edge.from.name} → ${edge.to.name}${edge.name ? `: ${edge.name}` : ""}`), line, name);
  }

  function box(node, context) {
    const top = node.y - node.height / 2;
    const parts = [
      svg("title", {}, node.name),
      svg("rect", { class: "graph-node", x: node.x, y: top, width: BOX.width, height: node.height, rx: 6 }),
      node.lines.map((line, at) =>
        svg("text", { class: "graph-name", x: node.x + BOX.width / 2, y: top + BOX.pad + BOX.line * at + 11, "text-anchor": "middle" }, line),
      ),
    ];
    const href = ecomgraph.answers.hrefOf(node.term.value, context);
    return href ? svg("a", { href, "aria-label": node.name }, parts) : svg("g", {}, parts);
  }

  // A name in a few lines; words that are longer than a line are cut.
  function wrapped(name) {
    const lines = [];
    let rest = name.trim();
    while (rest && lines.length < BOX.lines) {
      const space = rest.length > BOX.letters ? rest.lastIndexOf(" ", BOX.letters) : rest.length;
      const cut = space > 0 ? space : BOX.letters;
      lines.push(rest.slice(0, cut));
      rest = rest.slice(cut).trim();
    }
    if (rest) {
      lines.push(`${lines.pop().slice(0, BOX.letters - 1)}…`);
    }
    return lines.length ? lines : [" "];
  }

  function graph(answer, context) {
    const { nodes, edges, left } = read(answer, context);
    if (nodes.length === 0) {
      return el("p", { class: "soft" }, "There is no link between two IRIs in the answer.");
    }
    const names = new Set(edges.map((edge) => edge.name));
    const alike = names.size === 1;
    const [width, height] = place(nodes, edges, alike ? GAP.across : GAP.named);
    const head = svg(
      "marker",
      { id: "graph-head", viewBox: "0 0 8 8", refX: "7", refY: "4", markerWidth: "8", markerHeight: "8", orient: "auto" },
      svg("path", { class: "uml-head", d: "M0 0L8 4L0 8z" }),
    );
    const kind = alike && edges[0].name ? `, each ${edges[0].name}` : "";
    const label = `${ecomgraph.count(nodes.length, "node")} and ${ecomgraph.count(edges.length, "link")}${kind}`;
    const picture = svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, width, height, class: "graph", role: "group", "aria-label": label },
      svg("defs", {}, head),
      edges.map((edge) => arrow(edge, alike)),
      nodes.map((node) => box(node, context)),
    );
    const note = left > 0 ? `${label}. ${ecomgraph.count(left, "more link")} would not be legible here; the table has all.` : label;
    const frame = { class: "scroll", role: "region", "aria-label": "Picture of the answer", tabindex: "0" };
    return el("figure", { class: "picture" }, el("div", frame, picture), el("figcaption", { class: "small soft" }, note));
  }

  ecomgraph.graphView = { columnsOf, graph };
})();
