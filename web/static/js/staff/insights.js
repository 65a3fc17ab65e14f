// Engagement, discovery, friction and sentiment by persona: pictures, the figures under them, and a report to print.
import { json, save } from "../api.js";
import { byId, h } from "../dom.js";
import { phone } from "../picture.js";
import { table } from "../table.js";

const PERIODS = [[7, "7 days"], [30, "30 days"], [90, "90 days"], [365, "A year"]];

function cell(value, share) {
  if (value === null) return "–";
  if (typeof value === "string") return value.replaceAll("_", " ");
  if (share) return `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)}%`;
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}

function part({ name, title, says, columns, rows, shares }, svg) {
  const parts = [h("h3", { id: `table-${name}` }, title), h("p", { class: "small" }, says)];
  if (svg) {
    const alt = svg.match(/aria-label="([^"]*)"/)?.[1].replaceAll("&#x27;", "'").replaceAll("&amp;", "&") ?? title;
    const src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    parts.push(h("figure", {}, h("div", { class: "wide" }, h("img", { src, alt }))));
  }
  parts.push(rows.length
    ? table([columns, ...rows.map((row) => columns.map((column) => cell(row[column], shares.includes(column))))], title)
    : h("p", { class: "empty card" }, "Nothing to count yet."));
  return h("section", { class: "part", "aria-labelledby": `table-${name}` }, parts);
}

export async function showInsights(room) {
  let days = 90;
  const body = h("div", {});
  const refresh = async () => {
    const made = await json("GET", `/api/insights?days=${days}&pictures=${window.milepostTheme.now()}&width=${phone.matches ? "narrow" : "wide"}`);
    const left = made.left_out ? ` ${made.left_out.toLocaleString("en")} did not agree to be counted and are not in it.` : "";
    body.replaceChildren(
      h("p", {}, `${made.since} to ${made.until}: ${made.customers.toLocaleString("en")} customers, ${made.sessions.toLocaleString("en")} conversations.${left}`),
      ...made.tables.map((one) => part(one, made.pictures[one.name])),
      h("p", { class: "small" }, `Groups of fewer than five are left out, so that nobody can be recognised. Personas ${made.personas_version}, products ${made.catalogue_version}.`));
  };
  const filter = h("div", { class: "filter", role: "group", "aria-label": "How far back" }, PERIODS.map(([number, words]) => h("button", {
    type: "button", "aria-pressed": String(number === days), onclick: async ({ currentTarget }) => {
      days = number;
      for (const one of filter.children) one.setAttribute("aria-pressed", String(one === currentTarget));
      await refresh();
      byId("said").textContent = `The last ${words} are shown.`;
    },
  }, words)));
  await refresh();
  const left = new AbortController(); // once another view is open, nothing is drawn here any more
  const redraw = () => (body.isConnected ? refresh() : left.abort());
  document.addEventListener("milepost-theme", redraw, { signal: left.signal });
  phone.addEventListener("change", redraw, { signal: left.signal });
  room.replaceChildren(
    h("div", { class: "bar" }, filter,
      h("button", { class: "plain", type: "button", onclick: () => save(`/api/insights/report?days=${days}`, "text/html", `milepost-insights-${days}-days.html`) }, "Download the report"),
      h("button", { class: "plain", type: "button", onclick: () => window.print() }, "Print")),
    body);
}
