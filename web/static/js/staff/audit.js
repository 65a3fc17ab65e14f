// Whether the audit is what was written, and its newest entries.
import { json } from "../api.js";
import { h } from "../dom.js";
import { table } from "../table.js";

const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

function references(document) {
  return Object.entries(JSON.parse(document)).filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${Array.isArray(value) ? value.join(", ") : value}`).join(" · ");
}

export async function showAudit(room) {
  const { whole, entries, checkpoints, faults, latest } = await json("GET", "/api/audit");
  room.replaceChildren(
    h("p", { class: "verdict", role: "status" }, h("span", { class: `pill ${whole ? "" : "out_of_reach"}` }, whole ? "Whole" : "Not whole"), " ",
      `${count(entries, "entry", "entries")}, ${count(checkpoints, "signed mark", "signed marks")} outside the database.`),
    whole
      ? h("p", { class: "small" }, "Every entry follows the one before it and is the one that was signed.")
      : h("ul", { class: "card wrong" }, faults.map((fault) => h("li", {}, fault))),
    h("h3", {}, "Newest entries"),
    h("p", { class: "small" }, "References and hashes only. Whose entry it is, only the key of that person tells; erasure destroys it."),
    latest.length ? table([["Number", "When", "What", "Whose", "References"], ...[...latest].reverse().map((entry) => [
      entry.sequence, h("time", { class: "when", datetime: entry.at }, new Date(entry.at).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" })),
      entry.kind.replaceAll("_", " "), entry.subject_hash.slice(0, 8), references(entry.document)])], "Newest entries of the audit")
      : h("p", { class: "card empty" }, "Nothing was decided yet."));
}
