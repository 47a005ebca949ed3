// A drawing on a stage that is zoomed, moved and walked through by keyboard; what is drawn on it is up to others.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { svg } = ecomgraph;
  const { middle } = ecomgraph.shapes;
  const SCALE = { least: 0.66, most: 3, fitted: 1.2, legible: 0.75 };
  const SCROLLS = matchMedia("(max-width: 60rem)");

  // Whoever extends it has draw(map), size(), mark(), and the boxes and groups of its nodes by number.
  class Sheet {
    constructor(stage, label) {
      this.stage = stage;
      this.view = { x: 0, y: 0, scale: 1 };
      this.touched = false;
      this.root = svg("svg", { class: "map", role: "group", "aria-label": label, "aria-describedby": "map-help" });
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

    // -------------------------------------------------------------- zoom and pan

    place({ x, y, scale }) {
      this.view = { x, y, scale };
      this.port.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})`);
    }

    fitting() {
      return this.scaleOf(this.size(), this.tall ? 1 : SCALE.fitted);
    }

    // The sizes of texts, in pixels of the map: on the screen they are not smaller than people can read.
    texts() {
      const scale = Math.max(this.fitting(), SCALE.least);
      const size = (usual, shown, most) => Math.min(Math.max(usual, Math.ceil((2 * shown) / scale) / 2), most);
      return { name: size(13.5, 12, 16), small: size(12.5, 11, 14.5), note: size(11, 10.5, 15) };
    }

    fit() {
      const [width, height] = this.size();
      const scale = this.fitting();
      const shown = Math.max(scale, SCALE.least);
      this.stage.style.height = this.scrolls ? `${Math.ceil(Math.max(height * shown, 160))}px` : "";
      this.touched = false;
      this.place({
        x: (this.stage.clientWidth - width * scale) / 2,
        y: Math.max((this.stage.clientHeight - height * scale) / 2, 0),
        scale,
      });
      if (scale < shown) {
        this.zoom(shown / scale);
        this.center(this.selected ?? this.number.get(this.map.around?.iri) ?? 0);
        this.touched = false;
      }
    }

    // Move a map that is larger than its room so that a node is in the middle, as far as there is map on either side.
    center(at) {
      const { scale } = this.view;
      const [width, height] = this.size();
      const [x, y] = middle(this.boxes[at]);
      const moved = (point, length, room) =>
        length * scale <= room ? (room - length * scale) / 2 : Math.min(0, Math.max(room / 2 - point * scale, room - length * scale));
      this.place({ x: moved(x, width, this.stage.clientWidth), y: moved(y, height, this.stage.clientHeight), scale });
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
      const other = !this.touched && JSON.stringify(this.written) !== JSON.stringify(this.texts());
      if (this.tall !== this.better() || other) {
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
  }

  ecomgraph.Sheet = Sheet;
})();
