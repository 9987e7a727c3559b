// Shows a picture as it is taken away; a click on what stands for a row of the table tells which row.
const shown = new WeakMap();
function draw(sheet, d) {
  const drawn = new DOMParser().parseFromString(d.svg, "image/svg+xml").documentElement;
  drawn.setAttribute("aria-label", d.told);
  sheet.replaceChildren(document.importNode(drawn, true));
}
export default function (c) {
  const sheet = c.parentElement.querySelector(".sheet"), d = c.data;
  if (shown.get(sheet) !== d.svg) { shown.set(sheet, d.svg); draw(sheet, d); }
  sheet.classList.toggle("opens", d.opens);
  sheet.onclick = (event) => {
    const mark = d.opens && event.target.closest("[data-row]");
    if (mark) c.setTriggerValue("row", mark.dataset.row);
  };
}
