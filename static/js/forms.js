/* Forms everywhere: no double submit, and the error summary gets the focus. */

function guardAgainstDoubleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    // A file is saved beside the page, which stays: its form can be sent again, for the file of another kind.
    if ("download" in form.dataset) {
      setTimeout(() => {
        delete form.dataset.sent;
        event.submitter?.removeAttribute("aria-busy");
      }, 2000);
    }
  });
  // A page that comes back from the back button must be usable again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
}

function focusErrorSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  const prefix = summary.dataset.errorSummary;
  if (prefix && !document.title.startsWith(prefix)) document.title = `${prefix}: ${document.title}`;
  summary.focus();
}

function offerCopyAndPrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const said = document.getElementById(button.getAttribute("aria-describedby"));
      if (said) said.textContent = button.dataset.copied;
    });
  }
}

guardAgainstDoubleSubmit();
offerCopyAndPrint();
focusErrorSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrorSummary(event.target));
