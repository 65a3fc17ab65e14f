// The page of the bank's staff: signing in, and one view at a time, named by the address's #.
import { json, me, signInAsStaff, signOut } from "../api.js";
import { byId, h } from "../dom.js";
import { showAudit } from "./audit.js";
import { showFairness } from "./fairness.js";
import { showHandoffs } from "./handoffs.js";
import { showInsights } from "./insights.js";
import { showWatchList } from "./risk.js";

const CONTESTED = "contested_decision";
const VIEWS = {
  people: { title: "People waiting", show: (room) => showHandoffs(room, (one) => one.reason !== CONTESTED) },
  contested: { title: "Contested decisions", show: (room) => showHandoffs(room, (one) => one.reason === CONTESTED) },
  watch: { title: "Watch list", show: showWatchList },
  insights: { title: "Insights", show: showInsights },
  fairness: { title: "Fairness", show: showFairness },
  audit: { title: "Audit", show: showAudit },
};

const current = () => (location.hash.slice(1) in VIEWS ? location.hash.slice(1) : "people");

async function show({ focus = false } = {}) {
  const signedIn = Boolean(me());
  const form = byId("sign-in");
  form.hidden = signedIn;
  byId("views").hidden = byId("sign-out").hidden = !signedIn;
  byId("view").querySelector("section")?.remove();
  if (!signedIn) return byId("key").focus();
  const name = current();
  const { title, show: fill } = VIEWS[name];
  document.title = `${title} · Milepost for staff`;
  for (const link of byId("views").children) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const heading = h("h2", { tabindex: "-1" }, title);
  const room = h("div", { class: "content", "aria-busy": "true" }, h("p", { class: "waiting small" }, "Working it out…"));
  byId("view").append(h("section", {}, heading, room));
  if (focus) heading.focus();
  try {
    await fill(room);
  } catch (problem) {
    if (problem.document?.status === 401 || problem.document?.status === 403) return leave("Your session has ended. Please sign in again.");
    room.replaceChildren(h("p", { class: "card wrong", role: "alert" }, problem.message));
  }
  room.setAttribute("aria-busy", "false");
}

function leave(why = "") {
  signOut();
  byId("refused").textContent = why;
  show();
}

byId("views").append(...Object.entries(VIEWS).map(([name, { title }]) => h("a", { href: `#${name}` }, title, h("span", { class: "count" }))));
byId("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("refused").textContent = "";
  try {
    await signInAsStaff(byId("key").value);
    byId("key").value = "";
    await show({ focus: true });
    count();
  } catch (problem) {
    byId("refused").textContent = problem.message;
    byId("key").select();
  }
});
byId("sign-out").addEventListener("click", () => leave());
byId("theme").addEventListener("click", () => window.milepostTheme.toggle());
window.addEventListener("hashchange", () => show({ focus: true }));

// How many wait is shown beside the names of the views, and followed while the page is open.
async function count() {
  if (!me() || document.hidden) return;
  const { waiting } = await json("GET", "/api/handoffs").catch(() => ({ waiting: {} }));
  const contested = waiting[CONTESTED] || 0;
  const all = Object.values(waiting).reduce((sum, number) => sum + number, 0);
  for (const [name, number] of [["people", all - contested], ["contested", contested]]) {
    byId("views").querySelector(`[href="#${name}"] .count`).textContent = number || "";
  }
}
document.addEventListener("milepost-moved", count);
setInterval(count, 20_000);

await show();
count();
