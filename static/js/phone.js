// A participant's phone: saves at each tap, walks through the statements, and follows the session.
// Without it every step still works as a plain form and link.
import { ask } from "./asking.js";
import { nameThePage } from "./page_title.js";
import { answerOf, AnswerKeeper } from "./phone_answers.js";
import { Unsaved } from "./phone_unsaved.js";
import { Waiting } from "./phone_waiting.js";

const AHEAD = 1500; // ms after which the other statements of a theme are fetched; up to 3 s later, not all phones at once
const now = () => document.getElementById("now");
let etag = "";
let path = location.pathname;
let ahead = {}; // { step, pages: statement → HTML }: in this page only, nothing of it is stored
let keeper;

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("now");

function nameTheStep() {
  const [step] = document.querySelectorAll("#main p.app-phone-where, #main h1");
  nameThePage(step?.textContent);
}

/** Show another step: a new page in all but name, so a screen reader starts at its heading. */
function turnTo(fresh) {
  now().replaceWith(fresh);
  nameTheStep();
  keeper.begin();
  fetchAhead();
  scrollTo(0, 0);
  const heading = document.querySelector("#main h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** Show the same step with other content; focus, scroll and what was unfolded stay. */
function renew(fresh) {
  const keepOpen = (name, node) => !(name === "open" && node.matches("details"));
  if (window.Idiomorph)
    window.Idiomorph.morph(now(), fresh, {
      morphStyle: "outerHTML",
      ignoreActiveValue: true,
      restoreFocus: true,
      callbacks: {
        beforeAttributeUpdated: keepOpen,
        beforeNodeMorphed: (node) => !["not-saved", "waits"].includes(node.id),
      },
    });
  else now().replaceWith(fresh);
  keeper.unsaved.show();
}

// While a statement is answered nothing moves under the finger: only who is there, and new action points.
function replaceQuietly(fresh) {
  for (const id of ["phone-header", "proposals"]) {
    const [old, next] = [document.getElementById(id), fresh.querySelector(`#${id}`)];
    if (!old || !next || old.contains(document.activeElement)) continue;
    old.replaceWith(next);
  }
}

async function fetchNow(view, patience = 10000) {
  const headers = etag && view === now().dataset.view ? { "If-None-Match": etag } : {};
  const answer = await ask(`${now().dataset.now}&stelling=${encodeURIComponent(view)}`, {
    headers,
    cache: "no-store",
    redirect: "manual",
    patience,
  });
  if (answer.status === 304) return null;
  if (answer.status === 404) {
    location.assign(`${now().dataset.sheet}?stoel=${now().dataset.seat}`);
    return null;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = parsed(await answer.text());
  if (!fresh) throw new Error("not a page of ours"); // of a Wi-Fi that wants a sign-in
  etag = answer.headers.get("ETag") || "";
  return fresh;
}

// The other statements of the theme, so that one can go on answering without a connection

let fetching;

function fetchAhead() {
  const { step, statements } = now().dataset;
  clearTimeout(fetching);
  if (!statements || ahead.step === step) return;
  fetching = setTimeout(async () => {
    try {
      const answer = await fetch(statements, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10000) });
      if (answer.ok) ahead = await answer.json();
    } catch {
      // The next statement is a new chance.
    }
  }, AHEAD * (1 + Math.random()));
}

const kept = (view) => (ahead.step === now().dataset.step && ahead.pages?.[view]) || "";

// Going to another statement, without a new page

async function go(view, href, { push = true, onlyStored = false } = {}) {
  if (!(await keeper.settled()) || (onlyStored && !keeper.isStored && !keeper.isWaiting)) return;
  let fresh;
  let isLost = false;
  try {
    fresh = await fetchNow(view, kept(view) ? 3000 : 10000);
  } catch {
    isLost = true;
    fresh = kept(view) && parsed(kept(view));
    etag = "";
  }
  if (fresh) {
    turnTo(fresh);
    if (push) history.pushState({ view }, "", href);
    path = location.pathname;
  }
  showConnection(isLost);
}

function addressOf(view) {
  const base = now().dataset.sheet;
  return view ? (view === "overzicht" ? `${base}overzicht/` : `${base}stelling/${view}/`) : base;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.dataset.go, link.href);
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "answer-form") return;
  event.preventDefault();
  const view = event.submitter?.dataset.next ?? "";
  if (!answerOf(event.target)) return keeper.complain(event.target.dataset.choose);
  keeper.save();
  if (event.submitter) go(view, addressOf(view), { onlyStored: true });
}, true);

addEventListener("popstate", () => {
  if (location.pathname === path) return; // only the explanation of a word was opened or closed
  const match = location.pathname.match(/\/stelling\/([0-9]+)\/$/);
  const view = match ? match[1] : location.pathname.endsWith("/overzicht/") ? "overzicht" : "";
  go(view, location.href, { push: false });
});

// Following the session

function showConnection(isLost) {
  const place = document.getElementById("connection");
  if (place) place.textContent = isLost ? now().dataset.lost : "";
}

function show(fresh, view, step) {
  if (fresh.dataset.step === step && fresh.dataset.view === view) {
    if (document.getElementById("answer-form")) replaceQuietly(fresh);
    else renew(fresh);
    return;
  }
  keeper.keep();
  turnTo(fresh);
  if (addressOf(fresh.dataset.view) !== location.pathname)
    history.replaceState({}, "", addressOf(fresh.dataset.view));
  path = location.pathname;
}

let isFollowing = false;
let isStale = false;
let lookingAgain;

async function follow() {
  if (isFollowing) {
    isStale = true;
    return;
  }
  isFollowing = true;
  try {
    const { view, step } = now().dataset;
    let fresh = await fetchNow(view);
    // The overview of one theme is no place to begin the next one.
    if (fresh && fresh.dataset.step !== step && view === "overzicht") fresh = await fetchNow("");
    if (fresh && view === now().dataset.view) show(fresh, view, step);
    showConnection(false);
  } catch {
    clearTimeout(lookingAgain);
    lookingAgain = setTimeout(follow, 2000 + Math.random() * 2000);
  } finally {
    isFollowing = false;
  }
  if (isStale) {
    isStale = false;
    follow();
  }
}

// Of a seat that is gone nothing can be sent any more; what was typed is still to be read.
function tellWithdrawn(section) {
  const { session, gone, withdrawn } = section.dataset;
  for (const seat of gone.split(" ").filter(Boolean)) {
    const waiting = new Waiting({ session, seat, held: `${session}.${seat}`, sheet: "", told: () => {} });
    for (const entry of waiting.open()) waiting.mark(entry.id, { r: withdrawn });
    if (waiting.list().length) new Unsaved(waiting).show();
  }
}

function start() {
  let looking;
  keeper = new AnswerKeeper(now);
  document.addEventListener("live:revision", follow);
  document.addEventListener("live:progress", () => {
    // Any party's answer is told; a room full of phones need not ask in the same instant.
    clearTimeout(looking);
    looking = setTimeout(() => keeper.lookAtColleagues(), 100 + Math.random() * 300);
  });
  document.addEventListener("live:lost", () => showConnection(true));
  document.addEventListener("live:back", () => {
    showConnection(false);
    keeper.waiting.flush();
    follow();
  });
  document.addEventListener("live:gone", follow);
  nameTheStep();
  keeper.begin();
  fetchAhead();
}

const withdrawn = document.querySelector("[data-withdrawn]");
if (withdrawn) tellWithdrawn(withdrawn);
else if (now()) start();
