// Shows what of this phone is not stored: how many answers wait, and what was refused, as it was typed.

export function warning(words) {
  const text = document.createElement("p");
  text.className = "app-saved app-saved--failed";
  const icon = document.getElementById("icon-error");
  text.append(...(icon ? [icon.content.cloneNode(true)] : []), words);
  return text;
}

export class Unsaved {
  constructor(waiting) {
    this.waiting = waiting;
    document.addEventListener("click", (event) => {
      const id = event.target.closest("#not-saved button")?.dataset.id;
      if (!id) return;
      waiting.drop(id);
      this.show();
    });
  }

  get section() {
    return document.getElementById("not-saved");
  }

  /** Say how many answers wait, but for that of the statement on the page, which says it itself. */
  count(number) {
    const place = document.getElementById("waits");
    if (!place) return;
    const { one, many } = place.dataset;
    const waits = this.waiting.failures ? this.waiting.open().filter((entry) => String(entry.n) !== number).length : 0;
    const words = [many.replace("0", waits), "", one][waits > 1 ? 0 : waits + 1];
    if (place.textContent !== words) place.textContent = words;
  }

  show() {
    const { section } = this;
    if (!section) return;
    this.markOverview();
    const shown = this.waiting.list().filter((one) => one.r || one.c);
    const mark = JSON.stringify(shown);
    if (section.dataset.mark === mark) return;
    section.dataset.mark = mark;
    section.hidden = !shown.length;
    section.querySelector("ul").replaceChildren(...shown.map((one) => this.line(section, one)));
  }

  line(section, entry) {
    const line = section.querySelector("template").content.cloneNode(true);
    const part = (selector) => line.querySelector(selector);
    part("[data-what]").textContent = `${part("[data-what]").dataset.what} ${entry.n}: ${entry.w}`;
    part("[data-note]").textContent = entry.t;
    part("[data-why]").textContent = entry.r || "";
    const choice = part("a");
    choice.hidden = !entry.c;
    choice.href = `${this.waiting.sheet}stelling/${entry.n}/`;
    choice.dataset.go = entry.n;
    part("button").hidden = Boolean(entry.c);
    part("button").dataset.id = entry.id;
    return line;
  }

  /** In the overview of own answers: what waits stands there as what waits. */
  markOverview() {
    const words = document.getElementById("waits")?.dataset.word;
    for (const entry of this.waiting.open()) {
      const place = document.querySelector(`.app-own-answer[data-go="${entry.n}"] .app-own-answer__choice`);
      if (place) place.textContent = `${entry.w} (${words})`;
    }
  }
}
