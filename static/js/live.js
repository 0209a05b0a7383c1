// Keeps a page in step with its session. Reads the element of {% live_stream %}; dispatches on document:
// live:revision, live:progress (detail {revision, progress}), live:lost, live:back, live:gone, and live:unsure (detail
// {heardAt}) when the page may be old and asks first: it slept, was hidden, or was left and is come back to.
// Elements with data-follow="URL" are fetched again and morphed whenever the session changed.
import { ask, slowness } from "./asking.js";
import { followAll, isRefused } from "./follow.js";

const FIRST_WORD = 5000; // ms within which a stream must say something, or a proxy holds it back
const SPEAKS = 1000; // ms; the same of a stream that comes in the place of one that spoke: it begins with a word
const SILENCE = 6000; // ms; the stream repeats itself every 2 s
const POLL = 3000;
const PATIENCE = 6000;
const BESIDE = [500, 1000, 1500, 2000, 2500]; // ms without an answer; after each it goes over another connection too
const QUIET = 2500; // ms without a word, after which the page asks whether the server is still there
const FREE_AGAIN = 300; // ms; by then the connection that answered is free, and the newest one is what a browser takes
const TICK = 500;
const SLEPT = 8000; // ms between two ticks: the laptop slept, or its clock was put right
const HIDDEN = 4000; // ms after which a page that nobody sees gives its connection back
const LONGEST_PAUSE = 15000;
const STREAMS_PER_BROWSER = 4; // a browser opens six connections to one host over HTTP/1.1, for all its tabs

const jitter = (ms) => ms * (0.5 + Math.random() / 2);
const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(name, { detail }));

class Live {
  constructor(element) {
    const url = new URL(element.dataset.liveStream, location.href);
    url.searchParams.set("pagina", Math.random().toString(36).slice(2)); // its older stream makes room for a newer one
    this.url = url.href;
    this.stand = element.dataset.liveStand;
    this.revision = Number(element.dataset.liveRevision);
    this.progress = null; // unknown: the first word of the stream makes every counting fragment look once
    this.failures = 0;
    this.isLost = false;
    this.isGone = false;
    this.isUnsure = false;
    this.heardAt = Date.now();
    this.spokeAt = null; // when this stream last said something
    this.tickedAt = Date.now();
  }

  start() {
    if (this.isGone) return;
    this.connect();
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.poll()); // the server may be on this very machine
    addEventListener("pagehide", () => this.rest());
    addEventListener("pageshow", (event) => event.persisted && this.again());
    document.addEventListener("freeze", () => this.doubt());
    document.addEventListener("resume", () => this.again());
    document.addEventListener("visibilitychange", () => this.seen(!document.hidden));
    setInterval(() => this.tick(), TICK);
  }

  tick() {
    if (this.hasSlept() || document.hidden || !this.source) return;
    if (Date.now() - this.heardAt > QUIET) this.poll();
  }

  // No event tells that a laptop wakes up. What it hears first was often said before it slept.
  hasSlept() {
    const gap = Date.now() - this.tickedAt;
    this.tickedAt = Date.now();
    if (document.hidden || (gap < SLEPT && gap > -SLEPT)) return false;
    this.again();
    return true;
  }

  // The page may be old from here on, until the server said something again.
  doubt() {
    if (this.isGone) return;
    this.isUnsure = true;
    tell("live:unsure", { heardAt: this.heardAt });
  }

  seen(isSeen) {
    clearTimeout(this.hiding);
    if (!isSeen) this.hiding = setTimeout(() => this.rest(), HIDDEN);
    else if (!this.source || Date.now() - this.heardAt > QUIET) this.again();
  }

  rest() {
    this.doubt();
    this.disconnect();
    this.stopPolling();
    clearTimeout(this.reconnecting);
  }

  again() {
    if (this.isGone) return;
    this.rest();
    this.failures = 0;
    this.asking?.abort(); // its answer may be from before
    this.asking = null;
    this.poll(); // asked at once: a new stream may take seconds
    this.connect();
  }

  // The stream

  async connect(firstWord = FIRST_WORD) {
    this.disconnect();
    clearTimeout(this.reconnecting);
    const attempt = (this.attempt = {});
    const release = await takeSlot();
    if (this.attempt !== attempt) return release?.();
    if (!release) {
      this.startPolling();
      this.reconnecting = setTimeout(() => this.connect(), jitter(LONGEST_PAUSE));
      return;
    }
    this.release = release;
    this.source = new EventSource(this.url);
    this.source.onmessage = (message) => this.heard(JSON.parse(message.data));
    this.source.onerror = () => this.failed();
    this.source.addEventListener("gone", () => this.gone());
    this.watch(firstWord);
  }

  watch(patience) {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.failed(true), patience);
  }

  heard(stand) {
    if (this.hasSlept()) return;
    this.failures = 0;
    this.spokeAt = Date.now();
    this.stopPolling();
    this.watch(SILENCE);
    this.take(stand);
  }

  failed(isSilent = false) {
    this.disconnect();
    clearTimeout(this.reconnecting);
    this.failures += isSilent ? 2 : 1;
    if (this.failures >= 2) this.startPolling();
    this.reconnecting = setTimeout(
      () => this.connect(),
      jitter(Math.min(LONGEST_PAUSE, 400 * 2 ** Math.min(this.failures, 6))),
    );
  }

  disconnect() {
    this.attempt = this.spokeAt = null;
    clearTimeout(this.watchdog);
    this.source?.close();
    this.source = null;
    this.release?.();
    this.release = null;
  }

  // The fallback

  startPolling() {
    if (this.polling || this.isGone) return;
    this.polling = setInterval(() => this.poll(), POLL);
    this.poll();
  }

  stopPolling() {
    clearInterval(this.polling);
    this.polling = null;
  }

  async poll() {
    if (this.asking) return;
    const asking = (this.asking = new AbortController());
    const options = { cache: "no-store", redirect: "manual", signal: asking.signal };
    try {
      const answer = await ask(this.stand, { ...options, patience: PATIENCE, beside: BESIDE });
      const said = answer.ok ? await answer.json() : null;
      if (this.asking !== asking) return;
      if (said) {
        const { ticket, ...stand } = said;
        this.renew(ticket);
        this.take(stand);
        this.replaceDeadStream();
      } else if (await isRefused(answer, this.stand)) this.gone();
      else this.lose();
    } catch {
      if (this.asking === asking) this.lose();
    } finally {
      if (this.asking === asking) this.asking = null;
    }
  }

  // The server answers and is not slow, and its stream, which repeats itself, is silent. One that never spoke is not
  // replaced: a proxy may hold all of them back.
  replaceDeadStream() {
    if (!this.spokeAt || Date.now() - this.spokeAt < QUIET || slowness > 1) return;
    clearTimeout(this.reconnecting);
    this.reconnecting = setTimeout(() => this.connect(SPEAKS), FREE_AGAIN);
  }

  renew(ticket) {
    const url = new URL(this.url);
    url.searchParams.set("kaartje", ticket);
    this.url = url.href;
  }

  // What the page hears

  take(stand) {
    if (this.isGone) return;
    this.heardAt = Date.now();
    if (this.isLost || this.isUnsure) {
      this.isLost = this.isUnsure = false;
      tell("live:back", stand);
    }
    if (stand.revision > this.revision) {
      this.revision = stand.revision;
      tell("live:revision", stand);
    }
    if (stand.progress !== this.progress) {
      this.progress = stand.progress;
      tell("live:progress", stand);
    }
  }

  lose() {
    if (this.isLost || this.isGone) return;
    this.isLost = true;
    tell("live:lost", { heardAt: this.heardAt });
  }

  gone() {
    if (this.isGone) return;
    this.rest();
    this.isGone = true;
    tell("live:gone");
  }
}

// At most a few streams per browser, or its other tabs could load nothing at all. Without locks: no limit.
function takeSlot() {
  if (!navigator.locks) return Promise.resolve(() => {});
  const attempt = (number) =>
    new Promise((resolve) => {
      navigator.locks
        .request(`live-stream-${number}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null);
          return new Promise((release) => resolve(release));
        })
        .catch(() => resolve(() => {}));
    });
  return (async () => {
    for (let number = 0; number < STREAMS_PER_BROWSER; number += 1) {
      const release = await attempt(number);
      if (release) return release;
    }
    return null;
  })();
}

const element = document.querySelector("[data-live]");
if (element) {
  const live = new Live(element);
  document.addEventListener("live:refused", () => live.gone());
  followAll();
  live.start();
}
