(() => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const sheet = document.head.appendChild(document.createElement("style"));
  const said = form.querySelector("output");
  const hide = " {display: none !important}\n";
  const names = (select) => [...(form.elements[select] ? form.elements[select].options : [])].filter((o) => o.value !== "");
  // What is searched for is shown with all that it has to do with: a client with those who come, a worker with where they go.
  const found = (text) => {
    const has = [];
    for (const [name, key] of [["client", "c"], ["worker", "w"], ["provider", "p"]]) {
      for (const o of names(name)) if (o.textContent.toLowerCase().includes(text)) has.push(`[data-${key}="${o.value}"]`);
    }
    const any = has.length > 0 ? `:is(${has.join()})` : "html:not(html)";
    return [".client", "tr.person"].map((q) => `${q}:not(${any}):not(:has(${any}))` + hide).join("");
  };
  // One style rule a choice: as fast with ten thousand shifts as with ten.
  const apply = () => {
    let css = "";
    for (const [name, key] of [["client", "c"], ["worker", "w"], ["provider", "p"]]) {
      const value = form.elements[name] ? form.elements[name].value : "";
      if (value === "") continue;
      const has = `[data-${key}="${value}"]`;
      css += `[data-${key}]:not(${has})` + hide;
      if (key === "c") css += `tr.person:not(:has(${has}))` + hide;
      else css += `.client:not(:has(${has}))` + hide;
    }
    const text = form.elements.q.value.trim().toLowerCase();
    if (text !== "") css += found(text);
    sheet.textContent = css;
    const shown = (q) => [...document.querySelectorAll(q)].filter((e) => getComputedStyle(e).display !== "none").length;
    const people = new Set([...document.querySelectorAll("tr.person")].filter((e) => getComputedStyle(e).display !== "none").map((e) => e.dataset.w)).size;
    said.textContent = css === "" ? "" : `Shown: clients ${shown(".client")}, workers ${people}`;
  };
  form.addEventListener("change", apply);
  form.elements.q.addEventListener("input", apply);
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
})();
