// Keeps the answer on the page and the stored answer the same, and says "saved" only when the server did.

const FIRST_PAUSE = 800; // ms
const LONGEST_PAUSE = 10000;
const NOTE_REST = 900; // ms without a key before a note is saved

export const answerOf = (form) => new FormData(form).get("answer") || "";

export class AnswerKeeper {
  constructor(root) {
    this.root = root;
    this.listen();
  }

  get form() {
    return document.getElementById("answer-form");
  }

  get isWaiting() {
    return Boolean(this.form) && (this.isSaving || this.isDirty);
  }

  /** Start on the statement that is on the page now. */
  begin() {
    clearTimeout(this.retry);
    clearTimeout(this.resting);
    this.isSaving = this.isDirty = false;
    this.failures = 0;
    this.round = {};
    this.promise = null;
    this.stored = Number(this.form?.elements.expected_version.value) ? this.serial : null;
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
    addEventListener("online", () => this.isDirty && !this.isSaving && this.send());
    addEventListener("beforeunload", (event) => this.isWaiting && event.preventDefault());
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

  save() {
    const form = this.form;
    if (!form || !answerOf(form) || (this.isStored && !this.isWaiting)) return;
    if (form.elements.note.value.length > form.elements.note.maxLength) return this.complain(form.dataset.tooLong);
    this.isDirty = true;
    this.complain("");
    if (!this.isSaving) {
      clearTimeout(this.retry);
      this.send();
    }
  }

  send() {
    this.promise = this.sendOnce(this.form, this.round);
    return this.promise;
  }

  async sendOnce(form, round) {
    this.isSaving = true;
    this.isDirty = false;
    const sent = this.serial;
    if (!this.failures) this.show(form.dataset.saving, "busy");
    let answer, said;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(10000),
      });
      said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
      if (!said && answer.status !== 404 && answer.status !== 403) throw new Error(String(answer.status));
    } catch {
      if (round === this.round) this.failed(form);
      return;
    }
    if (round !== this.round) return;
    this.isSaving = false;
    if (said?.name === "busy") return this.failed(form);
    this.failures = 0;
    if (answer.ok) this.wasStored(form, said, sent);
    else if (said?.name === "staleanswer") this.ask(form, said);
    else this.refused(said, answer.status);
  }

  failed(form) {
    this.isSaving = false;
    this.isDirty = true;
    this.failures += 1;
    this.show(form.dataset.retrying, "failed");
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1));
    this.retry = setTimeout(() => this.isDirty && !this.isSaving && this.send(), pause * (0.75 + Math.random() / 2));
  }

  wasStored(form, said, sent) {
    form.elements.expected_version.value = said.version;
    this.stored = sent;
    if (this.isDirty) return this.send();
    this.show(said.words, "saved");
  }

  refused(said, status) {
    if (!said || said.reload) return location.reload(); // the seat or the sign of this page is gone
    this.show("", "");
    this.complain(said.error);
    if (status !== 409) return;
    this.rest = said.error; // the step of the session changed: told again on the page that comes
    document.dispatchEvent(new CustomEvent("live:revision"));
  }

  /** Wait until what was chosen is stored; false when it is not yet, or can't be. */
  async settled() {
    for (let turn = 0; turn < 3 && this.isWaiting && this.promise; turn += 1) await this.promise;
    return !this.isWaiting && !document.querySelector("dialog[open]");
  }

  /** The page changes while something is not stored: send it a last time and return what came of it. */
  async giveUp() {
    clearTimeout(this.retry);
    if (this.isDirty && !this.isSaving) this.send();
    if (this.isWaiting) await this.promise;
    const rest = this.rest || (this.isDirty ? this.form?.dataset.retrying : "");
    this.rest = "";
    return rest;
  }

  /** Say on the page that came what did not get stored on the page before. */
  tell(words) {
    const place = document.getElementById("messages");
    if (place && words) place.replaceChildren(this.warning(words));
  }

  warning(words) {
    const text = document.createElement("p");
    text.className = "app-saved app-saved--failed";
    const icon = document.getElementById("icon-error");
    text.append(...(icon ? [icon.content.cloneNode(true)] : []), words);
    return text;
  }

  // Two people of one party

  async lookAtColleagues() {
    if (!this.form && !document.querySelector("[data-view='overzicht']")) return;
    const round = this.round;
    try {
      const answer = await fetch(this.root().dataset.answers, {
        headers: this.etag ? { "If-None-Match": this.etag } : {},
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(10000),
      });
      if (!answer.ok) return;
      this.etag = answer.headers.get("ETag") || "";
      const { answers } = await answer.json();
      if (round !== this.round) return;
      if (this.form) this.take(answers[this.root().dataset.view]);
      else document.dispatchEvent(new CustomEvent("live:revision"));
    } catch {
      // The next answer of anybody is a new chance; what is stored is not in danger.
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

  ask(form, said) {
    const dialog = document.getElementById("two-answers");
    this.theirs = said.theirs;
    this.show("", "");
    dialog.querySelector("[data-words]").textContent = said.error;
    for (const [name, choice] of [["theirs", said.theirs.choice], ["mine", answerOf(form)]]) {
      const label = dialog.querySelector(`[data-${name}]`);
      label.textContent = `${label.dataset.label} ${this.inWords(form, choice)}`;
    }
    dialog.showModal();
  }

  inWords(form, choice) {
    const radio = [...form.querySelectorAll("input[name=answer]")].find((one) => one.value === choice);
    return /^[0-9]+$/.test(choice) ? choice : radio?.labels[0]?.textContent.trim() || choice;
  }

  chose(event) {
    const button = event.target.closest("#two-answers button");
    if (!button) return;
    document.getElementById("two-answers").close();
    if (button.value === "theirs") {
      this.put(this.form, this.theirs);
      this.show(this.theirs.words, "saved");
      return;
    }
    this.form.elements.expected_version.value = this.theirs.version;
    this.save();
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
    place.replaceChildren(...(words ? [this.warning(words)] : []));
  }
}
