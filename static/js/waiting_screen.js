// A big screen without a session: asks for a code by itself, and looks whether somebody typed it.

const EVERY = 2000; // ms
const RENEW = 20000; // ms between two codes, should they be over at once

function press(form) {
  const pressedAt = Number(sessionStorage.getItem("pressed-at"));
  if (Date.now() - pressedAt < RENEW && form.id === "new-code") return; // there is a button
  sessionStorage.setItem("pressed-at", Date.now());
  form.submit();
}

async function look(place) {
  if (place.dataset.looking) return;
  place.dataset.looking = "yes";
  const lost = document.getElementById("waiting-lost");
  try {
    const answer = await fetch(place.dataset.stand, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(answer.status);
    const { waits, address } = await answer.json();
    lost.hidden = true;
    if (address) location.replace(address);
    else if (!waits) location.replace(location.href); // its page has the button for a new code
  } catch {
    lost.hidden = false;
  } finally {
    delete place.dataset.looking;
  }
}

const button = document.querySelector("form[data-press]");
if (button) press(button);
const waiting = document.getElementById("waiting");
if (waiting) {
  setInterval(() => look(waiting), EVERY);
  addEventListener("pageshow", (event) => event.persisted && look(waiting));
  addEventListener("online", () => look(waiting));
}
