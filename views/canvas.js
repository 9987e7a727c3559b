// The drawing: one heavy message makes it, light messages (canvas_view.js) say what is shown and selected.
// Names reach the page through textContent and the canvas alone, never as markup.
const nets = new WeakMap(), bus = (globalThis.__maillage ??= new EventTarget());
const text = (bytes) => new TextDecoder().decode(bytes);
const DIM = 0.22, NAMED = 60; // how faint the others are; up to how many neighbours are named

function shownBits(coded) {
  const bits = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
  return (i) => Boolean((bits[i >> 3] >> (i & 7)) & 1);
}

function near(nodes, lines, selected) { // whom a selection keeps lit; null when nothing of it is drawn
  const ends = new Set(selected.split("~").filter((one) => nodes.some((node) => node.id === one)));
  if (!ends.size) return null;
  if (!selected.includes("~")) for (const one of lines) if (ends.has(one.from) || ends.has(one.to)) ends.add(one);
  return new Set([...ends].flatMap((one) => (typeof one === "string" ? [one] : [one.from, one.to])));
}

function bytes(coded) {
  return coded ? Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0)) : null;
}

function looks(d, m) { // size and colour of each node: as usual, or by what it is measured
  const sizes = bytes(m.marks?.sizes), colours = bytes(m.marks?.colours);
  return (node, i) => {
    const own = colours && m.marks.palette[colours[i]];
    const color = own && { ...own, highlight: { ...own, border: "#0f172a" }, hover: own };
    return { size: sizes ? sizes[i] / 10 : node.size, color: color || node.color };
  };
}

function withPath(around, d, lit) { // a path stays lit beside the selection
  if (!lit.size) return around;
  return new Set([...(around ?? []), ...d.nodes.map((node) => node.id).filter((id) => lit.has(id))]);
}

function places(s, d, m) { // where each stands: as moved by hand, here or as Python remembers it; else as laid out
  return (node, i) => {
    const kept = m.moved[i];
    if (kept) delete s.hand[node.id];
    const [x, y] = kept ?? s.hand[node.id] ?? [node.x, node.y];
    return { x, y };
  };
}

function nodeUpdate(node, shown, around) {
  const lit = !around || around.has(node.id), close = around && lit && around.size <= NAMED;
  return { id: node.id, hidden: !shown, opacity: lit ? 1 : DIM, label: lit && (node.always || close) ? node.name : "" };
}

function lineUpdate(line, shown, change, around, selected, onPath) {
  const [count, dashed] = change ?? [line.count, line.dashed];
  const lit = !around || onPath || line.id === selected || line.from === selected || line.to === selected;
  return { id: line.id, hidden: !shown, label: count > 1 && lit ? String(count) : " ", dashes: dashed && [7, 5],
    width: (onPath ? 3 : 1) + Math.log2(count), color: { color: onPath ? "#1e3a8a" : "#7f8ea3", highlight: "#1e3a8a", opacity: lit ? 1 : DIM } };
}

function apply(s, d, m) {
  const shown = shownBits(m.shown), visible = (i) => shown(d.nodes.length + i);
  const lit = new Set(m.lit);
  const around = withPath(near(d.nodes, d.edges.filter((_, i) => visible(i)), m.selected ?? ""), d, lit);
  const look = looks(d, m), place = places(s, d, m);
  update(s, s.nodes, d.nodes.map((node, i) => ({ ...nodeUpdate(node, shown(i), around), ...look(node, i), ...place(node, i) })));
  update(s, s.edges, d.edges.map((line, i) => lineUpdate(line, visible(i), m.changes[i], around, m.selected, lit.has(line.id))));
  if (s.nodes.get(m.selected ?? "")) s.net.selectNodes([m.selected]);
  else if (s.edges.get(m.selected ?? "")) s.net.setSelection({ nodes: [], edges: [m.selected] });
  else s.net.unselectAll();
  legend(s, d, m);
  scales(s, m);
  s.host.setAttribute("aria-label", m.sentence);
  s.host.dataset.chosen = m.selected ?? "";
}

function update(s, held, now) { // only what looks otherwise than before: to draw thousands anew takes a while
  const other = now.filter((one) => s.looks.get(one.id) !== (one.looks = JSON.stringify(one)));
  for (const one of now) { s.looks.set(one.id, one.looks); delete one.looks; }
  if (other.length) held.update(other);
}

function choose(s, selected) { // at once, as Python will say: who waits for it does not see whether the click was heard
  if (bus.last?.version !== s.version) return;
  bus.last = { ...bus.last, selected };
  apply(s, s.data, bus.last);
}

function legend(s, d, m) {
  s.legend.replaceChildren(...m.legend.map((entry) => button(s, entry)), fitButton(s, m));
}

function scales(s, m) { // what sizes and colours mean, below the canvas, which makes room: the page does not move
  const said = JSON.stringify(m.scales);
  if (s.said === said) return;
  s.said = said;
  s.scales.hidden = !m.scales.length;
  s.scales.replaceChildren(...m.scales.map((scale) => {
    const line = document.createElement("p"), title = document.createElement("b");
    title.textContent = scale.title;
    line.append(title, ...scale.swatches.map(swatch));
    return line;
  }));
  s.net.setSize("100%", "100%");
  s.fitted = false;
}

function swatch(one) {
  const made = document.createElement("span"), dot = document.createElement("i");
  dot.style.width = dot.style.height = `${2 * one.size}px`;
  dot.style.background = one.fill; dot.style.borderColor = one.border;
  made.append(dot, one.word);
  return made;
}

function button(s, entry) {
  const made = document.createElement("button"), shape = document.createElement("span");
  made.type = "button"; made.dataset.kind = entry.kind;
  made.setAttribute("aria-pressed", String(entry.pressed));
  shape.textContent = entry.shape; shape.style.color = entry.color; shape.setAttribute("aria-hidden", "true");
  made.append(shape, ` ${entry.word} ${entry.count}`);
  made.onclick = () => s.to.setTriggerValue("kind", entry.kind);
  return made;
}

function fitButton(s, m) {
  const made = document.createElement("button");
  made.type = "button"; made.className = "fit"; made.textContent = m.fit;
  made.onclick = () => fit(s);
  return made;
}

function fit(s) {
  const seen = s.nodes.get({ filter: (node) => !node.hidden }).map((node) => node.id);
  if (seen.length) s.net.fit({ nodes: seen, animation: false, maxZoomLevel: 1.6 });
}

function allInSight(s) { // after growth: the reader's eye stays, unless something new is out of its sight
  const [wide, high] = [s.host.clientWidth, s.host.clientHeight];
  return s.nodes.get({ filter: (node) => !node.hidden }).every((node) => {
    const at = s.net.canvasToDOM({ x: node.x, y: node.y });
    return at.x > 0 && at.y > 0 && at.x < wide && at.y < high;
  });
}

function listen(s) {
  let clicks = 0;
  s.net.on("click", (p) => {
    const selected = p.nodes[0] ?? p.edges[0] ?? "";
    s.to.setStateValue("selected", [selected, Date.now() + clicks++]);
    setTimeout(() => choose(s, selected || null)); // when the message has left
  });
  s.net.on("doubleClick", (p) => p.nodes[0] && s.to.setTriggerValue("expand", p.nodes[0]));
  s.net.on("dragEnd", (p) => p.nodes.length && dropped(s, p.nodes[0]));
  s.net.on("hoverNode", (p) => tip(s, s.nodes.get(p.node)?.tip, p.pointer.DOM));
  for (const away of ["blurNode", "dragStart", "zoom"]) s.net.on(away, () => tip(s, "", null));
}

function dropped(s, id) { // told once, at the end; it stays here even before Python has heard
  const { x, y } = s.net.getPosition(id);
  s.hand[id] = [x, y];
  s.nodes.update({ id, x, y });
  s.looks.delete(id);
  s.to.setTriggerValue("moved", [id, x, y]);
}

function tip(s, words, at) {
  s.tip.hidden = !words; s.tip.textContent = words ?? "";
  if (at) { s.tip.style.left = `${at.x + 14}px`; s.tip.style.top = `${at.y + 14}px`; }
}

function draw(s, d) {
  const eye = s.net && s.start === d.start ? { position: s.net.getViewPosition(), scale: s.net.getScale() } : null;
  s.net?.destroy();
  s.start = d.start; s.fitted = Boolean(eye);
  s.looks = new Map();
  s.nodes = new vis.DataSet(d.nodes.map(({ name, ...node }) => ({ ...node, label: "" })));
  s.edges = new vis.DataSet(d.edges);
  s.net = new vis.Network(s.host, { nodes: s.nodes, edges: s.edges }, d.options);
  if (eye) s.net.moveTo({ ...eye, animation: false });
  s.eye = eye;
  s.hand = eye ? s.hand : {};
  s.host.at = (id) => s.net.getPosition(id);
  s.host.where = (id) => s.net.canvasToDOM(s.net.getPosition(id));
  listen(s);
}

function hear(s, d, m) {
  apply(s, d, m);
  s.host.dataset.moved = Object.keys(m.moved).length;
  s.host.dataset.lit = m.lit.join(" ");
  s.host.dataset.selected = m.selected ?? "";
  if (!s.fitted || (s.eye && !allInSight(s))) fit(s);
  s.fitted = true; s.eye = null;
  requestAnimationFrame(() => requestAnimationFrame(() => (s.host.dataset.ready = s.version)));
}

export default function (c) {
  const root = c.parentElement, host = root.querySelector(".net"), version = text(c.data.subarray(0, 16));
  let s = nets.get(root);
  if (!s) {
    s = { host, legend: root.querySelector(".legend"), scales: root.querySelector(".scales"), tip: root.querySelector(".tip") };
    nets.set(root, s);
    s.hear = (e) => e.detail.version === s.version && hear(s, s.data, e.detail);
    bus.addEventListener("view", s.hear);
  }
  s.to = c;
  if (s.version !== version) {
    s.version = version; delete host.dataset.ready;
    s.data = JSON.parse(text(c.data.subarray(16)));
    draw(s, s.data);
    if (bus.last?.version === version) hear(s, s.data, bus.last); // the light one may come first
  }
  return () => { bus.removeEventListener("view", s.hear); s.net.destroy(); nets.delete(root); };
}
