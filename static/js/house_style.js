/* The preview of a house style follows what is chosen, before it is saved. */

const WAIT = 250; // ms after the last change
const form = document.getElementById("style-form");
const notice = document.getElementById("style-notice");
const colour = form.elements.brand_colour;
let asked = 0;
let timer = 0;

/** Offer the browser's palette beside the text; each follows the other. */
function offerPalette() {
  const palette = document.createElement("input");
  palette.type = "color";
  palette.setAttribute("aria-label", form.dataset.pick);
  const row = document.createElement("div");
  row.className = "style-colour";
  colour.before(row);
  row.append(colour, palette);
  const follow = () => {
    if (/^#[0-9a-f]{6}$/i.test(colour.value.trim())) palette.value = colour.value.trim().toLowerCase();
  };
  follow();
  colour.addEventListener("input", follow);
  palette.addEventListener("input", () => {
    colour.value = palette.value;
    colour.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function say(text, isWrong) {
  notice.classList.toggle("is-wrong", isWrong);
  if (notice.textContent !== text) notice.textContent = text;
}

/** Put the new sheet beside the old one, so that the preview is never without. */
function wear(address) {
  const worn = document.getElementById("preview-sheet");
  if (worn.getAttribute("href") === address) return;
  const next = worn.cloneNode();
  next.href = address;
  next.addEventListener("load", () => worn.remove(), { once: true });
  worn.removeAttribute("id");
  worn.after(next);
}

async function look() {
  const number = ++asked;
  const chosen = new FormData(form);
  const values = ["brand_colour", "corners", "font", "kept_tokens"].map((name) => [name, chosen.get(name) ?? ""]);
  let response;
  try {
    response = await fetch(`${form.dataset.preview}?${new URLSearchParams(values)}`);
  } catch {
    return; // without a connection the preview stays as it is
  }
  if (number !== asked || (!response.ok && response.status !== 422)) return;
  const answer = await response.json();
  if (number !== asked) return;
  say(answer.error ?? answer.notice, Boolean(answer.error));
  if (answer.sheet) wear(answer.sheet);
}

/** Show a chosen file at once; as data, because it is nowhere else yet. A picture runs no script. */
function showLogo() {
  const file = form.elements.logo.files[0];
  if (!file || file.size > 1_000_000) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    for (const picture of document.querySelectorAll("#preview-logo, [data-preview-logo]")) picture.src = reader.result;
  });
  reader.readAsDataURL(file);
}

offerPalette();
form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(timer);
  timer = setTimeout(look, WAIT);
});
form.elements.logo.addEventListener("change", showLogo);
form.querySelector("button[name=look]").hidden = true;
