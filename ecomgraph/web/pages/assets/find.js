// Fields that suggest: the pattern "combobox with a list" of WAI-ARIA, and with it the search box of the bar.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { announce, count, el } = ecomgraph;
  const WAIT = 80;
  let lists = 0;

  // What else can be done is offered by otherwise(text), as [{label, act}], where nothing is found.
  //
  // suggest(text) returns or promises [{label, kind, …}]; pick(item) is called with the one chosen. With `keep` the text
  // stays in the field, otherwise it is emptied.
  function combobox(input, { suggest, pick, none = "Nothing like that", keep = false, otherwise = null }) {
    const id = `options-${(lists += 1)}`;
    const list = el("ul", { id, class: "options", role: "listbox", "aria-label": "Suggestions", hidden: true });
    let items = [];
    let active = -1;
    let asked = 0;
    let timer = 0;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", id);
    input.setAttribute("autocomplete", "off");
    input.after(list);

    function close() {
      asked += 1;
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(number) {
      active = number;
      const options = [...list.querySelectorAll("[id]")];
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
      const option = options[number];
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function choose(item) {
      if (item.act) {
        close();
        item.act();
        return;
      }
      input.value = keep ? item.label : "";
      close();
      pick(item);
    }

    function show(found) {
      items = found.length || !otherwise ? found : otherwise(input.value.trim());
      const options = items.map((item, at) =>
        el(
          "li",
          {
            id: `${id}-${at}`,
            role: "option",
            "aria-selected": "false",
            onmousedown: (event) => event.preventDefault(),
            onclick: () => choose(item),
          },
          el("span", {}, item.label, item.other && el("span", { class: "kind" }, ` also called ${item.other}`)),
          item.kind && el("span", { class: "kind" }, item.kind),
        ),
      );
      const empty = el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, none);
      list.replaceChildren(...(found.length ? [] : [empty]), ...options);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(found.length ? 0 : -1);
      announce(found.length ? count(found.length, "suggestion") : none);
    }

    async function ask() {
      const text = input.value.trim();
      if (!text) {
        close();
        return [];
      }
      const turn = (asked += 1);
      let found = [];
      try {
        found = await suggest(text);
      } catch (error) {
        none = error.message;
      }
      if (turn === asked) {
        show(found);
      }
      return found;
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      close();
    });
    input.addEventListener("keydown", async (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) {
          await ask();
        } else if (items.length) {
          mark((active + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
        }
      } else if (event.key === "Enter" && input.value.trim()) {
        event.preventDefault();
        clearTimeout(timer);
        const found = list.hidden ? await ask() : items;
        if (found.length || items.length) {
          choose((found.length ? found : items)[Math.max(active, 0)]);
        }
      }
    });
    return { close };
  }

  function searchBox(form) {
    const input = form.querySelector("input");
    form.addEventListener("submit", (event) => event.preventDefault());
    combobox(input, {
      suggest: (text) => ecomgraph.search(text),
      pick: (item) => {
        if (ecomgraph.open) {
          ecomgraph.open(item);
        } else {
          location.href = ecomgraph.safeHref(ecomgraph.link(item.iri));
        }
      },
      none: "Nothing is called that. Try fewer or other words.",
      otherwise: () => [{ label: "Browse all roles in the table", act: () => (location.href = `${ecomgraph.page("")}#/table`) }],
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  ecomgraph.combobox = combobox;
  document.querySelectorAll("[data-search]").forEach(searchBox);
})();
