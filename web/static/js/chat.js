// The conversation: deep-chat shows it and takes the input; this file runs the turns.
import { say, sayAloud } from "./api.js";
import { byId } from "./dom.js";
import { play, silence } from "./player.js";
import { Recorder } from "./recorder.js";
import { register } from "./reply.js";

const HISTORY = "milepost-history";
const WELCOME = {
  text: "Hello, I'm Milepost. Tell me what you want money for and by when, in your own words: I work out a plan that adds up and show you the road to it.",
  buttons: [
    { title: "I want to save for a house in 3 years", payload: "I want to save for a house in 3 years" },
    { title: "How big should my emergency fund be?", payload: "How big should my emergency fund be?" },
    { title: "What can you do?", payload: "What can you do?" },
  ],
};
const MICROPHONE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round">
  <rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/></svg>`;
const SEND = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <path d="M12 19V5M6 11l6-6 6 6"/></svg>`;

const bubble = (background, color) => ({ bubble: { backgroundColor: background, color, borderRadius: "16px", padding: "0.65em 0.95em" } });
// chat.css draws the buttons; deep-chat only needs to know their signs. Its own sign of a state is a class.
const sign = (content) => ({ svg: { content, styles: { default: { filter: "none" }, hover: {}, click: {} } } });

export class Chat {
  constructor(room) {
    this.room = room;
    this.turns = Promise.resolve();
    this.aloud = false;
    this.history = JSON.parse(sessionStorage.getItem(HISTORY) || "[]");
    this.recorder = new Recorder({
      send: (recording) => this.queue(() => this.speak(recording)),
      tell: (text) => this.add({ text, problem: true }),
      changed: (active) => this.microphone.setState?.(active ? "active" : "default"),
    });
    document.addEventListener("milepost-choice", ({ detail }) => this.choose(detail));
  }

  async start() {
    const css = await (await fetch("/static/css/chat.css")).text();
    const chat = (this.element = document.createElement("deep-chat"));
    const loading = { toggle: () => {} }; // deep-chat replaces the function by one that shows and hides the dots
    this.loading = loading;
    this.microphone = {
      position: "outside-end",
      styles: { button: { default: sign(MICROPHONE), active: sign(MICROPHONE), disabled: sign(MICROPHONE) } },
      onClick: (state) => this.listen(state),
    };
    // Set before deep-chat looks: else it draws a frame of its own and loads a web font from elsewhere.
    Object.assign(chat.style, { fontFamily: "inherit", fontSize: "1rem", width: "100%", height: "100%", border: "none", backgroundColor: "transparent" });
    Object.assign(chat, {
      auxiliaryStyle: css,
      connect: { handler: (body, signals) => this.queue(() => this.type(body, signals)) },
      displayLoadingBubble: loading,
      customButtons: [this.microphone],
      messageStyles: {
        default: { user: bubble("var(--accent)", "var(--accent-ink)"), ai: bubble("transparent", "var(--ink)") },
        html: { ai: { bubble: { backgroundColor: "transparent", color: "var(--ink)", padding: "0.3em 0.95em", width: "100%" } } },
        loading: { message: { styles: { bubble: { backgroundColor: "var(--sunken)", color: "var(--quiet)" } } } },
      },
      textInput: { placeholder: { text: "Say it or type it…", style: { color: "var(--quiet)" } }, characterLimit: 2000 },
      submitButtonStyles: { position: "outside-end", submit: sign(SEND), loading: {}, stop: sign(SEND), disabled: sign(SEND) },
    });
    const rendered = new Promise((done) => { chat.onComponentRender = done; });
    this.room.append(chat, this.recorder.bar);
    await rendered;
    // On a busy machine deep-chat draws itself twice, by a timer of its own and for its properties, and the second
    // drawing, due within 4 ms, wipes what was added after the first.
    await new Promise((settled) => setTimeout(settled, 30));
    this.makeAccessible();
    if (this.history.length) for (const [role, content] of this.history) this.show(role, content);
    else this.show("ai", WELCOME);
  }

  // What deep-chat leaves to its host: names for its buttons and a log that screen readers follow.
  makeAccessible() {
    const inside = this.element.shadowRoot;
    inside.getElementById("messages").setAttribute("role", "log");
    inside.getElementById("messages").setAttribute("aria-label", "Messages");
    inside.getElementById("messages").setAttribute("aria-live", "off"); // #said reads the words, without the buttons
    inside.getElementById("messages").tabIndex = 0;
    inside.getElementById("text-input").setAttribute("aria-label", "Your message");
    inside.querySelector(".custom-button").setAttribute("aria-label", "Speak");
    inside.querySelector(".input-button:not(.custom-button)").setAttribute("aria-label", "Send");
  }

  show(role, content) {
    if (role === "user") this.element.addMessage({ role, text: content });
    else this.element.addMessage({ role, html: register(content) });
  }

  // A long answer is read from its beginning, so that is what should be in view.
  toTopOf(message) {
    setTimeout(() => {
      const log = this.element.shadowRoot.getElementById("messages");
      const reply = [...log.querySelectorAll("milepost-reply")].find((one) => one.message === message);
      if (!reply) return;
      const top = reply.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
      log.scrollTo({ top: reply.offsetHeight > log.clientHeight ? top - 80 : log.scrollHeight });
    }, 80);
  }

  remember(role, content) {
    this.history = [...this.history, [role, content]].slice(-60);
    sessionStorage.setItem(HISTORY, JSON.stringify(this.history));
  }

  add(message) {
    this.show("ai", message);
    byId("said").textContent = message.text;
    this.toTopOf(message);
  }

  forget() {
    this.history = [];
    sessionStorage.removeItem(HISTORY);
    silence();
    this.element.clearMessages();
    this.show("ai", WELCOME);
  }

  // Turns follow each other, so that answers stay in the order of the questions.
  queue(run) {
    silence();
    this.turns = this.turns.then(run).catch((error) => console.error(error));
    return this.turns;
  }

  choose({ title, payload }) {
    this.element.submitUserMessage({ text: title, custom: { payload } });
  }

  async type(body, signals) {
    const { text, custom } = body.messages.at(-1);
    this.remember("user", text);
    await this.answer(say(custom?.payload ?? text), text, this.aloud, signals);
  }

  async speak(recording) {
    this.recorder.show("Understanding what you said…", true);
    await this.answer(sayAloud(recording), "", true);
    this.recorder.hide();
  }

  async answer(events, text, aloud, signals) {
    let waiting = false;
    const wait = (wish) => {
      if (wish !== waiting) this.loading.toggle();
      waiting = wish;
    };
    if (text) wait(true);
    for await (const { name, data } of events) {
      if (name === "transcript") {
        this.recorder.hide();
        this.show("user", data.text);
        this.remember("user", data.text);
        if (!data.clear) this.add({ text: "I am not sure I heard that right. Say or type it again if it is wrong." });
        wait(true);
        continue;
      }
      if (name === "speech") continue; // the sound is ready on the server; `play` below asks for it in order
      wait(false);
      const message = name === "problem" ? this.problem(data, text) : data;
      if (signals) {
        // The first answer goes through deep-chat's own handler, which frees its button for the next message.
        await signals.onResponse({ html: register(message) });
        byId("said").textContent = message.text;
        this.toTopOf(message);
        signals = null;
      } else this.add(message);
      if (name === "message") {
        this.remember("ai", data);
        if (aloud && data.spoken_text) play(data);
      }
    }
    wait(false);
    document.dispatchEvent(new CustomEvent("milepost-turn"));
    if (signals) await signals.onResponse({ html: register({ text: "There was no answer. Please say it again.", problem: true }) });
  }

  problem({ detail, text }, typed) {
    const again = text || typed;
    const buttons = again ? [{ title: "Send again", payload: again }] : [];
    return { text: detail || "Something went wrong. Please try again.", buttons, problem: true };
  }

  listen() {
    if (this.recorder.active) this.recorder.stop(true);
    else {
      silence();
      this.recorder.start();
    }
  }
}
