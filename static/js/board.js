/* The board of the agenda by hand: dropping a card sets its own list of steps, and sends that form. */

function allowed(card, column) {
  return card.dataset.card.split(" ").includes(column.dataset.column);
}

function makeDraggable(board) {
  let dragged = null;
  for (const card of board.querySelectorAll("[data-card]")) {
    if (!card.querySelector("form")) continue;
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      card.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector("a").textContent);
    });
    card.addEventListener("dragend", () => {
      card.classList.remove("is-dragged");
      board.querySelectorAll(".is-target").forEach((column) => column.classList.remove("is-target"));
      dragged = null;
    });
  }
  for (const column of board.querySelectorAll("[data-column]")) {
    column.addEventListener("dragover", (event) => {
      if (!dragged || !allowed(dragged, column)) return;
      event.preventDefault();
      column.classList.add("is-target");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("is-target");
    });
    column.addEventListener("drop", (event) => {
      if (!dragged || !allowed(dragged, column)) return;
      event.preventDefault();
      const form = dragged.querySelector("form");
      form.querySelector("select").value = column.dataset.column;
      form.requestSubmit();
    });
  }
}

document.querySelectorAll("[data-board]").forEach(makeDraggable);
