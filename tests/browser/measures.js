// What the tests measure on a page of the big screen.

const SLACK = 0.25; // of the letters: those of other scripts reach over their line

function isShown(element) {
  const isVisible = element.getClientRects().length && getComputedStyle(element).visibility !== "hidden";
  return isVisible && !element.closest(".app-hidden, [hidden], .screen-order__title, title, desc, script, template");
}

function* textsShown() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.data.trim() && isShown(node.parentElement)) yield node;
  }
}

// The text of an action point may end in an ellipsis: it is whole in the report.
const SHORTENED = ".screen-agreed span, .screen-point__what";

function rectsOf(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const clamp = node.parentElement.closest(SHORTENED)?.getBoundingClientRect();
  return [...range.getClientRects()].filter((rect) => rect.width >= 2 && !(clamp && rect.bottom > clamp.bottom + 1));
}

function isCut(box) {
  const style = getComputedStyle(box);
  if (style.overflow === "visible" || style.textOverflow === "ellipsis") return false;
  if (box instanceof SVGElement || box.matches(SHORTENED)) return false;
  const slack = 1 + SLACK * parseFloat(style.fontSize);
  return box.scrollHeight > box.clientHeight + slack || box.scrollWidth > box.clientWidth + 1;
}

function areOver(a, b) {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > 2 && down > 0.2 * (a.height + b.height); // letters do not fill the height of their line
}

/** Text outside the window, cut off, or over other text. */
function faults() {
  const wrong = new Set();
  const boxes = [];
  for (const node of textsShown()) {
    for (const rect of rectsOf(node)) {
      const isOutside = rect.left < -1 || rect.top < -1 || rect.right > innerWidth + 1 || rect.bottom > innerHeight + 1;
      if (isOutside) wrong.add(`outside: ${node.data.trim()}`);
      boxes.push([rect, node]);
    }
    for (let box = node.parentElement; box !== document.body; box = box.parentElement) {
      if (isCut(box)) wrong.add(`cut: ${box.className}`);
    }
  }
  boxes.forEach(([rect, node], at) => {
    for (const [other, second] of boxes.slice(at + 1)) {
      if (node.parentElement === second.parentElement || !areOver(rect, other)) continue;
      wrong.add(`over each other: ${node.data.trim()} / ${second.data.trim()}`);
    }
  });
  return [...wrong];
}

/** In pixels, of all text on a revealed statement. */
function smallestLetters() {
  const sizes = [...textsShown()].map(({ parentElement: parent }) => {
    const scale = parent.ownerSVGElement ? parent.ownerSVGElement.getScreenCTM().a : 1;
    return parseFloat(getComputedStyle(parent).fontSize) * scale;
  });
  return Math.min(...sizes);
}

/** In pixels. */
function heightOfRow() {
  return [...document.querySelectorAll(".dot-plot__bands rect")].find(isShown).getBoundingClientRect().height;
}
