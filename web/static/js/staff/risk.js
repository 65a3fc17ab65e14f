// The watch list: who may be in money trouble, or a victim of fraud, with the reasons. Help first, never a refusal.
import { json } from "../api.js";
import { h } from "../dom.js";
import { picture } from "../picture.js";
import { table } from "../table.js";

const LEVELS = { high: ["Many signs", "out_of_reach"], some: ["Some signs", "stretch"], none: ["No strain", "calm"] };
const ALERTS = {
  duplicate_charge: "Charged twice", silent_increase: "A price went up", card_testing: "A card being tried out", unusual: "Unusual payment",
};

export async function showWatchList(room) {
  const list = h("div", { class: "cards" });
  const note = h("p", { class: "small", role: "status" });
  const more = h("button", { class: "plain", type: "button" }, "Look at the next customers");
  let [next, looked, shown] = [0, 0, 0];
  const look = async () => {
    more.disabled = true;
    const found = await json("GET", `/api/risk?after=${next}`);
    const worth = found.risks.filter((risk) => risk.level !== "none" || risk.alerts.length);
    list.append(...worth.map(card));
    [next, looked, shown] = [found.next, looked + found.looked_at, shown + worth.length];
    note.textContent = `${shown} of the ${looked} customers looked at so far show signs of strain or payments to check.`;
    more.hidden = next === null;
    more.disabled = false;
  };
  const number = h("input", { id: "number", inputmode: "numeric", pattern: "[0-9]{1,12}", required: true, size: "10" });
  const one = h("div", {});
  const search = h("form", {
    class: "search", onsubmit: async (event) => {
      event.preventDefault();
      try {
        const { risks } = await json("GET", `/api/risk?customer_id=${encodeURIComponent(number.value)}`);
        one.replaceChildren(risks.length ? card(risks[0]) : h("p", { class: "card empty" }, "This customer does not let their payments be looked at."));
      } catch (problem) {
        one.replaceChildren(h("p", { class: "card wrong", role: "alert" }, problem.message));
      }
    },
  }, h("label", { for: "number" }, "One customer, by number"), number, h("button", { class: "plain" }, "Look"));
  more.addEventListener("click", look);
  await look();
  room.replaceChildren(
    h("p", { class: "small" }, "Only of customers who let their payments be used. The score stops selling and offers help; it refuses nobody anything."),
    search, one, note, list, more);
}

function card(risk) {
  const [words, look] = LEVELS[risk.level];
  const why = h("details", { class: "why" }, h("summary", {}, "Why this score?"));
  why.addEventListener("toggle", () => why.open && why.childElementCount === 1 && explain(risk, why));
  return h("article", { class: "card", "aria-label": `Customer ${risk.customer_id}` },
    h("h3", {}, `Customer ${risk.customer_id}`, h("span", { class: `pill ${look}` }, words)),
    h("p", { class: "amount" }, String(Math.round(risk.score)), h("small", {}, " of 100")),
    h("meter", { min: 0, max: 100, low: risk.levels.some, high: risk.levels.high, optimum: 0, value: risk.score, "aria-label": `Risk score of customer ${risk.customer_id}` }),
    h("ul", {}, risk.reasons.map((reason) => h("li", {}, reason.replace(/\byour\b/g, "their")))),
    risk.alerts.length > 0 && h("ul", { class: "alerts" }, risk.alerts.map((alert) => h("li", {},
      h("b", {}, ALERTS[alert.kind] || alert.kind), `, ${alert.day}: ${alert.why}`))),
    why);
}

async function explain(risk, room) {
  const { spoken, attribution } = risk.explanation;
  const rows = attribution.contributions.filter((one) => Math.abs(one.shap) >= 0.005)
    .map((one) => [one.feature.replaceAll("_", " "), one.shap.toFixed(2)]);
  room.append(h("p", {}, h("span", { class: "small" }, "As the customer hears it: "), spoken));
  room.append(h("figure", {}, picture(`/api/risk/${risk.customer_id}/picture`, spoken)));
  room.append(table([["Sign", "Points"], ["Average of the people compared with", attribution.base.toFixed(2)], ...rows,
    ["Score", attribution.output.toFixed(2)]], "How the score adds up"));
}
