// The console with a script: steps without a reload, and a form that a refresh leaves alone while someone types.
// Without it every button is an ordinary form.
import { morph } from "./follow.js";
import { nameThePage } from "./page_title.js";

const MINUTES_PASS = 15000; // ms after which the clock is asked for again: that of this device may be wrong
const PAUSE_AFTER_CHANGE = 700; // ms in which a second click was meant for the button that stood there before
const root = document.getElementById("console");
let changedAt = -PAUSE_AFTER_CHANGE;
let lastStep = stepNow();
let lastTitle = titleNow();
let focused = "";

function stepNow() {
  return root.querySelector("#next-step")?.getAttribute("action") ?? "";
}

function titleNow() {
  return root.querySelector("#console-title")?.textContent ?? "";
}

// On a phone the steps are a row to scroll through.
function showCurrentStep() {
  const steps = root.querySelector(".app-steps");
  const current = steps?.querySelector("[aria-current='step']");
  if (steps && current && steps.scrollWidth > steps.clientWidth) {
    steps.scrollLeft = current.offsetLeft - steps.offsetLeft - (steps.clientWidth - current.offsetWidth) / 2;
  }
}

// A browser leaves a step where it is when a part of it is in sight; the keyboard wants all of it.
document.addEventListener("focusin", ({ target }) => {
  target.closest?.(".console-step")?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
});

function isTouched(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden" || field.type === "submit") return false;
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  });
}

// A form in which nobody typed follows the session (its statement is the one on the screen); the others stay.
function keepWhatIsTyped() {
  for (const form of root.querySelectorAll("#action-form, #reopen-form, form[data-typed]")) {
    const isBusy = isTouched(form) || form.contains(document.activeElement);
    form.toggleAttribute("data-follow-keep", isBusy);
  }
}

// Without a secure context there is no randomUUID; a text that is the same within seconds is caught by the server.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(html) {
  const region = root.querySelector("#messages");
  if (region) region.innerHTML = html;
}

// What was typed stays, so that the same button can be pressed again.
function sayFailed(words) {
  say("");
  const text = document.createElement("p");
  text.className = "app-saved app-saved--failed";
  text.textContent = words;
  root.querySelector("#messages")?.append(text);
}

function showAnswer(html, form) {
  const page = document.createElement("template");
  page.innerHTML = html;
  const said = page.content.querySelector("[data-said]");
  say(said?.innerHTML ?? "");
  said?.remove();
  form.removeAttribute("data-follow-keep");
  morph(root, page.innerHTML);
}

async function send(form, submitter) {
  const what = form.querySelector("[name='action-what']")?.value;
  form.dataset.sent = "yes";
  submitter?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, submitter)),
      headers: { "X-Fragment": "console", Accept: "text/html, application/json" },
      redirect: "manual",
    });
    if (answer.status === 204) {
      say("");
      if (form.id === "action-form") startAfresh(form, what);
      document.dispatchEvent(new CustomEvent("live:revision"));
    } else if ([409, 422].includes(answer.status)) {
      showAnswer(await answer.text(), form);
      if (form.id) document.querySelector(`#${form.id} [aria-invalid='true']`)?.focus();
    } else if (answer.status >= 500) sayFailed((await answer.json()).error);
    else location.reload();
  } catch {
    form.submit(); // the browser's own way: it shows what is wrong with the connection and keeps the form
  } finally {
    delete form.dataset.sent;
    submitter?.removeAttribute("aria-busy");
  }
}

// The next one gets a key of its own; what was typed already while this one was on its way stays.
function startAfresh(form, what) {
  const text = form.querySelector("[name='action-what']");
  form.querySelector("[name='action-submission']").value = freshKey();
  if (text.value !== what) return;
  form.reset();
  for (const field of form.elements) {
    if (field.type === "radio") field.checked = false;
    else if (["text", "date", "textarea"].includes(field.type)) field.value = "";
  }
  text.focus();
}

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.closest("[data-note]")) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  if (form.id === "next-step" && performance.now() - changedAt < PAUSE_AFTER_CHANGE) return;
  send(form, event.submitter);
});

// The second click of a double click never presses what came in place of the button.
root.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("button[type='submit']")) event.preventDefault();
}, true);

// “More” closes when something in it was done, when one clicks beside it, and by Escape.
function closeMore(event) {
  const more = root.querySelector("#console-more[open]");
  const isInside = more?.contains(event.target);
  if (!more || (isInside && !event.target.closest("button[type='submit'].console-more__act"))) return;
  setTimeout(() => more.removeAttribute("open"));
}

document.addEventListener("click", closeMore);
document.addEventListener("keydown", (event) => {
  const more = root.querySelector("#console-more[open]");
  if (event.key !== "Escape" || !more) return;
  more.removeAttribute("open");
  more.querySelector("summary").focus();
});
root.addEventListener("submit", (event) => {
  if (event.target.id === "timer-form") event.target.closest("details").removeAttribute("open");
});

root.addEventListener("input", keepWhatIsTyped);
root.addEventListener("focusin", (event) => {
  focused = event.target.id;
  keepWhatIsTyped();
});
root.addEventListener("focusout", () => setTimeout(keepWhatIsTyped));

root.addEventListener("live:morphed", () => {
  if (stepNow() !== lastStep) {
    lastStep = stepNow();
    changedAt = performance.now();
  }
  if (titleNow() !== lastTitle) {
    lastTitle = titleNow();
    nameThePage(lastTitle);
    scrollTo({ top: 0 });
    showCurrentStep();
  }
  if (document.activeElement === document.body && focused) {
    (document.getElementById(focused) ?? document.getElementById("main"))?.focus({ preventScroll: true });
  }
  keepWhatIsTyped();
});

setInterval(() => {
  if (!document.hidden) document.dispatchEvent(new CustomEvent("live:progress"));
}, MINUTES_PASS);
document.addEventListener("live:lost", () => root.querySelector("#console-lost")?.removeAttribute("hidden"));
document.addEventListener("live:back", () => root.querySelector("#console-lost")?.setAttribute("hidden", ""));
document.addEventListener("live:gone", () => location.reload());
keepWhatIsTyped();
nameThePage(lastTitle);
showCurrentStep();
addEventListener("resize", showCurrentStep);
