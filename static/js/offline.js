// Without a connection a page that is opened becomes /geen-verbinding/, see templates/offline_worker.js. That page
// tries again by itself as soon as it can.

const RETRY = 5000; // ms; some networks say they are back before they are, others never say it

/** Say that answers wait on this phone, on the page that says nothing else of anybody. */
function tellWaiting() {
  try {
    document.getElementById("waiting").hidden = !Object.keys(localStorage).some((key) => key.startsWith("wacht."));
  } catch {
    // Nothing is kept here.
  }
}

function keepTrying(button) {
  tellWaiting();
  if (location.pathname === button.dataset.here) return; // looked at for its own sake
  const again = () => location.reload();
  button.addEventListener("click", (event) => {
    event.preventDefault();
    again();
  });
  addEventListener("online", again);
  setInterval(async () => {
    try {
      // Not a page: the worker answers those itself.
      const answer = await fetch(button.dataset.retry, { cache: "no-store", signal: AbortSignal.timeout(4000) });
      if (answer.ok) again();
    } catch {
      // Still away.
    }
  }, RETRY);
}

const button = document.querySelector("[data-retry]");
if (button) keepTrying(button);
else if ("serviceWorker" in navigator)
  addEventListener("load", () => {
    // Refused where the browser keeps no data, as in a private window: then there is no such page.
    navigator.serviceWorker.register("/dienst.js", { updateViaCache: "none" }).catch(() => {});
  });
