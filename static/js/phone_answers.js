// Keeps the answer on the page and the stored answer the same, and says "saved" only when the server did.
import { ask } from "./asking.js";
import { Unsaved, warning } from "./phone_unsaved.js";
import { Waiting } from "./phone_waiting.js";

const NOTE_REST = 900; // ms without a key before a note is saved
const GONE_ON = ["toolate", "sessionover", "notopenyet", "noseat"]; // why the page itself is of before
const PATIENCE = 3000; // ms that the next statement waits for this one; it is safe on the phone

export const answerOf = (form) => new FormData(form).get("answer") || "";
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class AnswerKeeper {
  constructor(root) {
    this.root = root;
    this.known = {}; // what is stored, by statement and moment: newer than a page that was fetched ahead
    const { session, seat, held, sheet } = root().dataset;
    this.waiting = new Waiting({ session, seat, held, sheet, told: (...what) => this.told(...what) });
    this.waiting.forgetOthers();
    this.unsaved = new Unsaved(this.waiting);
    this.listen();
  }

  get form() {
    return document.getElementById("answer-form");
  }

  get number() {
    return this.root().dataset.view;
  }

  get moment() {
    return this.form?.elements.moment.value;
  }

  /** What of the statement on the page is not stored (yet). */
  get entry() {
    return this.form ? this.waiting.of(this.number, this.moment) : undefined;
  }

  get isWaiting() {
    return Boolean(this.entry);
  }

  /** Start on the statement that is on the page now, with what this phone kept of it. */
  begin() {
    clearTimeout(this.resting);
    this.unsaved.show();
    const { form } = this;
    if (!form) {
      this.unsaved.count("");
      this.waiting.flush();
      return;
    }
    const known = this.known[`${this.number} ${this.moment}`];
    if (known && known.version > Number(form.elements.expected_version.value)) this.put(form, known);
    this.stored = Number(form.elements.expected_version.value) ? this.serial : null;
    const { entry } = this;
    this.unsaved.count(this.number);
    if (entry && !entry.r) {
      this.put(form, { choice: entry.a, note: entry.t, version: entry.v });
      this.stored = null;
      if (entry.c) this.ask(form, entry);
      else if (entry.a) this.show(form.dataset.waiting, "failed");
    }
    this.waiting.flush();
  }

  get isStored() {
    return this.stored === this.serial;
  }

  get serial() {
    return `${answerOf(this.form)} ${this.form.elements.note.value.trim()}`;
  }

  listen() {
    document.addEventListener("change", (event) => {
      if (event.target.name === "answer" && event.target.form === this.form) this.save();
      if (event.target.id === "note") this.save();
    });
    document.addEventListener("input", (event) => {
      if (event.target.id !== "note") return;
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.save(), NOTE_REST);
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("click", (event) => this.chose(event));
    document.addEventListener("toggle", (event) => event.target.id === "note-details" && this.unfolded(event.target), true);
    addEventListener("pagehide", () => this.keep());
    addEventListener("beforeunload", (event) => !this.waiting.isSafe && event.preventDefault());
  }

  unfolded(details) {
    if (details.open && !document.getElementById("note").value) document.getElementById("note").focus();
  }

  /** A digit chooses a figure; 1 and then 0 within a second is ten. */
  pressed(event) {
    // Not while somebody stands on another control: a digit there may be the start of a note.
    const isFree = event.target.matches("body, main, h1, input[type=radio]");
    if (!this.form || !isFree || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[0-9]$/.test(event.key) || document.querySelector("dialog[open]")) return;
    const isTen = event.key === "0" && this.lastKey === "1" && event.timeStamp - this.lastAt < 1000;
    this.lastKey = event.key;
    this.lastAt = event.timeStamp;
    const radio = this.form.querySelector(`input[data-key="${isTen ? 10 : event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    this.save();
  }

  /** Keep on this phone what is on the page and not stored, also a note that has no answer yet. */
  keep() {
    const { form, entry } = this;
    if (!form || this.isStored || (!answerOf(form) && !form.elements.note.value.trim())) return false;
    const [a, t] = [answerOf(form), form.elements.note.value.trim()];
    if (entry && !entry.r && entry.a === a && entry.t === t) return true;
    const v = Number(form.elements.expected_version.value);
    this.waiting.put({ n: this.number, m: this.moment, v, a, t, w: this.inWords(form, a) });
    return true;
  }

  save() {
    const form = this.form;
    if (!form || (this.isStored && !this.isWaiting)) return;
    if (form.elements.note.value.length > form.elements.note.maxLength) return this.complain(form.dataset.tooLong);
    if (this.isStored) return this.backToStored(form);
    if (!this.keep() || !answerOf(form)) return;
    this.complain("");
    this.unsaved.show();
    if (this.waiting.failures) this.show(form.dataset.waiting, "failed");
    this.promise = this.waiting.flush();
  }

  /** Somebody chose what is stored again, while another choice waits: that goes after it. */
  backToStored(form) {
    this.stored = null;
    this.keep();
    this.show(form.dataset.waiting, "failed");
    this.promise = this.waiting.flush();
  }

  /** Hear what became of an answer of this seat, wherever it was given. */
  told(entry, outcome, said) {
    const form = entry && this.form && this.number === String(entry.n) && this.moment === entry.m ? this.form : null;
    if (outcome === "sending") {
      if (form) this.show(form.dataset.saving, "busy");
      return;
    }
    if (outcome === "elsewhere") this.lookAtColleagues();
    if (outcome === "later") {
      // They go in order: what is on the page waits too, also when another one was tried.
      if (this.entry?.a && !this.entry.c) this.show(this.form.dataset.waiting, "failed");
      if (said?.reload) return this.again();
    }
    if (outcome === "stored") this.wasStored(entry, form, said);
    if (outcome === "clash" && form) this.ask(form, { ...entry, c: said.theirs });
    if (outcome === "refused") this.wasRefused(entry, form, said);
    this.unsaved.show();
    this.unsaved.count(this.form ? this.number : "");
  }

  wasStored(entry, form, said) {
    this.known[`${entry.n} ${entry.m}`] = said;
    if (history.state?.again) history.replaceState({ ...history.state, again: false }, "");
    if (!form) return;
    form.elements.expected_version.value = said.version;
    this.stored = `${entry.a} ${entry.t}`;
    if (this.isStored && !this.isWaiting) this.show(said.words, "saved");
  }

  wasRefused(entry, form, said) {
    if (form) this.show("", "");
    if (form && !GONE_ON.includes(said.name)) {
      // What is wrong with it can be mended here, where it still stands.
      this.waiting.drop(entry.id);
      this.complain(said.error);
    } else document.dispatchEvent(new CustomEvent("live:revision"));
  }

  /** The sign of this page is no longer good; what waits is kept and goes from the new page. */
  again() {
    history.replaceState({ ...history.state, again: true }, "");
    location.reload();
  }

  /** Wait until what was chosen is stored or waits; false when it has to be looked at first. */
  async settled() {
    this.save();
    if (this.isWaiting && this.promise) await Promise.race([this.promise, pause(PATIENCE)]);
    return !document.querySelector("dialog[open]") && !this.entry?.r && !this.entry?.c;
  }

  // Two people of one party

  async lookAtColleagues() {
    if (!this.form && !document.querySelector("[data-view='overzicht']")) return;
    const { view, answers: address } = this.root().dataset;
    clearTimeout(this.lookingAgain);
    try {
      const answer = await ask(address, {
        headers: this.etag ? { "If-None-Match": this.etag } : {},
        cache: "no-store",
        redirect: "manual",
      });
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (!answer.ok) return;
      this.etag = answer.headers.get("ETag") || "";
      const { answers } = await answer.json();
      if (view !== this.number) return;
      if (!this.form) return document.dispatchEvent(new CustomEvent("live:revision"));
      for (const [number, said] of Object.entries(answers)) this.known[`${number} ${said.moment}`] = said;
      this.take(answers[this.number]);
    } catch {
      // What is stored is not in danger, but nobody else may answer for a while.
      this.lookingAgain = setTimeout(() => this.lookAtColleagues(), 2000 + Math.random() * 2000);
    }
  }

  /** Show what a colleague chose, unless something of this phone still has to be stored or chosen. */
  take(said) {
    const form = this.form;
    if (!said || this.isWaiting || document.activeElement?.id === "note") return;
    if (document.querySelector("dialog[open]")) return;
    if (said.version <= Number(form.elements.expected_version.value)) return;
    this.put(form, said);
    this.show(said.words, "saved");
  }

  put(form, said) {
    const radio = [...form.querySelectorAll("input[name=answer]")].find((one) => one.value === said.choice);
    if (radio) radio.checked = true;
    form.elements.note.value = said.note;
    form.elements.expected_version.value = said.version;
    this.stored = this.serial;
  }

  /** Two people of one party: show both answers and ask. */
  ask(form, entry) {
    const dialog = document.getElementById("two-answers");
    this.show("", "");
    for (const [name, choice, note] of [["theirs", entry.c.choice, entry.c.note], ["mine", entry.a, entry.t]]) {
      const label = dialog.querySelector(`[data-${name}]`);
      const { label: words, named } = label.dataset;
      const whose = named && entry.c.by ? named.replace("{who}", () => entry.c.by) : words;
      label.textContent = `${whose} ${this.inWords(form, choice)}${note ? ` – ${note}` : ""}`;
    }
    if (!dialog.open) dialog.showModal();
  }

  inWords(form, choice) {
    const radio = [...form.querySelectorAll("input[name=answer]")].find((one) => one.value === choice);
    return /^[0-9]+$/.test(choice) ? choice : radio?.labels[0]?.textContent.trim() || choice;
  }

  chose(event) {
    const button = event.target.closest("#two-answers button");
    const { entry, form } = this;
    if (!button || !entry?.c) return;
    document.getElementById("two-answers").close();
    this.waiting.drop(entry.id);
    if (button.value === "theirs") {
      this.put(form, entry.c);
      this.show(entry.c.words, "saved");
    } else {
      this.put(form, { choice: entry.a, note: entry.t, version: entry.c.version });
      this.stored = null;
      this.save();
    }
    this.unsaved.show();
  }

  // Words

  show(words, state) {
    const place = document.getElementById("saved");
    if (!place) return;
    place.className = `app-saved${state === "busy" || state === "failed" ? ` app-saved--${state}` : ""}`;
    const icon = document.getElementById({ saved: "icon-check", failed: "icon-error" }[state]);
    const text = document.createElement("span");
    text.textContent = words;
    place.replaceChildren(...(words ? [...(icon ? [icon.content.cloneNode(true)] : []), text] : []));
  }

  complain(words) {
    const place = document.getElementById("answer-error");
    if (!place) return;
    document.getElementById("skip").hidden = !words;
    place.replaceChildren(...(words ? [warning(words)] : []));
  }
}
