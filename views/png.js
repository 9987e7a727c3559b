// Asks for the picture when it is clicked; draws it twice its size, on white, once for each click.
const drawn = new WeakMap();
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob); link.download = name; link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
function draw(d, button) {
  const image = new Image(), at = URL.createObjectURL(new Blob([d.svg], { type: "image/svg+xml" }));
  image.onload = () => {
    const sheet = document.createElement("canvas");
    sheet.width = 2 * image.width; sheet.height = 2 * image.height;
    const pen = sheet.getContext("2d");
    pen.fillStyle = "#ffffff"; pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(image, 0, 0, sheet.width, sheet.height);
    URL.revokeObjectURL(at);
    sheet.toBlob((blob) => { save(blob, d.name); button.disabled = false; }, "image/png");
  };
  image.onerror = () => { button.disabled = false; };
  image.src = at;
}
export default function (c) {
  const button = c.parentElement.querySelector("button"), d = c.data;
  button.textContent = d.label;
  button.onclick = () => { button.disabled = true; c.setTriggerValue("asked", String(Date.now())); };
  if (d.svg && d.asked !== drawn.get(button)) { drawn.set(button, d.asked); draw(d, button); }
}
