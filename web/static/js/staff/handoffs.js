// Conversations that wait for a person, and decisions that somebody contested.
import { json } from "../api.js";
import { byId, h } from "../dom.js";

const REASONS = {
  crisis: "In a crisis", fraud: "A payment they do not recognise", complaint: "A complaint", worry: "Worried about money",
  asked: "Asked for a person", contested_decision: "Contests a decision",
};
const FIRST = ["crisis", "fraud"]; // what does not wait its turn
const STATUSES = [["waiting", "Waiting"], ["taken", "Being looked after"], ["closed", "Closed"]];
const EMPTY = { waiting: "Nobody waits.", taken: "Nothing is being looked after.", closed: "Nothing was closed yet." };

const urgency = ({ reason }) => (FIRST.includes(reason) ? FIRST.indexOf(reason) : FIRST.length);

const since = (moment) => {
  const minutes = Math.max(0, Math.round((Date.now() - new Date(moment)) / 60_000));
  const [value, unit] = minutes < 90 ? [minutes, "minute"] : minutes < 60 * 36 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.round(value), unit);
};

export async function showHandoffs(room, wanted) {
  let status = "waiting";
  const list = h("div", { class: "cards" });
  const refresh = async () => {
    const { handoffs } = await json("GET", `/api/handoffs?status=${status}`);
    const found = handoffs.filter(wanted).sort((one, other) => urgency(one) - urgency(other));
    list.replaceChildren(...found.map((one) => card(one, move)));
    if (!found.length) list.append(h("p", { class: "card empty" }, EMPTY[status]));
  };
  const move = async (one, change, button) => {
    button.disabled = true;
    try {
      await json("PUT", `/api/handoffs/${one.handoff_id}`, change);
      byId("said").textContent = { taken: "Taken.", closed: "Closed.", waiting: "Given back." }[change.status];
      if (change.status === "taken") status = choose("taken");
    } catch (problem) {
      byId("said").textContent = problem.message;
      list.before(h("p", { class: "card wrong", role: "alert" }, problem.message));
    }
    await refresh();
    document.dispatchEvent(new CustomEvent("milepost-moved"));
    (list.querySelector("button") || filter.querySelector("[aria-pressed=true]")).focus();
  };
  const filter = h("div", { class: "filter", role: "group", "aria-label": "Which" }, STATUSES.map(([name, title]) => h("button", {
    type: "button", "data-status": name, "aria-pressed": String(name === status),
    onclick: () => { status = choose(name); refresh(); },
  }, title)));
  const choose = (name) => {
    for (const one of filter.children) one.setAttribute("aria-pressed", String(one.dataset.status === name));
    room.querySelectorAll(".wrong").forEach((old) => old.remove());
    return name;
  };
  await refresh();
  room.replaceChildren(
    h("p", { class: "small" }, "Who it is, and their own words, are shown to whoever takes it. Taking, giving back and closing are in the audit."),
    filter, list);
}

function card(one, move) {
  const button = (kind, words, change) => h("button", {
    type: "button", class: kind, onclick: ({ currentTarget }) => move(one, change, currentTarget),
  }, words);
  const contested = one.reason === "contested_decision";
  const doors = {
    waiting: () => [button("primary", "Take it", { status: "taken" })],
    taken: () => [
      ...(contested
        ? [button("primary", "The decision stands", { status: "closed", outcome: "upheld" }),
           button("primary", "Overturn it", { status: "closed", outcome: "overturned" })]
        : [button("primary", "Close it", { status: "closed" })]),
      button("plain", "Give it back", { status: "waiting" })],
    closed: () => [],
  };
  const title = REASONS[one.reason] || one.reason.replaceAll("_", " ");
  return h("article", { class: "card handoff", "aria-label": title },
    h("h3", {}, h("span", { class: "name" }, title),
      one.outcome ? h("span", { class: `pill ${one.outcome}` }, one.outcome === "upheld" ? "It stands" : "Overturned")
        : FIRST.includes(one.reason) && h("span", { class: "pill stretch" }, "First")),
    h("p", { class: "small" }, h("time", { datetime: one.created_at, title: new Date(one.created_at).toLocaleString("en") }, since(one.created_at))),
    one.person && h("p", {}, h("b", {}, one.person)),
    h("p", {}, one.summary),
    one.said_last && h("blockquote", {}, h("span", { class: "small" }, "They said: "), one.said_last),
    one.decision && h("div", { class: "decision" }, h("p", {}, h("b", {}, one.decision.what), ", ",
      new Date(one.decision.decided_at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })),
      one.decision.because.length > 0 && h("ul", {}, one.decision.because.map((reason) => h("li", {}, reason))),
      one.decision.version && h("p", { class: "small" }, `Made with ${one.decision.version}`)),
    one.status !== "closed" && h("div", { class: "row doors" }, doors[one.status]()));
}
