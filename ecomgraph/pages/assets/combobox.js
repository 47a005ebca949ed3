// A text field that offers things by name, after the ARIA pattern "combobox with a listbox popup".
// ecomgraph.combobox(input, {kinds, limit, onSelect, search}) -> {value(), set(entry), clear()}.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  let numbers = 0;

  class Combobox {
    constructor(input, options) {
      this.input = input;
      this.options = { limit: 10, kinds: null, onSelect: null, search: ecomgraph.search, ...options };
      this.entries = [];
      this.active = -1;
      this.chosen = null;
      this.asked = 0;
      this.build();
      input.addEventListener("input", () => this.ask());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
    }

    build() {
      numbers += 1;
      this.id = "ecg-combobox-" + numbers;
      this.list = document.createElement("ul");
      this.list.id = this.id;
      this.list.className = "combobox-list";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      const label = this.input.getAttribute("aria-label") || (this.input.labels[0] || {}).textContent || "";
      this.list.setAttribute("aria-label", label.trim() || "Suggestions");
      this.status = document.createElement("span");
      this.status.className = "visually-hidden";
      this.status.setAttribute("role", "status");
      const box = document.createElement("span");
      box.className = "combobox";
      this.input.replaceWith(box);
      box.append(this.input, this.list, this.status);
      const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", spellcheck: "false" };
      Object.entries(attributes).forEach(([name, value]) => this.input.setAttribute(name, value));
      this.input.setAttribute("aria-controls", this.id);
      this.input.setAttribute("aria-expanded", "false");
      // Before blur, which would close the list under the finger.
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) {
          this.choose(Number(option.dataset.position));
        }
      });
    }

    async ask() {
      this.chosen = null;
      this.asked += 1;
      const asked = this.asked;
      const text = this.input.value;
      let found = [];
      try {
        found = text.trim() ? await this.options.search(text, this.options) : [];
      } catch (error) {
        this.status.textContent = "The search does not work: " + error.message;
      }
      // Answers may overtake each other.
      if (asked === this.asked) {
        this.show(found, text.trim() !== "");
      }
    }

    show(found, wanted) {
      this.entries = found;
      this.active = -1;
      this.list.replaceChildren(...found.map((entry, position) => this.option(entry, position)));
      const open = found.length > 0 && document.activeElement === this.input;
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
      this.input.removeAttribute("aria-activedescendant");
      this.status.textContent = !wanted ? "" : found.length === 1 ? "1 suggestion" : found.length + " suggestions";
    }

    option(entry, position) {
      const item = document.createElement("li");
      item.id = this.id + "-" + position;
      item.dataset.position = String(position);
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.className = "combobox-label";
      label.textContent = entry.label;
      const kind = document.createElement("span");
      kind.className = "combobox-kind";
      kind.textContent = (entry.other ? entry.other + " · " : "") + entry.kind;
      item.append(label, " ", kind);
      return item;
    }

    key(event) {
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (open) {
          this.move(event.key === "ArrowDown" ? 1 : -1);
        } else {
          this.ask();
        }
      } else if (event.key === "Enter" && (open || this.input.value.trim())) {
        if (open && this.active >= 0) {
          event.preventDefault();
          this.choose(this.active);
        } else if (!this.chosen) {
          event.preventDefault();
          this.chooseFirst();
        }
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
    }

    // Enter right after typing: the answer may still be under way.
    async chooseFirst() {
      const found = await this.options.search(this.input.value, this.options);
      if (found.length > 0) {
        this.entries = found;
        this.choose(0);
      } else {
        this.status.textContent = "Nothing has this name";
      }
    }

    move(step) {
      const count = this.entries.length;
      this.active = (this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count;
      Array.from(this.list.children).forEach((item, position) => {
        item.setAttribute("aria-selected", String(position === this.active));
      });
      const item = this.list.children[this.active];
      item.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", item.id);
    }

    choose(position) {
      const entry = this.entries[position];
      this.set(entry);
      if (this.options.onSelect) {
        this.options.onSelect(entry);
      }
    }

    // A later answer to what was typed before must not open the list again.
    close() {
      this.asked += 1;
      this.list.hidden = true;
      this.active = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    // What was chosen; what was typed without choosing is no entry.
    value() {
      return this.chosen;
    }

    set(entry) {
      this.close();
      this.chosen = entry;
      this.input.value = entry ? entry.label : "";
    }

    clear() {
      this.set(null);
      this.entries = [];
    }
  }

  ecomgraph.combobox = function (input, options = {}) {
    return new Combobox(input, options);
  };
})();
