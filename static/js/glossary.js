// The glossary filters while one types. Without this script the button asks the server.

const search = document.querySelector("[data-glossary-search]");

if (search) {
  const field = search.querySelector("input");
  const count = document.getElementById("glossary-count");
  const entries = [...document.querySelectorAll("[data-glossary-entry]")];
  const letters = [...document.querySelectorAll("[data-glossary-letter]")];
  const sortable = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const texts = new Map(entries.map((entry) => [entry, sortable(entry.textContent)]));

  function filter() {
    const sought = sortable(field.value);
    for (const entry of entries) entry.hidden = !texts.get(entry).includes(sought);
    for (const letter of letters) letter.hidden = !letter.querySelector("[data-glossary-entry]:not([hidden])");
    const found = entries.filter((entry) => !entry.hidden).length;
    const { one, many, none } = count.dataset;
    count.textContent = found === 0 ? none : found === 1 ? one : many.replace("{number}", found);
  }

  field.addEventListener("input", filter);
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
}
