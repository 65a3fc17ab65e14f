// A picture behind the token, drawn for the theme and the width of whoever looks.
import { file } from "./api.js";
import { h } from "./dom.js";

export const phone = matchMedia("(max-width: 600px)");

export const address = (path, wide = !phone.matches) =>
  `${path}?theme=${window.milepostTheme.now()}&width=${wide ? "wide" : "narrow"}`;

// An <img> that follows the theme and the width while it is on the page.
export function picture(path, alt) {
  const image = h("img", { alt, class: "waiting", src: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>" });
  const show = async () => {
    try {
      image.src = await file(address(path), "image/svg+xml");
      image.classList.remove("waiting");
    } catch (problem) {
      image.replaceWith(h("p", { class: "problem" }, `The picture could not be loaded. ${problem.message}`));
    }
  };
  show();
  document.addEventListener("milepost-theme", show);
  phone.addEventListener("change", show);
  return image;
}
