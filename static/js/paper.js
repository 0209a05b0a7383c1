// The grid for answers from paper: Enter goes to the next field, the arrows up and down to the same one of another
// party. Without it Tab does all that is needed.
const grid = document.querySelector(".console-paper__grid");

function fieldBeside(field, rows) {
  const cell = field.closest("td");
  let row = cell.parentElement;
  do {
    row = rows > 0 ? row.nextElementSibling : row.previousElementSibling;
  } while (row && !row.cells[cell.cellIndex]?.querySelector("input[name]"));
  return row?.cells[cell.cellIndex].querySelector("input[name]");
}

function next(field) {
  const fields = [...grid.querySelectorAll(".console-paper__field")];
  return fields[fields.indexOf(field) + 1] ?? document.getElementById("paper-save");
}

grid?.addEventListener("keydown", (event) => {
  if (!event.target.matches(".console-paper__field")) return;
  const to = {
    Enter: () => next(event.target),
    ArrowDown: () => fieldBeside(event.target, 1),
    ArrowUp: () => fieldBeside(event.target, -1),
  }[event.key]?.();
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.select?.();
});
(document.querySelector(".console-paper__grid [aria-invalid='true']") ?? document.querySelector(".console-paper__field"))?.focus();
