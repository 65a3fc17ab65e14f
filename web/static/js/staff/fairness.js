// How decisions fall on different customers: a screen that says where to look, never that something is fair.
import { json } from "../api.js";
import { h } from "../dom.js";
import { table } from "../table.js";

const percent = (share) => `${(share * 100).toFixed(1)}%`;
const range = ({ value, low, high }) => `${percent(value)} (${percent(low)} to ${percent(high)})`;
const place = (finding) => (finding.fires ? 0 : finding.ratio === null ? 2 : 1);
const aside = (finding) => Number(finding.decision.startsWith("persona")); // they group by age and income on purpose

function row(finding) {
  const [words, look] = [["Look into it", "stretch"], ["Above the screen", "calm"], ["Cannot be said", "calm"]][place(finding)];
  return h("details", { class: "finding card" },
    h("summary", {}, h("span", { class: "name" }, finding.decision, h("span", { class: "small" }, ` by ${finding.attribute}`)), h("span", { class: `pill ${look}` }, words)),
    h("p", {}, finding.said, "."),
    table([["Group", "People", "Chosen (95% interval)", "Compared"], ...finding.groups.map((group) =>
      [group.name, group.people.toLocaleString("en"), range(group.rate), group.compared ? "yes" : "too few people"])], `${finding.decision} by ${finding.attribute}`));
}

export async function showFairness(room) {
  const { findings, personas_version: version } = await json("GET", "/api/fairness");
  const sorted = [...findings].sort((one, other) => place(one) - place(other) || aside(one) - aside(other) || (one.ratio?.value ?? 1) - (other.ratio?.value ?? 1));
  const firing = findings.filter((finding) => finding.fires).length;
  room.replaceChildren(
    h("p", { class: "verdict" }, h("b", {}, `${firing} of ${findings.length}`), " comparisons are below four fifths."),
    h("p", { class: "small" }, `Four fifths is a screen: below it somebody has to look; above it nothing has been shown to be right. Personas group people by age and income on purpose, so they differ; what matters is what follows from it. Personas ${version}.`),
    h("div", { class: "cards wide-cards" }, sorted.map(row)));
}
