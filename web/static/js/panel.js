// The side of the page: plans in force, a copy of everything, its erasure.
import { json } from "./api.js";
import { byId, changed, download, h } from "./dom.js";

const STATUS = {
  on_track: "On track", stretch: "A stretch", out_of_reach: "Out of reach", done: "Reached",
};

// As the conversation says it: nothing is certain, and nothing is impossible.
const chance = (share) => (share < 0.01 ? "less than 1 in 100" : share > 0.99 ? "more than 99 in 100" : `${Math.round(share * 100)} in 100`);

function planCard({ goal_type: type, plan }, currency) {
  const money = (amount) => new Intl.NumberFormat("en", {
    style: "currency", currency, minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
  }).format(amount);
  const day = new Date(`${plan.target_date}T00:00:00`);
  const name = plan.goal.name || type.replaceAll("_", " ");
  const shares = [["stocks", "Shares"], ["bonds", "Bonds"], ["cash", "Savings"]]
    .map(([key, word]) => [word, Math.round(plan[`${key}_share`] * 100)]).filter(([, share]) => share > 0);
  const rows = [
    ["Goal", `${money(plan.target_todays)} in ${day.toLocaleDateString("en", { month: "long", year: "numeric" })}`],
    ["Saved", money(plan.saved)],
    ["Chance", chance(plan.success_chance)],
    ["Mix", shares.map(([word, share]) => `${word} ${share}%`).join(", ")],
  ];
  const verdict = plan.judged !== false // plans made before it was noted were all judged
    ? h("span", { class: `pill ${plan.status}` }, STATUS[plan.status] || plan.status)
    : h("span", { class: "pill", title: "Without an income I cannot say whether it fits your month." }, "Not checked");
  return h("article", { class: "card" },
    h("h3", {}, h("span", { class: "name" }, name), verdict),
    h("p", { class: "amount" }, money(plan.contribution), h("small", {}, " a month")),
    h("progress", { max: plan.target_todays, value: Math.min(plan.saved, plan.target_todays), "aria-label": `Saved for ${name}` }),
    h("dl", {}, rows.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]).flat()),
    h("button", {
      class: "link", type: "button",
      onclick: () => document.dispatchEvent(new CustomEvent("milepost-choice", {
        detail: { title: `Show my ${name} plan`, payload: `show my ${name} plan` },
      })),
    }, "Show the road"));
}

export async function showPlans() {
  const room = byId("plans");
  try {
    const { plans, currency } = await json("GET", "/api/plans");
    if (!changed(room, [plans, currency])) return;
    room.replaceChildren(...plans.map((plan) => planCard(plan, currency)));
    if (!plans.length) room.append(h("p", { class: "card empty" }, "No plan yet. Tell me about a goal, and it appears here."));
  } catch (problem) {
    changed(room, problem.message);
    room.replaceChildren(h("p", { class: "card empty" }, problem.message));
  }
}

const copy = async () => download(await json("GET", "/api/me/export"), "milepost.json");

function eraseDialog(erased) {
  const dialog = byId("eraser");
  byId("erase-now").addEventListener("click", async () => {
    dialog.close();
    await json("DELETE", "/api/me");
    erased();
  });
  return () => dialog.showModal();
}

export function startData(erased) {
  byId("data").append(
    h("button", { class: "plain", type: "button", onclick: copy }, "Download my data"),
    h("button", { class: "plain danger", type: "button", onclick: eraseDialog(erased) }, "Erase everything"));
}

export function startPanel() {
  const panel = byId("panel");
  const opener = byId("open-panel");
  const open = (wish) => {
    panel.classList.toggle("open", wish);
    opener.setAttribute("aria-expanded", String(wish));
    (wish ? byId("close-panel") : opener).focus();
  };
  opener.addEventListener("click", () => open(!panel.classList.contains("open")));
  byId("close-panel").addEventListener("click", () => open(false));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && panel.classList.contains("open") && open(false));
}
