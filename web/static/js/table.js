// A table of figures: the first row names the columns, the first cell of a row names the row.
import { h } from "./dom.js";

export function table([columns, ...rows], label) {
  const words = (column) => rows.some((row) => /[a-z]{3}/i.test(String(row[column] ?? "")));
  const kind = columns.map((_, column) => (column === 0 || words(column) ? "words" : null));
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": label },
    h("table", {},
      h("thead", {}, h("tr", {}, columns.map((name, column) => h("th", { scope: "col", class: kind[column] }, String(name))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, column) => h(column ? "td" : "th", {
        scope: column ? null : "row", class: kind[column],
      }, cell instanceof Node ? cell : String(cell ?? ""))))))));
}
