// What axe does not look at, as functions that return one line per fault. Runs in the page that is inspected.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const brief = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const isDrawn = (one) => one.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
  const HIDDEN = ".app-hidden, .nl-skip-link, template, [aria-hidden=true] *";

  /** For a screen reader only: a box of one pixel, or one that is cut away wholly. */
  function isHiddenOnPurpose(one) {
    if (one.closest(HIDDEN)) return true;
    for (let box = one; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).clipPath === "inset(50%)") return true;
    return false;
  }
  const FOCUSABLE =
    "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select:not(:disabled), " +
    "textarea:not(:disabled), summary, [tabindex]:not([tabindex='-1'])";
  const focusable = () => all(FOCUSABLE).filter(isDrawn);

  const isOfThePage = (one) => !one.closest("main, article, section, aside, nav");

  function structure() {
    const found = [];
    const count = (selector, mayCount = () => true) => all(selector).filter(isDrawn).filter(mayCount).length;
    const is = { h1: count("h1"), main: count("main") };
    if (!document.querySelector(".screen-blank")) is.header = count("header", isOfThePage);
    for (const [what, times] of Object.entries(is)) if (times !== 1) found.push(`${times} × ${what}`);
    if (count("footer", isOfThePage) > 1) found.push("more than one footer of the page");
    for (const level of [2, 3, 4])
      if (count(`h${level}`) && !count(`h${level - 1}`)) found.push(`h${level} without a h${level - 1}`);
    if (!/^\S.* · \S/.test(document.title)) found.push(`title says too little: ${document.title}`);
    const [first] = focusable();
    const skip = document.querySelector(".nl-skip-link");
    if (!skip && !document.body.matches(".app-screen")) found.push("no skip link");
    if (skip && first !== skip) found.push(`the skip link is not first, but ${brief(first)}`);
    const target = skip && document.querySelector(skip.hash);
    if (skip && !target?.matches("main, main *")) found.push("the skip link leads nowhere");
    const isFollowed = document.querySelector("[data-live-stream], [data-hx-trigger]");
    const speaks = "[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])";
    if (isFollowed && !document.querySelector(speaks)) found.push("changes by itself, without a live region");
    const said = all(speaks).map((one) => one.textContent.replace(/\s+/g, " ").trim());
    for (const words of new Set(said.filter((one, at) => one && said.indexOf(one) !== at)))
      found.push(`two live regions say: ${words}`);
    return found;
  }

  // Beside the page

  function isClippedAlready(one) {
    for (let box = one.parentElement; box && box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return true;
    return false;
  }

  const innermost = (out) => out.filter((one) => !out.some((other) => other !== one && one.contains(other)));

  function tooWide() {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = all("body *").filter(
      (one) => one.getBoundingClientRect().right > page.clientWidth + 1 && !isClippedAlready(one),
    );
    return [`${page.scrollWidth} wide in ${page.clientWidth}`, ...innermost(out).slice(0, 3).map(brief)];
  }

  /** Left of the page or above it: no scrolling leads there. */
  function isOutOfReach(one, [side, scrolled]) {
    if (!isDrawn(one) || isHiddenOnPurpose(one) || one.closest("[aria-hidden=true], script, style")) return false;
    const box = one.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || isClippedAlready(one)) return false;
    const isFixed = getComputedStyle(one).position === "fixed" || one.closest("dialog[open]");
    return box[side] + (isFixed ? 0 : scrolled) < -1;
  }

  function beforeThePage() {
    return [["left", scrollX], ["top", scrollY]].flatMap((way) =>
      innermost(all("body *").filter((one) => isOutOfReach(one, way)))
        .slice(0, 3)
        .map((one) => `out of reach, ${way[0] === "left" ? "left of" : "above"} the page: ${brief(one)}`),
    );
  }

  const stickingOut = () => [...tooWide(), ...beforeThePage()];

  // Text that is cut off, or lies over other text

  function cutOff() {
    return all("body *")
      .filter((one) => {
        if (!one.firstChild || one.matches("input, textarea, select, svg *") || !isDrawn(one)) return false;
        if (isHiddenOnPurpose(one) || !one.innerText?.trim()) return false;
        const { overflowX, overflowY, fontSize } = getComputedStyle(one);
        const isCut = (how) => how === "hidden" || how === "clip";
        if (one.clientWidth <= 1 || one.clientHeight <= 1) return false; // for a screen reader only
        return (
          (isCut(overflowX) && one.scrollWidth > one.clientWidth + 1) ||
          // Letters with a tail or an accent reach over their line, also where no text is lost.
          (isCut(overflowY) && one.scrollHeight > one.clientHeight + parseFloat(fontSize) * 0.4)
        );
      })
      .map((one) => `text is cut off: ${brief(one)}`);
  }

  const floats = (one) => {
    for (let box = one; box; box = box.parentElement)
      if (["fixed", "sticky"].includes(getComputedStyle(box).position)) return true;
    return false;
  };

  /** The part of a box that is not cut away by what scrolls around it. */
  function seenOf(box, one) {
    let { left, right, top, bottom } = box;
    for (let around = one; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflow === "visible") continue;
      const edge = around.getBoundingClientRect();
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return { left, right, top, bottom, width: right - left, height: bottom - top };
  }

  /** What somebody unfolded over the page and can fold away: nothing shines through it, so it hides what is below. */
  function unfoldedOver(one) {
    for (let box = one; box; box = box.parentElement) {
      const { position, backgroundColor, zIndex } = getComputedStyle(box);
      const isOpaque = backgroundColor.startsWith("rgb(");
      if (position === "absolute" && zIndex !== "auto" && isOpaque && box.closest("details[open]")) return box;
    }
    return null;
  }

  function lyingOver() {
    const pieces = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!data.trim() || isHiddenOnPurpose(parentElement) || !isDrawn(parentElement)) continue;
      if (parentElement.closest("script, style, option, svg, dialog") || floats(parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const whole of range.getClientRects()) {
        const box = seenOf(whole, parentElement);
        if (box.width > 2 && box.height > 2) pieces.push({ box, parentElement, over: unfoldedOver(parentElement) });
      }
    }
    pieces.sort((one, other) => one.box.top - other.box.top);
    const found = new Set();
    for (let at = 0; at < pieces.length; at++)
      for (let next = at + 1; next < pieces.length; next++) {
        const [one, other] = [pieces[at], pieces[next]];
        const rows = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        if (rows <= 0) break;
        if (one.parentElement === other.parentElement || one.over !== other.over) continue;
        const columns = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        // Half a line: the boxes of lines of text overlap a little where their letters do not.
        if (columns > 2 && rows > Math.min(one.box.height, other.box.height) / 2)
          found.add(`text lies over text: ${brief(one.parentElement)} and ${brief(other.parentElement)}`);
      }
    return [...found];
  }

  const SPACED = new CSSStyleSheet();
  SPACED.replaceSync(`
    *:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
  `); // the four values of WCAG 1.4.12

  function spaced() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, SPACED];
    const found = [...stickingOut(), ...cutOff(), ...lyingOver()];
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== SPACED);
    return found.map((line) => `with text spacing: ${line}`);
  }

  // Big enough to touch

  const SMALLEST = 44; // CSS pixels, WCAG 2.5.5
  const TOUCHED =
    "button, input:not([type=hidden]), select, textarea, summary, nav a[href], header a[href], " +
    "footer a[href], a.nl-button, a.app-pill, a.app-back, a.app-step, [role=button]";

  function touchArea(one) {
    const labels = one.matches("input[type=radio], input[type=checkbox]") ? [...one.labels] : [];
    const boxes = [one, ...labels].map((part) => part.getBoundingClientRect());
    const side = (name, pick) => pick(...boxes.map((box) => box[name]));
    return {
      width: side("right", Math.max) - side("left", Math.min),
      height: side("bottom", Math.max) - side("top", Math.min),
    };
  }

  function tooSmall() {
    return all(TOUCHED)
      .filter((one) => isDrawn(one) && !isHiddenOnPurpose(one))
      .map((one) => ({ one, ...touchArea(one) }))
      .filter(({ width, height }) => width < SMALLEST - 0.5 || height < SMALLEST - 0.5)
      .map(({ one, width, height }) => `${Math.round(width)} × ${Math.round(height)} is too small: ${brief(one)}`);
  }

  // The place of the keyboard

  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor"];
  const looks = (one) => {
    const parts = [one, one.nextElementSibling, one.labels?.[0], one.parentElement].filter(Boolean);
    return parts.map((part) => LOOK.map((name) => getComputedStyle(part)[name]).join()).join("|");
  };

  function withoutFocusRing() {
    const found = [];
    const kinds = new Set();
    const [had, top] = [document.activeElement, scrollY];
    for (const one of focusable()) {
      const kind = `${one.localName} ${one.type} ${one.className} ${one.parentElement.className}`;
      if (kinds.has(kind)) continue;
      kinds.add(kind);
      document.activeElement.blur();
      const before = looks(one);
      one.focus({ focusVisible: true, preventScroll: true });
      if (document.activeElement !== one) continue;
      if (looks(one) === before) found.push(`the focus is not seen on ${brief(one)}`);
    }
    if (had && had !== document.body) had.focus({ preventScroll: true });
    else document.activeElement.blur();
    scrollTo({ top, behavior: "instant" });
    return found;
  }

  /** What gets the focus scrolls into view; a bar that stays in its place may not cover all of it (WCAG 2.4.11). */
  function hiddenWithFocus() {
    if (!all("body *").some((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))) return [];
    const found = [];
    const top = scrollY;
    for (const one of focusable().filter((other) => !isHiddenOnPurpose(other) && !floats(other))) {
      one.focus();
      const parts = [one, ...(one.labels || [])].map((part) => part.getBoundingClientRect());
      const isSeen = parts.some(({ left, right, top: upper, bottom }) =>
        [0.1, 0.5, 0.9].some((down) =>
          [0.1, 0.5, 0.9].some((along) => {
            const there = document.elementFromPoint(left + along * (right - left), upper + down * (bottom - upper));
            return there && !floats(there);
          }),
        ),
      );
      if (document.activeElement === one && !isSeen) found.push(`hidden when it has the focus: ${brief(one)}`);
    }
    document.activeElement.blur();
    scrollTo({ top, behavior: "instant" });
    return found;
  }

  // What the system asks for

  const seconds = (list) => Math.max(...list.split(",").map((time) => parseFloat(time) * (time.includes("ms") ? 0.001 : 1)));

  function moving() {
    return all("body, body *")
      .filter((one) => {
        const { animationName, animationDuration, animationIterationCount, transitionDuration } = getComputedStyle(one);
        const runs = animationName !== "none" && seconds(animationDuration) > 0.01;
        return runs || (transitionDuration && seconds(transitionDuration) > 0.01) || (runs && animationIterationCount);
      })
      .map((one) => `moves, though less motion was asked for: ${brief(one)}`);
  }

  const EDGE = ["borderTop", "borderBottom", "outline"];
  const hasEdge = (one) => {
    const style = getComputedStyle(one);
    return EDGE.some((edge) => style[`${edge}Style`] !== "none" && parseFloat(style[`${edge}Width`]) >= 1);
  };
  const CHOSEN = "[aria-current]:not([aria-current=false]), [aria-pressed=true], input:checked";
  const COLOURED = ["backgroundColor", "color", "borderTopColor", "borderBottomWidth", "borderBottomStyle", "outlineStyle", "textDecorationLine", "fontWeight"];
  const drawnBy = (one) => (one.matches("input") && getComputedStyle(one).opacity === "0" ? one.nextElementSibling : one);
  const painted = (one) => COLOURED.map((name) => getComputedStyle(one)[name]).join();

  function lostInForcedColors() {
    const found = [];
    for (const one of all("button, input:not([type=hidden]), select, textarea, a.nl-button, a.app-pill")) {
      if (!isDrawn(one) || isHiddenOnPurpose(one)) continue;
      const drawn = drawnBy(one);
      const isNative = one.matches("input[type=radio], input[type=checkbox], input[type=file]") && drawn === one;
      const isUnderlined = getComputedStyle(one).textDecorationLine.includes("underline");
      if (drawn && !isNative && !isUnderlined && !hasEdge(drawn)) found.push(`no edge in forced colours: ${brief(one)}`);
    }
    for (const one of all(CHOSEN).filter(isDrawn)) {
      const drawn = drawnBy(one);
      if (!drawn || (one.matches("input") && drawn === one)) continue; // the browser draws it
      const others = all(`.${[...drawn.classList].map(CSS.escape)[0] || "none"}`).filter(
        (other) => other !== drawn && isDrawn(other) && other.localName === drawn.localName &&
          !other.matches(CHOSEN) && !other.previousElementSibling?.matches("input:checked"),
      );
      if (others.length && others.every((other) => painted(other) === painted(drawn)))
        found.push(`not seen as chosen in forced colours: ${brief(drawn)}`);
    }
    return found;
  }

  window.pageChecks = { structure, stickingOut, cutOff, lyingOver, spaced, tooSmall, withoutFocusRing, hiddenWithFocus, moving, lostInForcedColors };
})();
