// The order of talk: <ol data-order="id of the form that sends it"> with <li data-number data-title> and a grip to
// drag by, with a mouse, a pen or a finger; the buttons beside it send the same. A status says the new place.
const root = document.getElementById("console");
let dragged = null;
let moved = null; // the line that was moved, and from which place

const lines = () => [...root.querySelectorAll("#console-order-list > li")];
const numbers = () => lines().map((line) => line.dataset.number).join(",");

// A refresh would put back what is under the finger.
function hold(list, isHeld) {
  list.toggleAttribute("data-follow-keep", isHeld);
}

root.addEventListener("pointerdown", (event) => {
  const line = event.target.closest("[data-grip]")?.closest("li");
  if (!line || event.button) return;
  event.preventDefault();
  dragged = { line, list: line.parentElement, before: numbers() };
  line.classList.add("is-dragged");
  hold(dragged.list, true);
  event.target.setPointerCapture(event.pointerId);
});

root.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const over = lines().find((line) => {
    const box = line.getBoundingClientRect();
    return line !== dragged.line && event.clientY > box.top && event.clientY < box.bottom;
  });
  if (!over) return;
  const isBelow = dragged.line.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
  over[isBelow ? "after" : "before"](dragged.line);
});

function drop(isMeant) {
  if (!dragged) return;
  const { line, list, before } = dragged;
  dragged = null;
  line.classList.remove("is-dragged");
  hold(list, false);
  if (!isMeant) {
    list.append(...before.split(",").map((number) => document.getElementById(`order-${number}`)));
  } else if (numbers() !== before) {
    const form = document.getElementById(list.dataset.order);
    form.elements.numbers.value = numbers();
    moved = { number: line.dataset.number, from: before.split(",").indexOf(line.dataset.number) };
    form.requestSubmit();
  }
}

root.addEventListener("pointerup", () => drop(true));
root.addEventListener("pointercancel", () => drop(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && drop(false));

// At either end a button goes nowhere, and keeps its focus.
root.addEventListener("click", (event) => {
  const button = event.target.closest(".console-order__move");
  const line = button?.closest("li");
  if (button?.getAttribute("aria-disabled") === "true") event.preventDefault();
  else if (button) moved = { number: line.dataset.number, from: lines().indexOf(line) };
}, true);

// Said once it is so: an earlier refresh still has it where it was.
root.addEventListener("live:morphed", () => {
  const line = moved && document.getElementById(`order-${moved.number}`);
  const said = document.getElementById("console-order-said");
  const place = lines().indexOf(line);
  if (!line || !said || place === moved.from) return;
  moved = null;
  said.textContent = said.dataset.place.replace("{title}", line.dataset.title)
    .replace("{place}", place + 1).replace("{total}", lines().length);
});
