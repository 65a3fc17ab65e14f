// The side of the page: plans in force.
import { json } from "./api.js";
import { byId, h } from "./dom.js";

function planCard({ goal_type: goal, plan }) {
  return h("article", { class: "card" }, h("h3", {}, plan.name || goal));
}

export async function showPlans() {
  const room = byId("plans");
  try {
    const { plans } = await json("GET", "/api/plans");
    room.replaceChildren(...plans.map(planCard));
    if (!plans.length) room.append(h("p", { class: "card empty" }, "No plan yet. Tell me about a goal, and it appears here."));
  } catch (problem) {
    room.replaceChildren(h("p", { class: "card empty" }, problem.message));
  }
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
