// Light or dark, set before anything is painted: what was chosen here, else what the host page or the system wants.
(() => {
  const wish = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("milepost-theme") || wish || (system.matches ? "dark" : "light");
  const apply = () => {
    document.documentElement.dataset.theme = chosen() === "dark" ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("milepost-theme"));
  };
  apply();
  system.addEventListener("change", apply);
  window.milepostTheme = {
    now: () => document.documentElement.dataset.theme,
    toggle: () => {
      localStorage.setItem("milepost-theme", window.milepostTheme.now() === "dark" ? "light" : "dark");
      apply();
    },
  };
})();
