// The demo's chooser: who is talking.
import { json, me, signIn } from "./api.js";
import { byId, h } from "./dom.js";

export function startChooser(changed) {
  const dialog = byId("chooser");
  const search = byId("search");
  const name = () => { byId("who-name").textContent = me().name.replaceAll("_", " "); };

  async function choose(customerId) {
    dialog.close();
    await signIn(customerId);
    name();
    changed();
  }

  async function find() {
    const found = byId("found");
    try {
      const { customers } = await json("GET", `/api/customers?search=${encodeURIComponent(search.value)}`, undefined, { anonymous: true });
      found.replaceChildren(...customers.map((card) => h("li", {},
        h("button", { type: "button", onclick: () => choose(card.customer_id) }, card.name.replaceAll("_", " "), h("span", {}, card.about)))));
      if (!customers.length) found.replaceChildren(h("li", { class: "small" }, "Nobody is called that."));
    } catch (problem) {
      found.replaceChildren(h("li", { class: "small" }, problem.message));
    }
  }

  let soon;
  search.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(find, 150);
  });
  byId("who").addEventListener("click", () => {
    dialog.showModal();
    find();
  });
  byId("be-guest").addEventListener("click", () => choose(null));
  name();
  return name;
}
