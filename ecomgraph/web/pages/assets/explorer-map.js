// The map, drawn from places that Python worked out: nodes, transitions, what is near a node, and paths.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { count, svg } = ecomgraph;
  const { curve, detour, label, mapOfPaths, middle, passage, wrapped } = ecomgraph.shapes;

  class CareerMap extends ecomgraph.Sheet {
    // pick(node) is called for a node clicked or entered; return false to let the link lead where it leads.
    constructor(stage, pick) {
      super(stage, "Career map");
      this.pick = pick;
    }

    draw(map) {
      this.map = map;
      this.tall = this.better();
      this.touched = false;
      this.written = this.texts();
      Object.entries(this.written).forEach(([name, size]) => this.root.style.setProperty(`--${name}`, `${size}px`));
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
            wrapped(head.label, this.font(600, this.written.small), head.width, 2),
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
      const left = table(from);
      // A move between roles keeps clear of the roles and tables between them.
      const plain = !this.tall && !home && !left && (!this.map.partial || !this.map.around);
      const points = plain ? passage(one, other, this.obstacles()) : null;
      if (points) {
        return detour(one, other, points);
      }
      const rail = this.tall && left && left !== home && one !== left && other.y + other.height <= left.y ? left : null;
      return curve(one, other, this.tall && !within, outside ? home : null, rail);
    }

    obstacles() {
      return this.map.nodes.flatMap((node, at) => (node.kind === "role" ? [this.block.get(at) || this.boxes[at]] : []));
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
        const lines = wrapped(text, this.font(600, this.written.small), box.width - 12, 2);
        return node.level ? label(lines, cx, cy, 14, "small") : label(lines, box.x + 10, cy, 14, "small", "start");
      }
      const note = [this.direction(node), node.more && `${node.more} more`, node.profiles && count(node.profiles, "profile")]
        .filter(Boolean)
        .join(" · ");
      const sizes = this.written;
      const lines = wrapped(node.label, this.font(600, sizes.name), box.width - 18, kind === "title" ? 1 : note ? 2 : 3);
      const parts = [label(lines, cx, note ? cy - sizes.note * 0.7 : cy, sizes.name * 1.2, "name")];
      if (note) {
        parts.push(label(wrapped(note, this.font(400, sizes.note), box.width - 8, 1), cx, box.y + box.height - sizes.note * 0.85, 12, "note"));
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

    clicked(event, at) {
      if (this.dragged) {
        event.preventDefault();
        this.dragged = false;
      } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey && this.pick(this.map.nodes[at]) !== false) {
        event.preventDefault();
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

  Object.assign(ecomgraph, { CareerMap, mapOfPaths, wrapped });
})();
