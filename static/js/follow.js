// <section id="…" data-follow="URL" [data-follow-progress] [data-follow-etag="…"]>: fetched again when the session
// changed (and, with -progress, when somebody answered), and morphed so that focus, scroll and typed text stay.
// Elements with an id and data-follow-keep are left alone. Dispatches live:morphed on the element; on the document
// live:looking when it asks, and live:level when it shows what the server shows now.

import { ask } from "./asking.js";

const LONGEST_PAUSE = 8000; // ms
const BELIEVED = 3; // so often told the same older state: the server was put back to it
let heard = 0; // the newest revision that the server told of

class Follower {
  constructor(element) {
    this.element = element;
    this.etag = element.dataset.followEtag || "";
    this.failures = 0;
    this.older = 0;
    this.revision = Number(document.querySelector("[data-live]")?.dataset.liveRevision) || 0;
  }

  // Never more than one fetch under way; what happened meanwhile is one more fetch.
  look() {
    clearTimeout(this.waiting);
    if (this.isLooking) {
      this.isStale = true;
      return;
    }
    this.fetch();
  }

  async fetch() {
    this.isLooking = true;
    this.isStale = false;
    document.dispatchEvent(new CustomEvent("live:looking"));
    try {
      const answer = await ask(this.element.dataset.follow, {
        headers: this.etag ? { "If-None-Match": this.etag } : {},
        cache: "no-store",
        redirect: "manual",
      });
      if (answer.ok) {
        const html = await answer.text();
        if (/<html/i.test(html)) throw new Error("no fragment of ours"); // the page of a Wi-Fi that wants a sign-in
        this.accept(answer.headers.get("X-Revision"));
        this.etag = answer.headers.get("ETag") || "";
        morph(this.element, html);
      } else if (await isRefused(answer, this.element.dataset.follow)) {
        document.dispatchEvent(new CustomEvent("live:refused"));
        this.isStale = false;
        return;
      } else if (answer.status !== 304) throw new Error(answer.status);
      this.failures = 0;
    } catch {
      this.failures += 1;
      const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures);
      this.waiting = setTimeout(() => this.look(), pause * (0.5 + Math.random() / 2));
      return;
    } finally {
      this.isLooking = false;
    }
    if (this.isStale) this.fetch();
    else document.dispatchEvent(new CustomEvent("live:level"));
  }

  // An answer that was on its way for long must not take the place of what came after it.
  accept(told) {
    if (told === null) return;
    const revision = Number(told);
    const newest = Math.max(this.revision, heard);
    this.older = revision < newest ? this.older + 1 : 0;
    if (this.older && this.older < BELIEVED) throw new Error("an older state");
    if (this.older) heard = revision;
    this.revision = revision;
  }
}

/** Say whether an answer refuses us. A redirect is asked again: to our own sign-in, or to that of the Wi-Fi? */
export async function isRefused(answer, address) {
  if (answer.status) return [401, 403, 404, 410].includes(answer.status);
  try {
    const end = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    return end.redirected && new URL(end.url).origin === location.origin;
  } catch {
    return false;
  }
}

export function morph(element, html) {
  if (window.Idiomorph) {
    window.Idiomorph.morph(element, html, {
      morphStyle: "innerHTML",
      // For a focused button or landmark it would leave the whole content as it was.
      ignoreActiveValue: Boolean(document.activeElement?.matches("input, textarea, select")),
      restoreFocus: true,
      callbacks: {
        beforeNodeMorphed: (node) => !(node.id && node.dataset?.followKeep !== undefined),
        // What a reader unfolded stays unfolded.
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details, dialog")),
      },
    });
  } else element.innerHTML = html;
  window.htmx?.process(element);
  element.dispatchEvent(new CustomEvent("live:morphed", { bubbles: true }));
}

const followers = new WeakMap();

function lookAt(selector) {
  for (const element of document.querySelectorAll(selector)) {
    if (!followers.has(element)) followers.set(element, new Follower(element));
    followers.get(element).look();
  }
}

export function followAll() {
  document.addEventListener("live:revision", (event) => {
    heard = Math.max(heard, event.detail?.revision || 0);
    lookAt("[data-follow]");
  });
  document.addEventListener("live:progress", () => lookAt("[data-follow][data-follow-progress]"));
}
