// Builds elements. Text is always set as text, so that nothing anybody said can become markup.
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  play: "M7 5l12 7-12 7z",
  stop: "M7 7h10v10H7z",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  enlarge: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const drawn = new WeakMap();

// Whether a place shows something else than `now`. What is the same is not drawn again: focus and open parts stay.
export function changed(place, now) {
  const said = JSON.stringify(now);
  if (drawn.get(place) === said) return false;
  drawn.set(place, said);
  return true;
}

export const byId = (id) => document.getElementById(id);

// Hands the reader a file of what they see.
export function download(content, name) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
