// The shapes of the map that depend on nothing but places: arrows between boxes, texts in lines, and a map of paths alone.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { svg } = ecomgraph;
  const ARROW = 7;
  const GAP = 11;
  const measure = document.createElement("canvas").getContext("2d");

  // Break a text into lines that fit a width; the last one ends in "…" if that is not all.
  function wrapped(text, font, width, most) {
    measure.font = font;
    const fits = (line) => measure.measureText(line).width <= width;
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (fits(longer) || !lines.at(-1)) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    }
    const shown = lines.slice(0, most);
    const last = shown.length - 1;
    if (lines.length > most || !fits(shown[last])) {
      let line = lines.length > most ? `${shown[last]}…` : shown[last];
      while (line.length > 1 && !fits(line)) {
        line = `${line.replace(/…$/, "").slice(0, -1)}…`;
      }
      shown[last] = line;
    }
    return shown;
  }

  function label(lines, x, y, height, className, anchor = "middle") {
    const middle = y - ((lines.length - 1) * height) / 2;
    return svg(
      "text",
      { class: className, "text-anchor": anchor },
      lines.map((line, at) => svg("tspan", { x, y: middle + at * height, dy: "0.35em" }, line)),
    );
  }

  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];

  // Where a move starts and ends, and in which direction it leaves and arrives.
  function ends(one, other, tall) {
    const [ax, ay] = middle(one);
    const [bx, by] = middle(other);
    const apart = { x: Math.abs(bx - ax) >= (one.width + other.width) / 2, y: Math.abs(by - ay) >= (one.height + other.height) / 2 };
    if (apart.x && (!tall || !apart.y)) {
      const way = Math.sign(bx - ax);
      return [[ax + (way * one.width) / 2, ay], [bx - (way * other.width) / 2, by], [way, 0], [way, 0]];
    }
    if (apart.y && tall) {
      const way = Math.sign(by - ay);
      return [[ax, ay + (way * one.height) / 2], [bx, by - (way * other.height) / 2], [0, way], [0, way]];
    }
    // One above the other: around the right side.
    return [[ax + one.width / 2, ay], [bx + other.width / 2, by], [1, 0], [-1, 0]];
  }

  // The tip of an arrow that arrives at a point in a direction, and where its line has to end.
  function arrow([x, y], into) {
    const tip = [x - into[0] * 1.5, y - into[1] * 1.5];
    const neck = [tip[0] - into[0] * ARROW, tip[1] - into[1] * ARROW];
    const side = [into[1] * ARROW * 0.5, into[0] * ARROW * 0.5];
    return [neck, `M${tip[0]},${tip[1]}L${neck[0] + side[0]},${neck[1] + side[1]}L${neck[0] - side[0]},${neck[1] - side[1]}Z`];
  }

  function bent([ax, ay], out, [bx, by], into) {
    const reach = Math.max(Math.hypot(bx - ax, by - ay) * 0.42, 6);
    return `C${ax + out[0] * reach},${ay + out[1] * reach} ${bx - into[0] * reach},${by - into[1] * reach} ${bx},${by}`;
  }

  // A move from one box to another. `home` is the frame around the other one, if it stands in a table that the first is
  // not part of: there the line keeps to the gaps between the cells. So it does on its way up out of the frame `rail`.
  function curve(one, other, tall, home, rail = null) {
    if (rail) {
      const side = one.x + one.width + GAP;
      const gate = [side, rail.y];
      const end = [middle(other)[0], other.y + other.height];
      const [neck, head] = arrow(end, [0, -1]);
      return { line: `M${one.x + one.width},${middle(one)[1]}H${side}V${gate[1]}${bent(gate, [0, -1], neck, [0, -1])}`, head };
    }
    const [start, end, out, into] = ends(one, other, tall);
    const [ax, ay] = start;
    if (home) {
      const [left, y] = [other.x - GAP, middle(other)[1]];
      const [neck, head] = arrow([other.x, y], [1, 0]);
      const gate = tall ? [left, out[1] > 0 ? home.y : home.y + home.height] : [home.x + 4, other.y - 3];
      const within = tall ? `V${y}H${neck[0]}` : `H${left - 4}Q${left + 1},${gate[1]} ${left + 1},${y}H${neck[0]}`;
      return { line: `M${ax},${ay}${bent(start, out, gate, tall ? out : [1, 0])}${within}`, head };
    }
    const [neck, head] = arrow(end, into);
    // Several moves around the side of a column share one line.
    const around = out[0] === -into[0] && out[1] === -into[1];
    const line = around ? `H${Math.max(ax, end[0]) + GAP}V${end[1]}H${neck[0]}` : bent(start, out, neck, into);
    return { line: `M${ax},${ay}${line}`, head };
  }

  // The way of a move between the boxes of the columns that it passes: for each column the gap nearest to the straight
  // line; null where nothing is in the way. Boxes may be frames of tables.
  function passage(one, other, boxes) {
    const [from, to] = [middle(one), middle(other)];
    const way = Math.sign(to[0] - from[0]);
    const [left, right] = way > 0 ? [one.x + one.width, other.x] : [other.x + other.width, one.x];
    const columns = new Map();
    for (const box of boxes) {
      if (box !== one && box !== other && box.x >= left && box.x + box.width <= right) {
        columns.set(box.x, [...(columns.get(box.x) || []), box]);
      }
    }
    const passed = [...columns.entries()].sort(([a], [b]) => (a - b) * way);
    const points = passed.map(([x, column]) => {
      const width = Math.max(...column.map((box) => box.width));
      const straight = from[1] + ((to[1] - from[1]) * (x + width / 2 - from[0])) / (to[0] - from[0]);
      const sorted = column.sort((a, b) => a.y - b.y);
      const gaps = [sorted[0].y - GAP, ...sorted.slice(1).map((box, at) => (box.y + sorted[at].y + sorted[at].height) / 2), sorted.at(-1).y + sorted.at(-1).height + GAP];
      const free = sorted.every((box) => straight < box.y - 4 || straight > box.y + box.height + 4);
      const y = free ? straight : gaps.reduce((best, it) => (Math.abs(it - straight) < Math.abs(best - straight) ? it : best));
      return { free, y, enter: way > 0 ? x : x + width, leave: way > 0 ? x + width : x };
    });
    return points.every((it) => it.free) ? null : points;
  }

  // A move that keeps to such a way.
  function detour(one, other, points) {
    const [start, end, out, into] = ends(one, other, false);
    const [neck, head] = arrow(end, into);
    let [line, here] = [`M${start[0]},${start[1]}`, start];
    for (const { y, enter, leave } of points) {
      line += `${bent(here, out, [enter, y], into)}H${leave}`;
      here = [leave, y];
    }
    return { line: `${line}${bent(here, out, neck, into)}`, head };
  }

  // A map of nothing but paths, where the framework is too large to be drawn: a column for each step.
  function mapOfPaths(paths) {
    const nodes = new Map();
    const edges = new Map();
    for (const path of paths) {
      path.steps.forEach((step, number) => {
        for (const [node, column] of [[step.from, number], [step.to, number + 1]]) {
          const known = nodes.get(node.iri);
          nodes.set(node.iri, { ...node, column: Math.max(column, known?.column ?? 0) });
        }
        edges.set(`${step.from.iri} ${step.to.iri} ${step.kind}`, step);
      });
    }
    const [width, height, gap] = [180, 60, 18];
    const columns = Math.max(...[...nodes.values()].map((node) => node.column), 0) + 1;
    const lines = Array.from({ length: columns }, (_, at) => [...nodes.values()].filter((node) => node.column === at));
    const most = Math.max(...lines.map((line) => line.length), 1);
    const full = most * (height + gap) + 24 - gap;
    const across = most * (width + gap) + 24 - gap;
    lines.forEach((line) => {
      const top = (most - line.length) / 2;
      line.forEach((node, at) => {
        const place = 12 + (top + at) * (height + gap);
        Object.assign(node, { x: 12 + node.column * (width + 48), y: place, width, height, kind: "role" });
        node.tall = [12 + (top + at) * (width + gap), 12 + (columns - 1 - node.column) * (height + 40)];
      });
    });
    const list = lines.flat();
    const number = new Map(list.map((node, at) => [node.iri, at]));
    return {
      partial: true,
      around: null,
      width: columns * (width + 48) - 24,
      height: full,
      tall: [across, columns * (height + 40) - 16],
      levels: [],
      blocks: [],
      nodes: list,
      edges: [...edges.values()].map((step) => ({
        from: number.get(step.from.iri), to: number.get(step.to.iri), kind: step.kind, basis: "",
      })),
    };
  }

  ecomgraph.shapes = { curve, detour, label, mapOfPaths, middle, passage, wrapped };
})();
