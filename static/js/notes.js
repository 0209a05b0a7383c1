// Private notes on the console: saved while somebody types, one request at a time for each note. What two devices
// wrote is shown beside each other, and nothing is saved until one of them is chosen. Without it a button saves.

const PAUSE = 800; // ms after the last key
const RETRY = 5000;
const states = new WeakMap();
const boxes = () => document.querySelectorAll("[data-note]");

function stateOf(box) {
  if (!states.has(box)) states.set(box, {});
  return states.get(box);
}

function say(box, words, isFailed = false) {
  const status = box.querySelector("[role='status']");
  status.textContent = words;
  status.classList.toggle("app-saved--failed", isFailed);
}

function plan(box, pause) {
  const state = stateOf(box);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(box), pause);
}

async function save(box, form = box.querySelector("form[id]"), isChoice = false) {
  const state = stateOf(box);
  clearTimeout(state.timer);
  state.timer = null;
  if (state.isBusy) {
    state.again = true;
    return;
  }
  state.isBusy = true;
  try {
    const answer = await fetch(box.dataset.note, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Fragment": "note" },
      redirect: "manual",
      keepalive: true,
    });
    if (![200, 409, 422].includes(answer.status)) throw new Error(answer.status);
    show(box, await answer.text(), isChoice || answer.status === 409);
  } catch {
    say(box, box.dataset.noteFailed, true);
    if (!isChoice) plan(box, RETRY);
  } finally {
    state.isBusy = false;
    if (state.again) {
      state.again = false;
      save(box);
    }
  }
}

// The field in which somebody types stays; only what is said about it changes.
function show(box, html, isReplaced) {
  const page = document.createElement("template");
  page.innerHTML = html;
  const fresh = page.content.querySelector("[data-note]");
  if (isReplaced) {
    const typed = box.querySelector("textarea").value;
    if (fresh.hasAttribute("data-note-clash")) fresh.querySelector("textarea").value = typed;
    box.replaceWith(fresh);
    hideButtons();
    fresh.querySelector("textarea").focus();
    return;
  }
  const version = "form[id] [name='expected_version']";
  box.querySelector(version).value = fresh.querySelector(version).value;
  const status = box.querySelector("[role='status']");
  const said = fresh.querySelector("[role='status']");
  status.className = said.className;
  if (!stateOf(box).timer) status.innerHTML = said.innerHTML;
}

function hideButtons() {
  for (const button of document.querySelectorAll("[data-note-button]")) button.hidden = true;
}

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-note]");
  if (!box || box.hasAttribute("data-note-clash")) return;
  say(box, box.dataset.noteBusy);
  plan(box, PAUSE);
});

document.addEventListener("submit", (event) => {
  const box = event.target.closest("[data-note]");
  if (!box) return;
  event.preventDefault();
  save(box, event.target, box.hasAttribute("data-note-clash"));
});

document.addEventListener("live:morphed", hideButtons);
addEventListener("pagehide", () => boxes().forEach((box) => stateOf(box).timer && save(box)));
hideButtons();
