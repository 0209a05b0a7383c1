// Answers that are not stored yet wait on this phone, per session and seat, and go by themselves, in order.
//
// An entry: { id, n statement, m moment, v version that was seen, a answer, t note, w answer in words, p what was sent
// before it without an answer }, and once the server refused it { r its words } or { c what a colleague answered }.
// Only our own acknowledgement counts: it names the statement and the seat. What a Wi-Fi's sign-in page answers does not.

import { ask } from "./asking.js";

const BESIDE = [2000, 3000, 4000]; // ms; a stage that is held for a moment is waited for
const PREFIX = "wacht.";
const FIRST_PAUSE = 800; // ms
const LONGEST_PAUSE = 10000;
const OTHER_TAB = 600; // ms to wait for a tab that sends already; one that sleeps is not waited for long

const memory = {}; // where the browser keeps nothing, as in some private windows

export class Waiting {
  /** `held`: the seats of this browser, as "session.seat"; `told(entry, outcome, said)` hears what became of each. */
  constructor({ session, seat, held, sheet, told }) {
    Object.assign(this, { session, seat, sheet, told });
    this.failures = 0;
    const all = held.split(" ").filter(Boolean);
    this.seats = all.filter((one) => one.startsWith(`${session}.`)).map((one) => one.split(".")[1]);
    this.all = all;
    addEventListener("online", () => this.flush());
    addEventListener("pageshow", () => this.flush());
    addEventListener("storage", (event) => event.key === this.key() && this.told(null, "elsewhere"));
  }

  // What is kept

  key(seat = this.seat) {
    return `${PREFIX}${this.session}.${seat}`;
  }

  /** Of a seat that this browser no longer holds nothing can be sent; it may be the phone of somebody else now. */
  forgetOthers() {
    const isGone = (key) => key.startsWith(PREFIX) && !this.all.includes(key.slice(PREFIX.length));
    try {
      for (const key of Object.keys(localStorage).filter(isGone)) localStorage.removeItem(key);
    } catch {
      // Nothing is kept here.
    }
  }

  list(seat = this.seat) {
    const key = this.key(seat);
    if (memory[key]) return memory[key];
    try {
      const found = JSON.parse(localStorage.getItem(key) || "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  write(entries, seat = this.seat) {
    const key = this.key(seat);
    try {
      if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
      delete memory[key];
    } catch {
      memory[key] = entries;
    }
  }

  get isSafe() {
    return !memory[this.key()]?.length;
  }

  of(number, moment) {
    return this.list().find((one) => String(one.n) === String(number) && one.m === moment);
  }

  /** What still has to go; a note without an answer is only kept. */
  open(seat = this.seat) {
    return this.list(seat).filter((one) => one.a && !one.r && !one.c);
  }

  put(entry) {
    const before = this.of(entry.n, entry.m);
    const rest = this.list().filter((one) => one !== before && one.id !== before?.id);
    const sent = before && !before.r ? [...(before.p || []), saidBy(before)] : [];
    this.write([...rest, { ...entry, p: sent, id: `${Date.now()}${Math.random()}` }]);
  }

  drop(id, seat = this.seat) {
    this.write(this.list(seat).filter((one) => one.id !== id), seat);
  }

  mark(id, more, seat = this.seat) {
    this.write(this.list(seat).map((one) => (one.id === id ? { ...one, ...more } : one)), seat);
  }

  // Sending

  /** Send what waits; resolves when all of it was stored or refused, or has to wait. */
  flush() {
    clearTimeout(this.retry);
    if (this.sending) {
      this.isStale = true;
      return this.sending;
    }
    if (!this.seats.some((seat) => this.open(seat).length)) return Promise.resolve();
    this.sending = this.alone(() => this.sendAll()).finally(() => {
      this.sending = null;
      if (!this.isStale) return undefined;
      this.isStale = false;
      return this.failures ? undefined : this.flush();
    });
    return this.sending;
  }

  /** One tab at a time. Two that send the same are one answer to the server, so a browser without locks does no harm. */
  async alone(work) {
    if (!navigator.locks) return work();
    for (let turn = 0; turn < 4; turn += 1) {
      const isDone = await navigator.locks.request(this.key("*"), { ifAvailable: true }, async (lock) => {
        if (lock) await work();
        return Boolean(lock);
      });
      if (isDone || !this.seats.some((seat) => this.open(seat).length)) return undefined;
      await new Promise((resolve) => setTimeout(resolve, OTHER_TAB));
    }
    return work();
  }

  async sendAll() {
    for (const seat of this.seats)
      for (let entry = this.open(seat)[0]; entry; [entry] = this.open(seat)) {
        const isMine = seat === this.seat;
        if (isMine && !this.failures) this.told(entry, "sending");
        const { outcome, said } = await this.send(seat, entry);
        if (outcome === "later") {
          this.failures += 1;
          if (isMine) this.told(entry, outcome, said);
          const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1));
          this.retry = setTimeout(() => this.flush(), pause * (0.75 + Math.random() / 2));
          return;
        }
        this.failures = 0;
        this.settle(seat, entry, outcome, said);
        if (isMine) this.told(entry, outcome, said);
      }
  }

  settle(seat, entry, outcome, said) {
    if (outcome === "clash") return this.mark(entry.id, { c: said.theirs }, seat);
    if (outcome === "own") return this.mark(entry.id, { v: said.theirs.version, p: [] }, seat);
    if (outcome === "refused") return this.mark(entry.id, { r: said.error }, seat);
    const isSame = (one) => String(one.n) === String(entry.n) && one.m === entry.m;
    const rest = this.list(seat).filter((one) => one.id !== entry.id);
    // What was chosen while this one was under way follows it.
    return this.write(rest.map((one) => (isSame(one) ? { ...one, v: said.version } : one)), seat);
  }

  async send(seat, entry) {
    try {
      const answer = await ask(`${this.sheet}stelling/${entry.n}/`, {
        method: "POST",
        body: new URLSearchParams({ seat, answer: entry.a, note: entry.t, moment: entry.m, expected_version: entry.v }),
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        redirect: "manual",
        beside: BESIDE,
      });
      const said = await answer.json();
      if (answer.ok) {
        const isOurs = String(said.statement) === String(entry.n) && String(said.seat) === seat && said.version > 0;
        return { outcome: isOurs ? "stored" : "later", said };
      }
      return { outcome: outcomeOf(said, entry), said };
    } catch {
      return { outcome: "later" };
    }
  }
}

const saidBy = (entry) => `${entry.a} ${entry.t}`;

function outcomeOf(said, entry) {
  // The page is loaded anew, once: what is refused after that stays refused.
  if (said.reload) return history.state?.again ? "refused" : "later";
  if (!said.name || said.name === "busy" || said.name === "error") return "later";
  if (said.name !== "staleanswer" || !said.theirs) return "refused";
  // It arrived after all, and only the acknowledgement got lost: this phone knows what it sent.
  const isOwn = entry.p?.includes(saidBy({ a: said.theirs.choice, t: said.theirs.note }));
  return isOwn ? "own" : "clash";
}

function token() {
  try {
    return JSON.parse(document.body.dataset.hxHeaders)["X-CSRFToken"];
  } catch {
    return "";
  }
}
