(() => {
  let now;
  try {
    const timeZone = document.documentElement.dataset.zone;
    now = new Intl.DateTimeFormat("en-CA", {timeZone, year: "numeric", month: "2-digit", day: "2-digit"}).format(new Date());
  } catch {
    return; // a zone that the browser does not know: the page is as it was written
  }
  // This week first: what is over goes behind the rest.
  for (const weeks of document.querySelectorAll(".weeks")) {
    for (const week of [...weeks.children]) {
      if (week.dataset.last < now) weeks.append(week);
    }
  }
  for (const head of document.querySelectorAll(`th[data-day="${now}"]`)) {
    head.classList.add("today");
    const box = head.closest(".scroll");
    box.scrollLeft = head.offsetLeft - head.closest("tr").firstElementChild.offsetWidth;
  }
  // Who comes today stands at the top.
  const card = document.querySelector(`.card[data-day="${now}"]`);
  if (!card) return;
  card.classList.add("today");
  const today = document.createElement("section");
  today.className = "only-today";
  const title = today.appendChild(document.createElement("h2"));
  title.textContent = "Today";
  today.append(card.cloneNode(true));
  document.querySelector(".weeks").before(today);
})();
