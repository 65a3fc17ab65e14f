// Puts Milepost into any page:  <script src="https://…/widget.js" data-label="Plan with us" data-theme="light" async></script>
// Options: data-label, data-theme (light, dark), data-side (right, left), data-open. A signed-in customer's own token:
// Milepost.signIn(token).
(() => {
  const script = document.currentScript;
  const { origin } = new URL(script.src);
  const { label = "Plan a goal", theme = "", side = "right", open } = script.dataset;

  const dark = theme === "dark" || (!theme && matchMedia("(prefers-color-scheme: dark)").matches);

  const css = `
    :host { position: fixed; bottom: 20px; ${side === "left" ? "left" : "right"}: 20px; z-index: 2147483000; font: 16px/1.4 system-ui, sans-serif; }
    button { display: flex; align-items: center; gap: 10px; min-height: 54px; padding: 0 22px 0 16px; border: 0; border-radius: 99px;
      background: #0f6b5c; color: #fff; font: 600 16px/1 system-ui, sans-serif; cursor: pointer; box-shadow: 0 8px 28px rgb(0 0 0 / 22%); }
    button:focus-visible { outline: 3px solid #f2b84b; outline-offset: 3px; }
    img { width: 28px; height: 28px; border-radius: 8px; }
    iframe { display: none; position: absolute; bottom: 68px; ${side === "left" ? "left" : "right"}: 0; width: 420px; height: min(720px, calc(100vh - 110px));
      border: 1px solid rgb(0 0 0 / 14%); border-radius: 18px; background: #fff; box-shadow: 0 18px 60px rgb(0 0 0 / 24%); color-scheme: normal; }
    :host([open]) iframe { display: block; }
    @media (max-width: 520px) {
      :host([open]) { inset: 0; }
      :host([open]) button { position: absolute; bottom: auto; right: 8px; top: 6px; min-height: 44px; padding: 0 14px; box-shadow: none; }
      :host([open]) button img { display: none; }
      iframe { inset: 56px 0 0 0; width: 100%; height: calc(100% - 56px); border: 0; border-radius: 0; }
      :host([open]) { background: ${dark ? "#192327" : "#fff"}; }
    }`;

  const host = document.createElement("milepost-widget");
  const inside = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  inside.adoptedStyleSheets = [sheet];

  const frame = document.createElement("iframe");
  frame.title = "Milepost";
  frame.allow = "microphone; autoplay";
  const button = document.createElement("button");
  const mark = Object.assign(document.createElement("img"), { src: `${origin}/static/icon.svg`, alt: "" });
  const words = document.createElement("span");
  button.append(mark, words);
  inside.append(frame, button);

  let token = null;
  const send = () => token && frame.contentWindow?.postMessage({ milepostToken: token }, origin);
  const toggle = (wish) => {
    if (wish && !frame.src) frame.src = `${origin}/?theme=${encodeURIComponent(theme)}`; // nothing loads before it is wanted
    host.toggleAttribute("open", wish);
    button.setAttribute("aria-expanded", String(wish));
    words.textContent = wish ? "Close" : label;
    if (wish) frame.focus();
  };
  button.addEventListener("click", () => toggle(!host.hasAttribute("open")));
  window.addEventListener("message", ({ source, origin: from, data }) => {
    if (source === frame.contentWindow && from === origin && data?.milepost === "ready") send();
  });

  toggle(open !== undefined);
  const attach = () => document.body.append(host);
  if (document.body) attach();
  else document.addEventListener("DOMContentLoaded", attach);

  window.Milepost = {
    open: () => toggle(true),
    close: () => toggle(false),
    signIn: (given) => { token = given; send(); },
  };
})();
