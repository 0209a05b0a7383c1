// The tour of a page: one card at a time, with what it points at marked. Without this script it is a list.

const tour = document.getElementById("rondleiding");

if (tour) {
  const details = tour.querySelector("details");
  const cards = [...tour.querySelectorAll("[data-tour-target]")];
  const buttons = tour.querySelector("[data-tour-buttons]");
  const back = tour.querySelector("[data-tour-back]");
  const on = tour.querySelector("[data-tour-on]");
  const label = on.querySelector("[data-tour-last]");
  const words = { next: label.textContent, last: label.dataset.tourLast };
  const form = tour.querySelector("form");
  let at = 0;
  let isOpen = details.open;

  // Of a heading the whole section it stands above is meant.
  function targetOf(card) {
    const target = document.getElementById(card.dataset.tourTarget);
    return (target?.matches("h2") && target.closest("section")) || target;
  }

  function mark() {
    for (const one of document.querySelectorAll(".app-tour-target")) one.classList.remove("app-tour-target");
    if (details.open) targetOf(cards[at])?.classList.add("app-tour-target");
  }

  function show(index, { withFocus = true } = {}) {
    at = index;
    for (const card of cards) card.hidden = details.open && card !== cards[at];
    back.disabled = at === 0;
    label.textContent = at === cards.length - 1 ? words.last : words.next;
    mark();
    if (!withFocus) return;
    cards[at].focus({ preventScroll: true });
    targetOf(cards[at])?.scrollIntoView({ block: "nearest" });
  }

  function turn({ withFocus } = {}) {
    tour.classList.toggle("app-tour--walking", details.open);
    document.documentElement.classList.toggle("app-tour-room", details.open);
    buttons.hidden = !details.open;
    show(0, { withFocus: withFocus && details.open });
  }

  // Who closes it early may go on later; who skips or finishes it has seen it.
  function leave() {
    const hadFocus = tour.contains(document.activeElement);
    isOpen = details.open = false;
    turn();
    tour.remove();
    const seen = new FormData(form);
    fetch(form.action, { method: "POST", body: seen, credentials: "same-origin" }).catch(() => {});
    if (hadFocus) document.getElementById("main")?.focus({ preventScroll: true });
  }

  // A browser also tells that it was open from the start; that takes nobody's focus.
  details.addEventListener("toggle", () => {
    if (details.open === isOpen) return;
    isOpen = details.open;
    turn({ withFocus: true });
  });
  back.addEventListener("click", () => show(at - 1));
  on.addEventListener("click", () => (at === cards.length - 1 ? leave() : show(at + 1)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  tour.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    // At once: a browser tells of it later, and then once for whoever opens it again meanwhile.
    isOpen = details.open = false;
    turn();
    details.querySelector("summary").focus();
  });
  // A page that follows the session is drawn anew under the tour.
  document.addEventListener("live:morphed", mark);
  if (isOpen) turn();
  // What gets the focus scrolls to under it, however high it is in this window and language.
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--app-tour-size", `${tour.offsetHeight}px`);
  }).observe(tour);
}
