// The big screen: light or dark as the facilitator chose. What it shows is what the server shows now, or it says how
// old it is; after half an hour without a connection it blanks.

const TOO_OLD = 30 * 60 * 1000; // ms without a connection, or longer than anybody still looks at it
const IDLE = 90 * 60 * 1000; // ms in which nobody did anything, and names stand on the wall
const LATE = 3000; // ms in which a new state has to be there
const NEW = 4000; // ms for which an action point shows that it is new
const REVEAL = 2000;
const NAMES = new Set(["revealed", "overview", "wrap-up"]);

const lost = document.getElementById("lost");
const now = document.getElementById("now");
const look = () => document.getElementById("look")?.dataset ?? {};
const timers = {};
const seenPoints = new Map();
let isHeard = true;
let isLevel = true;
let currentAt = Date.now(); // until when the picture was certainly the present one
let askedAt = 0;
let offset = 0; // ms that the server is ahead of this laptop, whose clock may be wrong
let picture = "";

function after(name, ms, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, Math.max(0, ms));
}

function clock(moment) {
  const zone = lost.dataset.zone;
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  let time;
  try {
    time = new Intl.DateTimeFormat("en-GB", options).format(moment);
  } catch {
    time = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: undefined }).format(moment); // a zone it does not know
  }
  return document.documentElement.lang === "nl" ? time.replace(":", ".") : time;
}

function mark() {
  const isCurrent = isHeard && isLevel;
  if (isCurrent) {
    clearTimeout(timers.old);
    document.body.classList.remove("is-too-old");
  } else {
    lost.textContent = lost.dataset.words.replace("{time}", clock(new Date(currentAt + offset)));
    const left = Math.min(TOO_OLD, currentAt + TOO_OLD - Date.now());
    if (left <= 0) document.body.classList.add("is-too-old");
    else after("old", left, () => document.body.classList.add("is-too-old"));
  }
  lost.hidden = isCurrent;
}

function unheard(event) {
  if (isHeard && isLevel) currentAt = event.detail.heardAt || Date.now();
  isHeard = false;
  mark();
}

// Heard again: current if nothing happened meanwhile, else once the new picture is there.
function back(event) {
  isHeard = true;
  if (event.detail.revision > Number(look().revision)) isLevel = false;
  mark();
}

function looking() {
  if (!askedAt) askedAt = Date.now();
  after("late", askedAt + LATE - Date.now(), () => {
    if (isHeard && isLevel) currentAt = askedAt;
    isLevel = false;
    mark();
  });
}

function level() {
  clearTimeout(timers.late);
  askedAt = 0;
  isLevel = true;
  mark();
}

function gone() {
  for (const timer of Object.values(timers)) clearTimeout(timer);
  lost.hidden = true;
  document.body.classList.remove("is-too-old", "is-idle", "is-over");
  now.remove();
  document.getElementById("gone").hidden = false;
}

// Nobody took a step for so long that the room is empty: the names leave the wall until the next step.
function rest() {
  document.body.classList.remove("is-idle");
  clearTimeout(timers.idle);
  if (NAMES.has(picture)) after("idle", IDLE, () => document.body.classList.add("is-idle"));
}

// All dots come at once. What is drawn is whole from the first moment: an animation only lets it appear.
function reveal(before) {
  if (before !== "answering" || !["revealed", "overview"].includes(picture)) return;
  now.classList.add("is-revealing");
  after("reveal", REVEAL, () => now.classList.remove("is-revealing"));
}

// A point that was just written down; those of a picture that comes back were there before.
function pointOut(before) {
  const points = [...now.querySelectorAll("[data-point]")];
  const unseen = points.filter((point) => !seenPoints.has(point.id));
  const isNew = unseen.length === 1 && before === picture;
  for (const point of unseen) seenPoints.set(point.id, isNew ? Date.now() : 0);
  const isShownNew = (point) => before === picture && Date.now() - seenPoints.get(point.id) < NEW;
  for (const point of points) point.classList.toggle("is-new", isShownNew(point));
  if (isNew) after("new", NEW, () => points.forEach((point) => point.classList.remove("is-new")));
}

// The fragment says whether the screen is dark; the class of the house style stands on the page around it.
function drawn() {
  const before = picture;
  picture = look().picture ?? "";
  offset = Number(look().now) - Date.now();
  document.documentElement.classList.toggle("app-dark", look().dark === "yes");
  document.body.classList.remove("is-over");
  clearTimeout(timers.over);
  if (look().blankAfter) after("over", look().blankAfter * 1000, () => document.body.classList.add("is-over"));
  reveal(before);
  pointOut(before);
  rest();
}

// A projected laptop must not fall asleep during the talk; a browser that can't promise it is left as it is.
async function stayAwake() {
  try {
    if (!document.hidden) await navigator.wakeLock?.request("screen");
  } catch {
    // Low battery, or not allowed here.
  }
}

if (now) {
  drawn();
  document.addEventListener("live:lost", unheard);
  document.addEventListener("live:unsure", unheard);
  document.addEventListener("live:back", back);
  document.addEventListener("live:looking", looking);
  document.addEventListener("live:level", level);
  document.addEventListener("live:progress", rest);
  document.addEventListener("live:morphed", drawn);
  document.addEventListener("live:gone", gone);
}
stayAwake();
document.addEventListener("visibilitychange", stayAwake);
