// What was suggested to the customer and what they said to it, and why they are in their group.
import { json, me } from "./api.js";
import { byId, changed, h } from "./dom.js";
import { picture } from "./picture.js";
import { table } from "./table.js";

const VERDICTS = { accepted: "You took it", rejected: "Not for you" };
const MOST = 3;

function card(one) {
  const { product, reasons = [] } = one.recommendation;
  if (!product) return null;
  const act = (words, kind, path, body) => h("button", {
    class: kind, type: "button", "aria-label": `${words}: ${product.name}`, onclick: async ({ currentTarget: button }) => {
      button.disabled = true;
      try {
        await json("POST", path, body);
        byId("said").textContent = `${product.name}: noted.`;
      } catch (problem) {
        byId("said").textContent = problem.message;
        button.disabled = false;
      }
      await showSuggestions();
      byId("suggestions").querySelector("summary")?.focus();
    },
  }, words);
  const judge = (words, verdict) => act(words, "plain", "/api/feedback", { recommendation_id: one.recommendation_id, verdict });
  const state = one.contested ? "A person is checking it" : VERDICTS[one.verdict];
  return h("article", { class: "card" },
    h("h3", {}, product.name, state && h("span", { class: "pill" }, state)),
    h("details", { class: "why" }, h("summary", {}, "Why this?"),
      h("ul", {}, reasons.map((reason) => h("li", {}, reason.text))),
      !one.contested && act("Have a person check it", "link", `/api/recommendations/${one.recommendation_id}/contest`)),
    !one.verdict && !one.contested && h("div", { class: "row" }, judge("I'll take it", "accept"), judge("Not for me", "reject")));
}

function group() {
  const room = h("details", { class: "card why" }, h("summary", {}, "Which group am I in, and why?"));
  room.addEventListener("toggle", async () => {
    if (!room.open || room.childElementCount > 1) return;
    try {
      const { spoken, table: rows } = await json("GET", "/api/me/persona");
      room.append(h("p", {}, spoken), h("figure", {}, picture("/api/me/persona/picture", spoken)),
        table(rows, "How the reasons add up"));
    } catch (problem) {
      room.append(h("p", { class: "small" }, problem.message));
    }
  });
  return room;
}

export async function showSuggestions() {
  const room = byId("suggestions");
  try {
    const { recommendations } = await json("GET", "/api/recommendations");
    if (!changed(room, [me().subject, recommendations])) return;
    const newest = [...new Map([...recommendations].reverse().map((one) => [one.product_id, one])).values()].reverse();
    const cards = newest.map(card).filter(Boolean).slice(0, MOST);
    room.replaceChildren(...cards);
    if (!cards.length) room.append(h("p", { class: "card empty" }, "Nothing yet. Ask what I would recommend."));
    if (me().customerId) room.append(group());
  } catch (problem) {
    changed(room, problem.message);
    room.replaceChildren(h("p", { class: "card empty" }, problem.message));
  }
}
