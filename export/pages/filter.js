(() => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const sheet = document.head.appendChild(document.createElement("style"));
  const said = form.querySelector("output");
  const hide = " {display: none !important}\n";
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
    sheet.textContent = css;
    const shown = (q) => [...document.querySelectorAll(q)].filter((e) => getComputedStyle(e).display !== "none").length;
    const people = new Set([...document.querySelectorAll("tr.person")].filter((e) => getComputedStyle(e).display !== "none").map((e) => e.dataset.w)).size;
    said.textContent = css === "" ? "" : `Shown: clients ${shown(".client")}, workers ${people}`;
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
})();
