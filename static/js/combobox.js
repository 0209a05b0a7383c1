// <div data-combo="URL" data-none data-found-one data-found-many><input><ul role="listbox"><p data-combo-said></div>:
// names by two letters, after the combobox of the ARIA practices: the focus stays in the field, arrows choose, Enter
// takes, Escape closes, Tab goes on with what was chosen. Without a script the browser offers its own list.
const FEWEST = 2;
const REST = 120; // ms without a letter before the server is asked

let asked = 0;
let waiting = 0;

const partsOf = (input) => {
  const combo = input.closest("[data-combo]");
  return combo && { combo, list: combo.querySelector("[role='listbox']"), said: combo.querySelector("[data-combo-said]") };
};

function begin(input) {
  if (input.getAttribute("role") === "combobox") return;
  const { list } = partsOf(input);
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);
}

function close(input) {
  const parts = partsOf(input);
  if (!parts) return;
  asked += 1;
  clearTimeout(waiting);
  parts.list.hidden = true;
  parts.list.replaceChildren();
  parts.said.textContent = "";
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function show(input, owners) {
  const { combo, list, said } = partsOf(input);
  list.replaceChildren(...owners.map(({ value, about }, number) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${number}`;
    option.className = "console-combo__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.value = value;
    const name = document.createElement("bdi");
    name.textContent = value;
    const place = document.createElement("span");
    place.textContent = about;
    option.append(name, " ", place);
    return option;
  }));
  list.hidden = !owners.length;
  input.setAttribute("aria-expanded", String(owners.length > 0));
  input.removeAttribute("aria-activedescendant");
  const words = { 0: combo.dataset.none, 1: combo.dataset.foundOne }[owners.length] ?? combo.dataset.foundMany;
  said.textContent = words.replace("{count}", owners.length);
}

function mark(input, option) {
  for (const one of partsOf(input).list.children) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

const marked = (input) => document.getElementById(input.getAttribute("aria-activedescendant") ?? "");

function take(input, option) {
  input.value = option.dataset.value;
  close(input);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

async function look(input) {
  const typed = input.value.trim();
  if (typed.length < FEWEST) return close(input);
  const mine = (asked += 1);
  try {
    const url = `${partsOf(input).combo.dataset.combo}?q=${encodeURIComponent(typed)}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (mine !== asked || !answer.ok || document.activeElement !== input) return;
    show(input, (await answer.json()).owners);
  } catch {
    close(input); // without a connection a name can still be typed
  }
}

function step(input, by) {
  const options = [...partsOf(input).list.children];
  if (!options.length) return look(input);
  const at = options.indexOf(marked(input));
  const next = at < 0 ? (by > 0 ? 0 : options.length - 1) : (at + by + options.length) % options.length;
  mark(input, options[next]);
}

const field = (event) => event.target.closest?.("[data-combo] input");

document.addEventListener("focusin", (event) => field(event) && begin(field(event)));
document.addEventListener("focusout", (event) => field(event) && close(field(event)));
document.addEventListener("input", (event) => {
  const input = field(event);
  if (!input) return;
  begin(input);
  clearTimeout(waiting);
  waiting = setTimeout(() => look(input), REST);
});
document.addEventListener("keydown", (event) => {
  const input = field(event);
  if (!input || event.isComposing) return;
  const option = marked(input);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(input, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape" && input.getAttribute("aria-expanded") === "true") {
    event.preventDefault();
    event.stopPropagation();
    close(input);
  } else if (option && event.key === "Enter") {
    event.preventDefault();
    take(input, option);
  } else if (option && event.key === "Tab") take(input, option);
});
// Before the field loses its focus, and with it the list.
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combo] [role='option']");
  if (!option) return;
  event.preventDefault();
  take(option.closest("[data-combo]").querySelector("input"), option);
});
