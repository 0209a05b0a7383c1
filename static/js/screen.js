// The big screen: light or dark as the facilitator chose. Without a connection it keeps the last picture, says how
// old it is, and blanks after half an hour.

const TOO_OLD = 30 * 60 * 1000; // ms
const lost = document.getElementById("lost");
let heardAt = Date.now();
let blanking;

function clock(moment) {
  const [hours, minutes] = [moment.getHours(), moment.getMinutes()].map((n) => String(n).padStart(2, "0"));
  return hours + (document.documentElement.lang === "nl" ? "." : ":") + minutes;
}

document.addEventListener("live:lost", (event) => {
  heardAt = event.detail.heardAt || heardAt;
  lost.textContent = lost.dataset.words.replace("{time}", clock(new Date(heardAt)));
  lost.hidden = false;
  clearTimeout(blanking);
  blanking = setTimeout(() => document.body.classList.add("is-too-old"), heardAt + TOO_OLD - Date.now());
});

document.addEventListener("live:back", () => {
  clearTimeout(blanking);
  lost.hidden = true;
  document.body.classList.remove("is-too-old");
});

document.addEventListener("live:gone", () => {
  clearTimeout(blanking);
  lost.hidden = true;
  document.body.classList.remove("is-too-old");
  document.getElementById("now").remove();
  document.getElementById("gone").hidden = false;
});

// The fragment says whether the screen is dark; the class of the house style stands on the page around it.
document.addEventListener("live:morphed", () => {
  document.documentElement.classList.toggle("app-dark", document.getElementById("look")?.dataset.dark === "yes");
});

// A projected laptop must not fall asleep during the talk; a browser that can't promise it is left as it is.
async function stayAwake() {
  try {
    if (!document.hidden) await navigator.wakeLock?.request("screen");
  } catch {
    // Low battery, or not allowed here.
  }
}
stayAwake();
document.addEventListener("visibilitychange", stayAwake);
