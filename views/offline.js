// A drawing in a file of its own: search, legend, drawer. Names reach the page through textContent and the canvas alone.
const one = (id) => document.getElementById(id);
async function unpacked(text) { // what `views.offline.packed` made
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(whole).text());
}
const d = await unpacked(JSON.parse(one("data").textContent));
one("old").remove(); // the sentence for browsers that come no further
// How faint the others are; up to how many neighbours are named, names found, actors listed.
const DIM = 0.22, NAMED = 60, FOUND = 8, LISTED = 20;
const byId = new Map(d.nodes.map((node) => [node.id, node])), lineById = new Map(d.lines.map((line) => [line.id, line]));
const hiddenKinds = new Set();
let selected = "";

function made(tag, words, look) {
  const element = document.createElement(tag);
  if (words) element.textContent = words;
  if (look) element.className = look;
  return element;
}

function pressed(words, look, act) {
  const button = made("button", words, look);
  button.type = "button"; button.onclick = act;
  return button;
}

const nodes = new vis.DataSet(d.nodes.map((node) => ({ id: node.id, x: node.x, y: node.y, shape: node.shape,
  size: node.size, label: "", color: { background: node.fill, border: node.border,
    highlight: { background: node.fill, border: "#0f172a" }, hover: { background: node.fill, border: "#0f172a" } } })));
const edges = new vis.DataSet(d.lines.map((line) => ({ id: line.id, from: line.low, to: line.high })));
const net = new vis.Network(one("net"), { nodes, edges }, d.options);

const shown = (id) => !hiddenKinds.has(byId.get(id).kind);
const visible = (line) => shown(line.low) && shown(line.high);

function near() { // whom a selection keeps lit; null without one
  if (!selected) return null;
  const line = lineById.get(selected);
  if (line) return new Set([line.low, line.high]);
  const around = d.lines.filter((other) => visible(other) && (other.low === selected || other.high === selected));
  return new Set([selected, ...around.flatMap((other) => [other.low, other.high])]);
}

function show() {
  const around = near(), close = around && around.size <= NAMED;
  nodes.update(d.nodes.map((node) => {
    const lit = !around || around.has(node.id);
    return { id: node.id, hidden: !shown(node.id), opacity: lit ? 1 : DIM,
      label: lit && (node.always || close || node.id === selected) ? node.short : "" };
  }));
  edges.update(d.lines.map((line) => {
    const lit = !around || [line.id, line.low, line.high].includes(selected);
    return { id: line.id, hidden: !visible(line), label: line.count > 1 && lit ? String(line.count) : " ",
      dashes: line.dashed && [7, 5], width: 1 + Math.log2(line.count) + (line.lit ? 1.5 : 0),
      color: { color: line.lit ? "#1e3a8a" : "#7f8ea3", highlight: "#1e3a8a", opacity: lit ? 1 : DIM } };
  }));
  if (byId.has(selected)) net.selectNodes([selected]);
  else if (lineById.has(selected)) net.setSelection({ nodes: [], edges: [selected] });
  else net.unselectAll();
  one("net").dataset.selected = selected;
}

function select(id) {
  selected = byId.has(id) || lineById.has(id) ? id : "";
  if (byId.has(selected) && !shown(selected)) { hiddenKinds.delete(byId.get(selected).kind); legend(); }
  show(); drawer();
}

function legend() {
  const kinds = d.legend.map((kind) => {
    const button = pressed("", "", () => {
      if (!hiddenKinds.delete(kind.kind)) hiddenKinds.add(kind.kind);
      if (byId.has(selected) && !shown(selected)) selected = "";
      legend(); show(); drawer(); one("legend").querySelector(`[data-kind="${kind.kind}"]`).focus();
    });
    const glyph = made("span", kind.glyph);
    glyph.style.color = kind.color; glyph.setAttribute("aria-hidden", "true");
    button.dataset.kind = kind.kind; button.setAttribute("aria-pressed", String(!hiddenKinds.has(kind.kind)));
    button.append(glyph, ` ${kind.word} ${kind.count}`);
    return button;
  });
  one("legend").replaceChildren(...kinds, pressed(d.words.fit, "fit", fit));
}

function scales() { // what sizes and colours mean
  one("scales").hidden = !d.scales.length;
  one("scales").append(...d.scales.map((scale) => {
    const row = made("p", "");
    row.append(made("b", scale.title), ...scale.swatches.map((swatch) => {
      const shown = made("span", ""), dot = made("i", "");
      dot.style.width = dot.style.height = `${2 * swatch.size}px`;
      dot.style.background = swatch.fill; dot.style.borderColor = swatch.border;
      shown.append(dot, swatch.word);
      return shown;
    }));
    return row;
  }));
}

function fit() {
  const seen = d.nodes.filter((node) => shown(node.id)).map((node) => node.id);
  if (seen.length) net.fit({ nodes: seen, animation: false, maxZoomLevel: 1.6 });
}

function statement(index) {
  const [source, quoteAt, noteAt, status, details] = d.said[index], quote = d.texts[quoteAt], note = d.texts[noteAt];
  const [title, publisher, published, url] = d.sources[source];
  const box = made("div", "", "said"), whence = made("p", "", "whence");
  if (status) box.append(made("p", status));
  if (quote) box.append(made("blockquote", quote));
  if (note) box.append(made("p", note));
  if (/^https?:\/\//.test(url)) {
    const link = made("a", title);
    link.href = url; link.target = "_blank"; link.rel = "noopener noreferrer";
    whence.append(link);
  } else whence.append(title);
  whence.append([publisher, published].filter(Boolean).map((part) => `, ${part}`).join(""),
    details.map((part) => ` · ${part}`).join(""));
  box.append(whence);
  return box;
}

function card(sentence, more, said) {
  const box = made("section", "", "card");
  box.append(made("h3", sentence));
  if (more) box.append(made("p", more));
  box.append(...said.map(statement));
  return box;
}

function ofNode(node) {
  const lines = d.lines.filter((line) => line.low === node.id || line.high === node.id);
  const linked = lines.flatMap((line) => line.links.map((link) => {
    return pressed(`${link.sentence} · ${link.how}`, "row", () => select(line.id));
  }));
  return [made("h2", node.name), made("p", `${node.word} · ${node.id}`, "whence"),
    ...node.facts.map(([sentence, odd, said]) => card(sentence, odd ? d.words.odd : "", said)),
    made("h2", `${d.words.links} (${linked.length})`), ...linked];
}

function ofLine(line) {
  const ends = [line.low, line.high].map((id) => pressed(byId.get(id).name, "row", () => select(id)));
  const told = line.links.map((link) => card(link.sentence, [link.how, link.when].filter(Boolean).join(" · "), link.said));
  return [made("h2", `${byId.get(line.low).name} — ${byId.get(line.high).name}`), ...ends, ...told];
}

function ofNobody() { // what to do, and the most linked: the keyboard needs no canvas
  const degree = (node) => d.lines.reduce((sum, line) => sum + ([line.low, line.high].includes(node.id) && line.count), 0);
  const ranked = d.nodes.map((node) => [degree(node), node]);
  ranked.sort((a, b) => b[0] - a[0] || (a[1].id < b[1].id ? -1 : 1));
  const rows = ranked.slice(0, LISTED).map(([, node]) => pressed(`${node.name} · ${node.word}`, "row", () => select(node.id)));
  return [made("h2", d.words.who), made("p", d.words.click), made("h2", d.words.most), ...rows];
}

function drawer() {
  const node = byId.get(selected), line = lineById.get(selected);
  one("drawer").replaceChildren(...(node ? ofNode(node) : line ? ofLine(line) : ofNobody()));
  one("drawer").scrollTop = 0;
}

const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const names = d.nodes.map((node) => [folded(node.name), node]);

function rank(name, wanted) { // the same, begins so, a word of it begins so, holds it
  const at = name.indexOf(wanted);
  return name === wanted ? 0 : at === 0 ? 1 : at < 0 ? 4 : /[\p{L}\p{N}]/u.test(name[at - 1]) ? 3 : 2;
}

function found() {
  const wanted = folded(one("search").value.trim());
  if (!wanted) return [];
  const ranked = names.map(([name, node]) => [rank(name, wanted), name, node]).filter(([of]) => of < 4);
  ranked.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2].id < b[2].id ? -1 : 1));
  return ranked.slice(0, FOUND).map(([, , node]) => node);
}

function inSight(id) {
  const at = net.canvasToDOM(net.getPosition(id)), { clientWidth, clientHeight } = one("net");
  return at.x > 0 && at.y > 0 && at.x < clientWidth && at.y < clientHeight;
}

function take(node) {
  one("search").value = ""; one("found").replaceChildren();
  select(node.id);
  if (!inSight(node.id)) net.moveTo({ position: net.getPosition(node.id), animation: false });
}

one("search").oninput = () => {
  const list = found().map((node) => pressed(`${node.name} · ${node.word}`, "row", () => take(node)));
  const nobody = one("search").value.trim() && !list.length ? [made("p", d.words.nobody)] : [];
  one("found").replaceChildren(...list, ...nobody);
};
one("search").onkeydown = (event) => { if (event.key === "Enter" && found().length) take(found()[0]); };
net.on("click", (at) => select(at.nodes[0] ?? at.edges[0] ?? ""));
net.on("hoverNode", (at) => { one("tip").hidden = false; one("tip").textContent = byId.get(at.node).name;
  one("tip").style.left = `${at.pointer.DOM.x + 14}px`; one("tip").style.top = `${at.pointer.DOM.y + 14}px`; });
for (const away of ["blurNode", "dragStart", "zoom"]) net.on(away, () => { one("tip").hidden = true; });
one("net").where = (id) => net.canvasToDOM(net.getPosition(id));
legend(); scales(); show(); drawer(); fit();
requestAnimationFrame(() => requestAnimationFrame(() => { one("net").dataset.ready = "1"; }));
