// What the customer allows: a switch a purpose, the same way on as off, and a receipt for each decision.
import { json } from "./api.js";
import { byId, changed, download, h } from "./dom.js";

function row(consent, refresh) {
  const names = { "aria-labelledby": `title-${consent.purpose}`, "aria-describedby": `what-${consent.purpose}` };
  const change = async ({ currentTarget: button }) => {
    button.disabled = true;
    try {
      await json("PUT", `/api/consents/${consent.purpose}`, { granted: !consent.granted });
      byId("said").textContent = `${consent.title}: ${consent.granted ? "no longer allowed" : "allowed"}. There is a receipt.`;
    } catch (problem) {
      byId("said").textContent = problem.message;
      button.disabled = false;
    }
    await refresh();
    document.querySelector(`[aria-labelledby="title-${consent.purpose}"]`)?.focus();
  };
  return h("div", { class: "consent" },
    h("div", {}, h("b", { id: `title-${consent.purpose}` }, consent.title),
      h("p", { id: `what-${consent.purpose}` }, consent.granted ? consent.what : consent.without),
      consent.receipt && h("button", {
        class: "link", type: "button", "aria-label": `Receipt: ${consent.title}`, onclick: () => showReceipt(consent.receipt),
      }, "Receipt")),
    h("button", { class: "switch", type: "button", role: "switch", "aria-checked": String(consent.granted), onclick: change, ...names }));
}

function showReceipt(receipt) {
  const [purpose] = receipt.services[0].purposes;
  const decided = new Date(receipt.consentTimestamp * 1000);
  const lines = [
    ["Purpose", purpose.purpose],
    ["You said", purpose.consentType === "REFUSED" ? "No" : "Yes"],
    ["What is done", purpose.description],
    ["When", decided.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })],
    ["Where", receipt.collectionMethod],
    ["Until", purpose.termination],
    ["Passed to others", purpose.thirdPartyDisclosure ? "Yes" : "No"],
    ["Number", receipt.consentReceiptID],
  ];
  byId("receipt-lines").replaceChildren(...lines.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));
  byId("receipt-save").onclick = () => download(receipt, `milepost-receipt-${receipt.consentReceiptID.slice(0, 8)}.json`);
  byId("receipt").showModal();
}

export async function showConsents() {
  const room = byId("consents");
  try {
    const { consents } = await json("GET", "/api/consents");
    if (!changed(room, consents)) return;
    room.replaceChildren(...consents.map((consent) => row(consent, showConsents)));
  } catch (problem) {
    changed(room, problem.message);
    room.replaceChildren(h("p", { class: "card empty" }, problem.message));
  }
}
