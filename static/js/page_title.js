// Names the page (its tab, its place in the history, what a screen reader says first) after what it shows now.
const whole = document.title;

export function nameThePage(text) {
  const said = text?.replace(/\s+/g, " ").trim();
  document.title = said ? `${said} · ${whole}` : whole;
}
