// <milepost-reply>: one message of the assistant — words, picture, sources, choices, and its sound.
import { file, json } from "./api.js";
import { byId, h, icon } from "./dom.js";
import { play, silence } from "./player.js";
import { address, picture } from "./picture.js";
import { table } from "./table.js";

const messages = []; // what the elements show, by their number

export function register(message) {
  messages.push(message);
  return `<milepost-reply number="${messages.length - 1}"></milepost-reply>`;
}

// Paragraphs at empty lines, lists at lines that begin with a dash or a bullet.
function paragraphs(text) {
  return text.split(/\n\s*\n/).filter((part) => part.trim()).flatMap((part) => {
    const blocks = [];
    for (const line of part.split("\n")) {
      const item = line.match(/^\s*[-•*]\s+(.*)/);
      const last = blocks.at(-1);
      if (item && last?.tagName === "UL") last.append(h("li", {}, item[1]));
      else if (item) blocks.push(h("ul", {}, h("li", {}, item[1])));
      else if (last?.tagName === "P") last.append(h("br"), line);
      else blocks.push(h("p", {}, line));
    }
    return blocks;
  });
}

class Reply extends HTMLElement {
  connectedCallback() {
    this.message = messages[Number(this.getAttribute("number"))];
    if (this.childElementCount) return;
    const { text, image, sources = [], buttons = [], problem } = this.message;
    const words = h("div", { class: problem ? "problem" : null }, paragraphs(text));
    this.append(...[
      words,
      image && this.picture(image),
      (sources.length > 0 || this.message.speech_url) && h("div", { class: "foot" },
        this.message.speech_url && this.listen(), sources.length > 0 && this.sources(sources)),
      buttons.length > 0 && this.buttons(buttons),
    ].filter(Boolean));
  }

  picture(image) {
    const shown = picture(`${image.url}.svg`, image.alt);
    const enlarge = async () => {
      const dialog = byId("picture");
      Object.assign(dialog.querySelector("img"), { src: await file(address(`${image.url}.svg`, true), "image/svg+xml"), alt: image.alt });
      dialog.showModal();
    };
    shown.addEventListener("click", enlarge);
    const figure = h("figure", {}, shown);
    const toggle = h("button", { class: "tool", "aria-pressed": "false", type: "button" }, icon("table"), "Figures as a table");
    toggle.addEventListener("click", async () => {
      const open = figure.querySelector(".table");
      toggle.setAttribute("aria-pressed", String(!open));
      if (open) return open.remove();
      figure.append(table((await json("GET", `${image.url}.json`)).table, "Figures of the picture"));
    });
    figure.append(h("div", { class: "tools" }, toggle,
      h("button", { class: "tool", type: "button", onclick: enlarge }, icon("enlarge"), "Enlarge")));
    return figure;
  }

  sources(sources) {
    const count = sources.length === 1 ? "1 source" : `${sources.length} sources`;
    return h("details", { class: "sources" }, h("summary", {}, count),
      h("ol", {}, sources.map(({ title, url, quote }) => h("li", {},
        /^https?:\/\//.test(url) ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title) : title,
        quote && h("q", {}, quote)))));
  }

  buttons(buttons) {
    const row = h("div", { class: "buttons", role: "group", "aria-label": "Suggested answers" });
    row.append(...buttons.map(({ title, payload }) => h("button", {
      class: "choice", type: "button",
      onclick: () => document.dispatchEvent(new CustomEvent("milepost-choice", { detail: { title, payload } })),
    }, title)));
    return row;
  }

  listen() {
    const button = h("button", { class: "tool", type: "button" }, icon("play"), "Listen");
    const show = (playing) => {
      button.replaceChildren(icon(playing ? "stop" : "play"), playing ? "Stop" : "Listen");
      button.setAttribute("aria-pressed", String(playing));
    };
    document.addEventListener("milepost-playing", (event) => show(event.detail === this.message.id));
    document.addEventListener("milepost-played", (event) => event.detail === this.message.id && show(false));
    document.addEventListener("milepost-silence", () => show(false));
    button.addEventListener("click", () => {
      const playing = button.getAttribute("aria-pressed") === "true";
      silence();
      if (!playing) play(this.message);
    });
    return button;
  }
}
customElements.define("milepost-reply", Reply);
