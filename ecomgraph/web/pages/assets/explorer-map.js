// The map, drawn from places that Python worked out: nodes, moves, what is near a node, paths; zoom, pan, keyboard.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { count, el, svg } = ecomgraph;
  const SCALE = { least: 0.5, most: 3, fitted: 1.2, legible: 0.75 };
  const SCROLLS = matchMedia("(max-width: 60rem)");
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

  // ---------------------------------------------------------------- moves

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
  // not part of: there the line keeps to the gaps between the cells.
  function curve(one, other, tall, home) {
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

  // ---------------------------------------------------------------- the map

  class CareerMap {
    // pick(node) is called for a node clicked or entered; return false to let the link lead where it leads.
    constructor(stage, pick) {
      this.stage = stage;
      this.pick = pick;
      this.view = { x: 0, y: 0, scale: 1 };
      this.touched = false;
      this.root = svg("svg", { class: "map", role: "group", "aria-label": "Career map", "aria-describedby": "map-help" });
      this.port = svg("g", { class: "port" });
      this.root.append(this.port);
      stage.append(this.root);
      this.listen();
      new ResizeObserver(() => this.resized()).observe(stage);
    }

    // On a narrow screen the page scrolls, not the map, which is as high as it needs to be.
    get scrolls() {
      return SCROLLS.matches;
    }

    // How large the map would be in one of its two layouts.
    scaleOf([width, height], most) {
      const across = this.stage.clientWidth / width;
      return Math.min(across, this.scrolls ? most : this.stage.clientHeight / height, most);
    }

    // The tall layout is for where the wide one would be too small to read.
    better() {
      const wide = this.scaleOf([this.map.width, this.map.height], SCALE.fitted);
      return wide < SCALE.legible && this.scaleOf(this.map.tall, 1) > wide * 1.1;
    }

    draw(map) {
      this.map = map;
      this.tall = this.better();
      this.touched = false;
      this.boxes = map.nodes.map((node) => this.placed(node));
      this.groups = [];
      this.moves = [];
      this.number = new Map(map.nodes.map((node, at) => [node.iri, at]));
      this.block = new Map((map.blocks || []).map((block) => [block.role, this.placed(block)]));
      this.root.classList.remove("tracing", "hovering");
      this.trail = svg("g", { class: "trail" });
      this.badges = svg("g", { class: "trail" });
      this.port.replaceChildren(
        svg("g", { class: "blocks" }, (map.blocks || []).map((block) => this.drawBlock(block))),
        svg("g", { class: "edges", "aria-hidden": "true" }, map.edges.map((edge) => this.drawMove(edge))),
        svg("g", { class: "lanes", "aria-hidden": "true" }, this.lanes()),
        this.trail,
        svg("g", { class: "nodes" }, map.nodes.map((node, at) => this.drawNode(node, at))),
        this.badges,
      );
      this.rove(this.groups[0]);
      this.fit();
    }

    placed({ x, y, width, height, tall }) {
      return this.tall && tall ? { x: tall[0], y: tall[1], width, height } : { x, y: y + this.head, width, height };
    }

    size() {
      return this.tall ? this.map.tall : [this.map.width, this.map.height + this.head];
    }

    // Room above the map for the names of the columns.
    get head() {
      return this.map.partial && this.map.around && this.map.levels.length ? 20 : 0;
    }

    drawBlock(block) {
      const box = this.placed(block);
      const heads = [...block.columns, ...block.rows].filter((head) => head.node === null);
      return svg(
        "g",
        {},
        svg("rect", { class: "block", x: box.x, y: box.y, width: box.width, height: box.height, rx: 12 }),
        heads.map((head) =>
          label(
            wrapped(head.label, this.font(600, 12), head.width, 2),
            box.x + head.x + head.width / 2,
            box.y + head.y + head.height / 2,
            14,
            "heading",
          ),
        ),
      );
    }

    // Above the columns of a neighborhood, the level that each is of, where each is of one.
    lanes() {
      if (this.tall || !this.map.partial || !this.map.around) {
        return [];
      }
      const columns = new Map();
      this.map.nodes.forEach((node, at) => {
        const box = this.boxes[at];
        columns.set(box.x, [...(columns.get(box.x) || []), [node.level, box]]);
      });
      return [...columns.values()]
        .filter((column) => column.every(([level]) => level && level === column[0][0]))
        .map((column) => {
          const top = Math.min(...column.map(([, box]) => box.y));
          const [level, box] = column[0];
          return label([this.levelLabel(level)], box.x + box.width / 2, top - 14, 14, "lane");
        });
    }

    font(weight, size) {
      return `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    }

    drawMove(edge) {
      const path = this.route(edge.from, edge.to);
      const [from, to] = [this.map.nodes[edge.from], this.map.nodes[edge.to]];
      const group = svg(
        "g",
        { class: `edge ${edge.basis || "unfounded"} ${ecomgraph.rises.has(edge.kind) ? "rise" : "side"}` },
        svg("title", {}, `${from.label} → ${to.label}: ${ecomgraph.worded(edge.kind) || "transition"}`),
        svg("path", { class: "line", d: path.line }),
        svg("path", { class: "head", d: path.head }),
      );
      group.classList.toggle("quiet", this.quiet(edge, from, to));
      group.classList.toggle("faint", Boolean(this.map.partial && this.map.around));
      this.moves.push(group);
      return group;
    }

    route(from, to) {
      const [one, other] = [from, to].map((at) => this.block.get(at) || this.boxes[at]);
      const table = (at) => this.block.get(this.number.get(this.map.nodes[at].role));
      const home = table(to);
      const within = home && home === table(from);
      const outside = home && !within && (this.tall ? one.y > home.y + home.height : one.x + one.width < home.x);
      return curve(one, other, this.tall && !within, outside ? home : null);
    }

    // Moves that would cover everything are drawn only when one of their nodes is looked at.
    quiet(edge, from, to) {
      if (this.map.partial && this.map.around) {
        return ![from.iri, to.iri].includes(this.map.around.iri);
      }
      if (edge.kind === "level-up") {
        return false;
      }
      const plain = from.kind === "role" && to.kind === "role";
      return !plain || (!ecomgraph.rises.has(edge.kind) && this.map.edges.length > 60);
    }

    drawNode(node, at) {
      const box = this.boxes[at];
      const block = this.block.get(at);
      const head = node.kind === "profile" && (!node.level || !node.specialization);
      const cell = node.kind === "profile" && !head;
      const step = node.step ? ` step-${node.step}` : "";
      const kind = block ? "title" : cell ? "cell" : head ? "head" : "role";
      const group = svg(
        "a",
        {
          class: `node ${kind}${step}`,
          href: ecomgraph.stateHref({ view: "node", node: ecomgraph.nameOf(node) }),
          tabindex: -1,
          "aria-label": this.spoken(node),
          onclick: (event) => this.clicked(event, at),
          onfocus: () => this.near(at),
          onblur: () => this.near(null),
          onpointerenter: () => this.near(at),
          onpointerleave: () => this.near(null),
        },
        svg("title", {}, this.spoken(node)),
        svg("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: kind === "role" ? 8 : 5 }),
        this.words(node, kind, box),
      );
      this.groups[at] = group;
      return group;
    }

    words(node, kind, box) {
      const [cx, cy] = middle(box);
      if (kind === "cell") {
        return label([String(node.skills)], cx, cy, 14, "number");
      }
      if (kind === "head") {
        const text = node.specialization || this.levelLabel(node.level) || node.label;
        const lines = wrapped(text, this.font(600, 12.5), box.width - 12, 2);
        return node.level ? label(lines, cx, cy, 14, "small") : label(lines, box.x + 10, cy, 14, "small", "start");
      }
      const note = [this.direction(node), node.more && `${node.more} more`, node.profiles && count(node.profiles, "profile")]
        .filter(Boolean)
        .join(" · ");
      const lines = wrapped(node.label, this.font(600, 13.5), box.width - 18, kind === "title" ? 1 : note ? 2 : 3);
      const parts = [label(lines, cx, note ? cy - 8 : cy, 16.5, "name")];
      if (note) {
        parts.push(label([note], cx, box.y + box.height - 11, 12, "note"));
      }
      return parts;
    }

    // Around one node: whether a neighbor is where it leads to, where one comes from, or both.
    direction(node) {
      const center = this.map.around?.iri;
      if (!this.map.partial || !center || node.iri === center) {
        return "";
      }
      const { nodes, edges } = this.map;
      const leads = (from, to) => edges.some((edge) => nodes[edge.from].iri === from && nodes[edge.to].iri === to);
      const [out, into] = [leads(center, node.iri), leads(node.iri, center)];
      return out && into ? "to and from" : out ? "to" : into ? "from" : "";
    }

    levelLabel(id) {
      return this.map.levels.find((level) => level.id === id)?.label;
    }

    spoken(node) {
      return [
        node.label,
        node.kind,
        node.skills ? count(node.skills, "skill") : "",
        node.more ? `${count(node.more, "more neighbor")} not shown` : "",
      ]
        .filter(Boolean)
        .join(", ");
    }

    // -------------------------------------------------------------- what is looked at

    near(at) {
      this.hovered = at;
      this.mark();
    }

    select(iri) {
      this.selected = this.number.get(iri) ?? null;
      if (this.selected !== null) {
        this.rove(this.groups[this.selected]);
        if (this.touched || this.view.scale > this.fitting()) {
          this.reveal(this.selected);
        }
      }
      this.mark();
    }

    mark() {
      const center = this.hovered ?? this.selected ?? null;
      const beside = new Set(center === null ? [] : [center]);
      this.map.edges.forEach((edge, at) => {
        const joined = center !== null && (edge.from === center || edge.to === center);
        this.moves[at].classList.toggle("near", joined);
        this.moves[at].classList.toggle("out", joined && edge.from === center);
        if (joined) {
          beside.add(edge.from).add(edge.to);
        }
      });
      this.groups.forEach((group, at) => {
        group.classList.toggle("near", beside.has(at));
        group.classList.toggle("selected", at === this.selected);
        if (at === this.selected) {
          group.setAttribute("aria-current", "true");
        } else {
          group.removeAttribute("aria-current");
        }
      });
      this.root.classList.toggle("hovering", this.hovered !== null && this.hovered !== undefined);
    }

    // Draw paths (as /api/path gives them) over the map; the one chosen is heavy, with its steps numbered.
    trace(paths, chosen) {
      this.root.classList.toggle("tracing", paths.length > 0);
      const drawn = paths.map((path, at) => [path, at]).sort((a, b) => (a[1] === chosen) - (b[1] === chosen));
      this.trail.replaceChildren();
      this.badges.replaceChildren();
      this.groups.forEach((group) => group.classList.remove("passed", "stop"));
      for (const [path, at] of drawn) {
        for (const step of path.steps) {
          const [from, to] = [this.number.get(step.from.iri), this.number.get(step.to.iri)];
          if (from !== undefined && to !== undefined) {
            const { line, head } = this.route(from, to);
            const way = svg("g", { class: at === chosen ? "way chosen" : "way" });
            way.append(svg("path", { class: "line", d: line }), svg("path", { class: "head", d: head }));
            this.trail.append(way);
          }
        }
        const stops = path.steps.length ? [path.steps[0].from, ...path.steps.map((step) => step.to)] : [];
        stops.forEach((stop, number) => this.stop(stop.iri, number, at === chosen));
      }
    }

    stop(iri, number, chosen) {
      const at = this.number.get(iri);
      if (at === undefined) {
        return;
      }
      this.groups[at].classList.add(chosen ? "stop" : "passed");
      if (chosen) {
        const { x, y } = this.boxes[at];
        this.badges.append(
          svg("g", { class: "badge" }, svg("circle", { cx: x + 3, cy: y + 3, r: 9.5 }), label([String(number + 1)], x + 3, y + 3, 12, "")),
        );
      }
    }

    // -------------------------------------------------------------- zoom and pan

    place({ x, y, scale }) {
      this.view = { x, y, scale };
      this.port.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})`);
    }

    fitting() {
      return this.scaleOf(this.size(), this.tall ? 1 : SCALE.fitted);
    }

    fit() {
      const [width, height] = this.size();
      const scale = this.fitting();
      this.stage.style.height = this.scrolls ? `${Math.ceil(Math.max(height * scale, 160))}px` : "";
      this.touched = false;
      this.place({
        x: (this.stage.clientWidth - width * scale) / 2,
        y: Math.max((this.stage.clientHeight - height * scale) / 2, 0),
        scale,
      });
      if (scale < SCALE.least) {
        this.zoom(SCALE.least / scale);
        this.reveal(this.selected ?? this.number.get(this.map.around?.iri) ?? 0);
        this.touched = false;
      }
    }

    zoom(factor, [cx, cy] = [this.stage.clientWidth / 2, this.stage.clientHeight / 2]) {
      const scale = Math.min(Math.max(this.view.scale * factor, SCALE.least / 2), SCALE.most);
      const real = scale / this.view.scale;
      this.touched = true;
      this.place({ x: cx - (cx - this.view.x) * real, y: cy - (cy - this.view.y) * real, scale });
    }

    // Move the map so that a node is well inside.
    reveal(at) {
      const box = this.boxes[at];
      if (!box) {
        return;
      }
      const { scale } = this.view;
      const shift = (start, length, position, room) => {
        const from = start * scale + position;
        const to = from + length * scale;
        const edge = Math.min(48, room / 8);
        return from < edge ? edge - from : to > room - edge ? room - edge - to : 0;
      };
      this.place({
        x: this.view.x + shift(box.x, box.width, this.view.x, this.stage.clientWidth),
        y: this.view.y + shift(box.y, box.height, this.view.y, this.stage.clientHeight),
        scale,
      });
    }

    resized() {
      if (!this.map || !this.stage.clientWidth || this.printing) {
        return;
      }
      if (this.tall !== this.better()) {
        const traced = this.traced;
        this.draw(this.map);
        this.mark();
        traced?.();
      } else if (!this.touched) {
        this.fit();
      }
    }

    listen() {
      const pointers = new Map();
      let moved = 0;
      const at = (event) => {
        const { left, top } = this.root.getBoundingClientRect();
        return [event.clientX - left, event.clientY - top];
      };
      this.root.addEventListener("pointerdown", (event) => {
        if (event.button === 0) {
          pointers.set(event.pointerId, at(event));
          moved = 0;
        }
      });
      this.root.addEventListener("pointermove", (event) => {
        const before = pointers.get(event.pointerId);
        if (!before) {
          return;
        }
        const now = at(event);
        moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
        if (moved < 4) {
          return;
        }
        if (!this.root.hasPointerCapture(event.pointerId)) {
          this.root.setPointerCapture(event.pointerId);
          this.root.classList.add("dragging");
        }
        const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
        if (other) {
          const spread = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
          this.zoom(spread(now) / spread(before), other);
        } else {
          this.touched = true;
          this.place({ ...this.view, x: this.view.x + now[0] - before[0], y: this.view.y + now[1] - before[1] });
        }
        pointers.set(event.pointerId, now);
      });
      const end = (event) => {
        pointers.delete(event.pointerId);
        this.root.classList.remove("dragging");
        this.dragged = moved >= 4;
      };
      this.root.addEventListener("pointerup", end);
      this.root.addEventListener("pointercancel", end);
      this.root.addEventListener(
        "wheel",
        (event) => {
          // Where the page scrolls, the wheel scrolls it; with Ctrl it zooms everywhere.
          if (event.ctrlKey || event.metaKey || this.stage.classList.contains("whole")) {
            event.preventDefault();
            this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), at(event));
          }
        },
        { passive: false },
      );
      this.root.addEventListener("dragstart", (event) => event.preventDefault());
      this.root.addEventListener("keydown", (event) => this.key(event));
    }

    clicked(event, at) {
      if (this.dragged) {
        event.preventDefault();
        this.dragged = false;
      } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey && this.pick(this.map.nodes[at]) !== false) {
        event.preventDefault();
      }
    }

    // -------------------------------------------------------------- keyboard

    // One node is in the tab order; arrow keys move from node to node.
    rove(group) {
      if (group) {
        this.groups.forEach((other) => other.setAttribute("tabindex", other === group ? 0 : -1));
      }
    }

    key(event) {
      const at = this.groups.indexOf(event.target.closest("a"));
      const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
      if (event.ctrlKey || event.metaKey || event.altKey || at < 0) {
        return;
      }
      if (ways[event.key]) {
        this.focus(this.next(at, ways[event.key]));
      } else if (event.key === "Home" || event.key === "End") {
        this.focus(event.key === "Home" ? 0 : this.groups.length - 1);
      } else if (event.key === "+" || event.key === "=") {
        this.zoom(1.25);
      } else if (event.key === "-") {
        this.zoom(0.8);
      } else if (event.key === "0") {
        this.fit();
      } else if (event.key === " ") {
        this.groups[at].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      } else {
        return;
      }
      event.preventDefault();
    }

    // The nearest node in a direction; what lies straight ahead counts as nearer.
    next(at, [dx, dy]) {
      const [x, y] = middle(this.boxes[at]);
      let best = at;
      let least = Infinity;
      this.boxes.forEach((box, other) => {
        const [ox, oy] = middle(box);
        const ahead = (ox - x) * dx + (oy - y) * dy;
        const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
        if (other !== at && ahead > 1 && ahead + aside * 2.2 < least) {
          least = ahead + aside * 2.2;
          best = other;
        }
      });
      return best;
    }

    focus(at) {
      this.rove(this.groups[at]);
      this.groups[at].focus({ preventScroll: !this.scrolls });
      if (!this.scrolls) {
        this.reveal(at);
      }
    }

    focusOn(iri) {
      const at = this.number?.get(iri);
      if (at !== undefined) {
        this.focus(at);
      }
    }

    // On paper the whole map is shown, fitted to the width.
    toPaper(printing) {
      if (!this.map) {
        return;
      }
      const [width, height] = this.size();
      this.printing = printing;
      if (printing) {
        this.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
        this.port.removeAttribute("transform");
      } else {
        this.root.removeAttribute("viewBox");
        this.place(this.view);
      }
    }

    text() {
      const [width, height] = this.size();
      this.root.classList.remove("hovering");
      return ecomgraph.standalone(this.root, width, height);
    }
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

  Object.assign(ecomgraph, { CareerMap, mapOfPaths, wrapped });
})();
