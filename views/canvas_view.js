// The light message: handed to the drawing on the same page, and kept for a drawing that comes later.
export default function (c) {
  const bus = (globalThis.__maillage ??= new EventTarget());
  bus.last = c.data;
  bus.dispatchEvent(new CustomEvent("view", { detail: c.data }));
}
