// Starts the page.
import "../vendor/deepChat.bundle.js";
import { me, signIn, useToken } from "./api.js";
import { Chat } from "./chat.js";
import { showConsents } from "./consents.js";
import { startChooser } from "./customers.js";
import { byId } from "./dom.js";
import { showPlans, startData, startPanel } from "./panel.js";
import { silence } from "./player.js";
import { showSuggestions } from "./suggestions.js";

const embedded = window.parent !== window;
document.body.classList.toggle("embedded", embedded);

if (!me()) await signIn();
const chat = new Chat(byId("chat"));
const showPanel = () => {
  showPlans();
  showSuggestions();
  showConsents();
};
const startAfresh = () => {
  chat.forget();
  showPanel();
};
const showName = startChooser(startAfresh);
startPanel();
startData(startAfresh);
showPanel();
await chat.start();

document.addEventListener("milepost-turn", showPanel); // a turn may change plans and consents
byId("theme").addEventListener("click", () => window.milepostTheme.toggle());
byId("aloud").addEventListener("click", ({ currentTarget }) => {
  chat.aloud = !chat.aloud;
  currentTarget.setAttribute("aria-pressed", String(chat.aloud));
  if (!chat.aloud) silence();
});

// A host page may sign its own customer in; frame-ancestors says which pages may embed this one.
window.addEventListener("message", ({ source, data }) => {
  if (!embedded || source !== window.parent || typeof data?.milepostToken !== "string") return;
  useToken(data.milepostToken);
  byId("who").hidden = true;
  showName();
  startAfresh();
});
if (embedded) window.parent.postMessage({ milepost: "ready" }, "*");
