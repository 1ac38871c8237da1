/* The pieces that the explorer is made of. */
import * as picture from "./picture.js";

/** An element with attributes, listeners (`onclick`) and children. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function digitsOf({ labels, pixels }) {
  const bytes = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
  const row = (start) => Array.from(bytes.subarray(start, start + 28), (pixel) => pixel / 255);
  return Object.fromEntries(labels.map((label, index) => [
    label, Array.from({ length: 28 }, (_, line) => row(index * 784 + line * 28)),
  ]));
}

export function group(name, ...children) {
  return h("fieldset", {}, h("legend", {}, name), ...children);
}

export function choice(label, name, options, selected, chosen) {
  const list = h("select", {
    "aria-label": `${name}: ${label}`, "data-control": name, onchange: () => chosen(list.value),
  }, ...options.map((option) => h("option", { selected: option === selected }, option)));
  return list;
}

/** A part with its name and, in a line of its own so that all grids begin at one height, a note. */
export function figure(name, note, ...content) {
  return h("div", { class: "figure" },
    h("div", { class: "caption" }, h("b", {}, name), h("span", {}, note)), ...content);
}

/** Whether a key is for the browser or JupyterLab: Ctrl+S, Alt+←. */
export function isCommand(event) {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/** Keep plain keys from the page around: "d d" would delete the cell that the explorer stands in. */
export function kept(event) {
  if (!isCommand(event)) event.stopPropagation();
}

/** Words with `code` in them, as nodes. */
export function prose(words) {
  const parts = words.split("`");
  if (parts.length % 2 === 0) return [words]; // one that has no other is somebody's own
  return parts.map((part, index) => (index % 2 ? h("code", {}, part) : part));
}

/** Rows of cells, each made by `make(cell, row, column)`. */
export function grid(rows, columns, attributes, role, make) {
  const cells = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => {
    const cell = document.createElement("span");
    cell.setAttribute("role", role);
    make(cell, row, column);
    return cell;
  }));
  const lines = cells.map((line) => h("div", { role: "row" }, ...line));
  return { node: h("div", { class: "grid", ...attributes }, ...lines), cells };
}

/** Lay the shades of a map under the cells of a grid, and return what they mean. */
export function shade(node, map, top = 0, left = 0) {
  const [rows, columns] = [map.length, map[0].length];
  const shades = picture.shades(map);
  const canvas = node.querySelector("canvas") ?? h("canvas", { "aria-hidden": "true" });
  Object.assign(canvas, { width: columns, height: rows });
  canvas.style.cssText = `top: ${top}px; left: ${left}px; ` +
    `width: calc(${columns} * var(--side)); height: calc(${rows} * var(--side))`;
  const pixels = new ImageData(columns, rows);
  map.flat().forEach((value, index) => { pixels.data[4 * index + 3] = 255 * shades.of(value); });
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  if (canvas.parentNode !== node) node.prepend(canvas);
  return shades;
}

/** A part of the page with the sign that stands before it, which is for the eye only. */
export function after(sign, part) {
  return h("div", { class: "after" }, h("div", { class: "sign", "aria-hidden": "true" }, sign), part);
}
