// Light or dark: what the system says until the reader chooses. Runs in the head, before anything is painted.
(function () {
  "use strict";
  const KEY = "ecomgraph-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Storage is closed: the choice holds for this page.
    }
  }

  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function show() {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.setAttribute("aria-pressed", String(dark()));
    }
  }

  if (["dark", "light"].includes(remembered())) {
    root.dataset.theme = remembered();
  }
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.addEventListener("click", () => {
        root.dataset.theme = dark() ? "light" : "dark";
        remember(root.dataset.theme);
        show();
      });
    }
    // As a fragment, #main would be taken for a state of the explorer.
    for (const link of document.querySelectorAll("[data-skip]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        document.getElementById("main").focus();
      });
    }
  });
})();
