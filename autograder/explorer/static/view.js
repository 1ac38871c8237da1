/* The explorer on a page. A widget is one module: the Python side puts the imported ones in it. */
import * as picture from "./picture.js";
import * as page from "./page.js";
import * as controls from "./controls.js";
import * as asking from "./asking.js";
import * as sums from "./sums.js";
import * as kernel from "./kernel.js";

const { h } = page;

const ROOM = 300, ROOM_FOR_TWO = 226, LARGEST_CELL = 40, SMALLEST_CELL = 10, SMALLEST_WITH_NUMBERS = 24;
const NAMES = {
  convolution: { window: "Kernel", title: "Convolution" },
  max: { window: "Window", title: "Max pooling" },
  average: { window: "Window", title: "Average pooling" },
};
let views = 0;

class Explorer {
  constructor(model, root) {
    this.root = root;
    this.id = `cnn-explorer-${++views}`;
    const scene = model.get("scene");
    this.scene = scene;
    this.digits = scene.digits ? page.digitsOf(scene.digits) : {};
    this.state = {
      map: scene.given ? controls.GIVEN : scene.map, size: scene.size, kernel: scene.kernel,
      window: scene.window, strides: scene.strides, padding: scene.padding, relu: false,
    };
    this.cell = [0, 0];
    this.asker = asking.askerOf(model, (answer) => this.show(answer));
    this.frame();
    this.build();
    if (!this.hasNumbers) this.go([this.geometry.rows >> 1, this.geometry.columns >> 1]);
  }

  close() {
    this.pause();
    this.asker.close();
  }

  /* What stays: controls, places for the maps, and the words. */

  frame() {
    const { kind } = this.scene;
    const title = this.scene.function
      ? `${NAMES[kind].title}, by your ${this.scene.function}` : NAMES[kind].title;
    this.stage = h("div", { class: "stage" });
    this.sum = h("div", { class: "sum" });
    this.legend = h("p", { class: "legend" });
    this.status = h("p", { class: "status", role: "status" });
    this.told = h("div", { class: "told", "aria-live": "polite" });
    this.controls = controls.controlsOf({
      scene: this.scene, state: this.state, digits: this.digits, window: NAMES[kind].window,
      change: (difference, rebuilds) => this.change(difference, rebuilds),
    });
    this.play = h("button", { type: "button", onclick: () => this.toggle() });
    const back = h("button", { type: "button", onclick: () => this.step(-1) }, "◀ Back");
    const next = h("button", { type: "button", onclick: () => this.step(1) }, "Step ▶");
    this.buttons = h("div", { class: "buttons", role: "group", "aria-label": "Slide the window" },
      back, this.play, next,
      h("span", { class: "hint" }, "or point at the output, or Tab to it and use the arrow keys"));
    this.root.append(h("section", { class: "cnn-explorer", "aria-label": title, onkeydown: page.kept },
      h("div", { class: "title" }, title),
      ...this.scene.remarks.map((remark) => h("p", { class: "remark" }, ...page.prose(remark))),
      this.controls.node, this.buttons, this.stage, this.status, this.legend, this.told));
    this.pause();
  }

  /* What changes. */

  change(difference, rebuilds = true) {
    this.state = { ...this.state, ...difference };
    if (difference.window && this.scene.kind === "convolution") {
      this.state.kernel = picture.resized(this.state.kernel, difference.window);
    }
    if (rebuilds) this.build(); else this.paint();
  }

  mapNow() {
    const { map, size } = this.state;
    if (map === controls.GIVEN) return this.scene.given;
    return this.digits[map] ?? picture.mapNamed(map, size);
  }

  kernelNow() {
    return this.scene.kind === "convolution"
      ? this.state.kernel.map((row) => row.map((text) => picture.weightOf(text) ?? 0)) : null;
  }

  build() {
    const { state } = this;
    this.map = this.mapNow();
    const size = [this.map.length, this.map[0].length];
    this.geometry = picture.geometryOf({
      map: size, window: state.window, strides: state.strides, padding: state.padding,
    });
    const { rows, columns, top, bottom, left, right } = this.geometry;
    this.cell = picture.clamped(this.cell, this.geometry);
    const longest = Math.max(size[0] + top + bottom, size[1] + left + right);
    const room = this.scene.function ? ROOM_FOR_TWO : ROOM;
    this.side = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor(room / longest)));
    this.hasNumbers = this.side >= SMALLEST_WITH_NUMBERS;
    this.stage.style.setProperty("--side", `${this.side}px`);
    this.stage.classList.toggle("pixels", !this.hasNumbers);

    const isConvolution = this.scene.kind === "convolution";
    this.stage.replaceChildren(
      this.inputFigure(size),
      page.after(isConvolution ? "∗" : "→",
        h("div", { class: "middle" }, ...(isConvolution ? [this.kernelFigure(), this.sum]
          : [page.figure("Window", state.window.join("×"), this.sum)]))),
      ...(rows ? [page.after(isConvolution ? "=" : "→", this.outputFigure())] : []));
    this.buttons.hidden = !rows;
    this.paint();
  }

  inputFigure([height, width]) {
    const { top, bottom, left, right } = this.geometry;
    const [rowsReached, columnsReached] = picture.reachedOf(this.geometry);
    this.unreached = rowsReached.includes(false) || columnsReached.includes(false);
    const { node, cells } = page.grid(height + top + bottom, width + left + right,
      { role: "table", "aria-label": this.inputWords() }, "cell", (cell, line, place) => {
        const row = line - top, column = place - left;
        const value = this.map[row]?.[column];
        if (value === undefined) {
          cell.className = "zero";
          cell.textContent = this.scene.kind === "convolution" && this.hasNumbers ? "0" : "";
        } else {
          if (!(rowsReached[row] && columnsReached[column])) cell.className = "unreached";
          if (this.hasNumbers) this.write(cell, value);
        }
      });
    this.inputCells = cells;
    this.outline = h("div", { class: "window" });
    node.append(this.outline);
    if (!this.hasNumbers) page.shade(node, this.map, top * this.side, left * this.side);
    const beyond = this.scene.kind === "convolution" ? "zeros" : "padding";
    const arrows = `↑${top} ↓${bottom} ←${left} →${right}`;
    const note = this.paddingWords() ? ` + ${beyond} ${arrows}` : "";
    return page.figure("Input", `${height}×${width}${note}`, node);
  }

  paddingWords() {
    const { top, bottom, left, right } = this.geometry;
    const sides = Object.entries({ above: top, below: bottom, left, right });
    return sides.filter(([, count]) => count).map(([side, count]) => `${count} ${side}`).join(", ");
  }

  inputWords() {
    const [height, width] = this.geometry.map;
    const padding = this.paddingWords();
    return `Input, ${height} by ${width}${padding ? `, padded: ${padding}` : ""}`;
  }

  kernelFigure() {
    return kernel.kernelOf(this.state.kernel, (row, column, text) => this.weight(row, column, text));
  }

  weight(row, column, text) {
    this.state.kernel = this.state.kernel.with(row, this.state.kernel[row].with(column, text));
    this.paint();
  }

  outputFigure() {
    const { rows, columns } = this.geometry;
    const { node, cells } = page.grid(rows, columns, {
      role: "grid", tabindex: 0, class: "grid output",
      "aria-label": `Output, ${rows} by ${columns}. Arrow keys move the window.`,
      onkeydown: (event) => this.pressed(event),
      onpointermove: (event) => this.pointed(event), onpointerdown: (event) => this.pointed(event),
    }, "gridcell", (cell, row, column) => {
      cell.id = `${this.id}-${row}-${column}`;
      cell.dataset.place = `${row},${column}`;
    });
    this.output = node;
    this.outputCells = cells;
    this.yours = h("div", { class: "yours" });
    const name = this.scene.function ? "Keras" : "Output";
    const result = page.figure(name, `${rows}×${columns}`, node);
    this.scale = h("div", { class: "scale" });
    result.append(this.scale);
    if (!this.scene.function) return result;
    return h("div", { class: "results" }, result, this.yours);
  }

  /** A page that grows under a pointer at rest is no gesture: only moves are heard. */
  pointed(event) {
    const place = event.target.closest?.("[data-place]")?.dataset.place;
    if (!place) return;
    this.pause();
    if (place !== String(this.cell)) this.go(place.split(",").map(Number));
  }

  pressed(event) {
    const next = page.isCommand(event) ? null : picture.moved(this.cell, event.key, this.geometry);
    if (!next) return;
    event.preventDefault();
    this.pause();
    this.go(next);
  }

  /* Numbers and shades. */

  write(cell, value) {
    const text = typeof value === "string" ? value : picture.written(value);
    cell.textContent = text;
    cell.classList.toggle("long", text.length > 4);
  }

  paint() {
    const { kind } = this.scene;
    const weights = this.kernelNow();
    const hasFixedSize = this.state.map === controls.GIVEN || this.state.map in this.digits;
    this.controls.show({ kernel: this.state.kernel, hasFixedSize });
    if (this.geometry.rows) {
      const output = picture.outputOf(kind, this.map, weights, this.geometry);
      this.numbers = this.state.relu ? output.map((row) => row.map((value) => Math.max(value, 0))) : output;
      if (this.hasNumbers) {
        this.numbers.forEach((line, row) => line.forEach((value, column) =>
          this.write(this.outputCells[row][column], value)));
        this.scale.replaceChildren();
      } else {
        this.explain(page.shade(this.output, this.numbers));
      }
    }
    this.move();
    this.ask();
    this.explainMarks();
  }

  explain({ low, high, of }) {
    const at = (value) => {
      const box = h("span", { class: "sample" });
      box.style.setProperty("--v", of(value));
      return h("span", {}, box, ` ${picture.written(value)}`);
    };
    const values = [...new Set([low, 0, high])];
    this.scale.replaceChildren(...values.map(at));
  }

  explainMarks() {
    const { top, bottom, left, right } = this.geometry;
    const marks = [["window-mark", "the window"]];
    const isConvolution = this.scene.kind === "convolution";
    if (isConvolution && this.hasNumbers) marks.push(["weight-mark", "in its corners: the weights"]);
    if (top + bottom + left + right) marks.push(["zero", isConvolution ? "padding: zeros" : "padding: never counted"]);
    if (this.unreached) marks.push(["unreached", "no window reaches it"]);
    if (this.answer?.wrong?.flat().includes(true)) marks.push(["wrong", "not what Keras has there"]);
    this.legend.replaceChildren(...marks.map(([mark, words]) =>
      h("span", {}, h("span", { class: `mark ${mark}` }), words)));
  }

  /* The window. */

  go(cell) {
    this.cell = cell;
    this.move();
  }

  step(steps) {
    this.pause();
    this.go(picture.stepped(this.cell, steps, this.geometry));
  }

  toggle() {
    if (this.timer) return this.pause();
    const { rows, columns } = this.geometry;
    this.play.textContent = "❚❚ Pause";
    this.go([0, 0]);
    this.output.classList.add("playing");
    this.timer = setInterval(() => {
      const next = picture.stepped(this.cell, 1, this.geometry);
      if (next[0] + next[1] === 0) this.pause(); else this.go(next);
    }, Math.max(40, Math.min(900, 15000 / (rows * columns))));
    this.move();
  }

  pause() {
    if (this.timer) clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = "▶ Play";
    this.output?.classList.remove("playing");
    if (this.numbers) this.tell();
  }

  move() {
    if (!this.geometry.rows) {
      this.sum.replaceChildren();
      this.outline.hidden = true;
      this.say(`No window fits: the ${NAMES[this.scene.kind].window.toLowerCase()} is larger than the map.`);
      return;
    }
    const [row, column] = this.cell;
    const at = picture.windowAt(this.geometry, this.cell);
    const cells = picture.cellsOf(this.map, this.kernelNow(), at);
    const value = picture.numberOf(this.scene.kind, cells);
    const { top, left } = this.geometry;
    Object.assign(this.outline.style, {
      left: `${(at.left + left) * this.side}px`, top: `${(at.top + top) * this.side}px`,
      width: `${at.width * this.side}px`, height: `${at.height * this.side}px`,
    });
    this.root.querySelectorAll(".in-window, .current, .largest").forEach((cell) => {
      cell.classList.remove("in-window", "current", "largest");
      delete cell.dataset.times;
    });
    const winner = this.scene.kind === "max" ? cells.findIndex((one) => one.value === value) : -1;
    cells.forEach((one, index) => {
      const cell = this.inputCells[at.top + one.row + top][at.left + one.column + left];
      cell.classList.add("in-window");
      if (index === winner) cell.classList.add("largest");
      if (one.weight !== null && this.hasNumbers) cell.dataset.times = `×${picture.written(one.weight)}`;
    });
    this.outputCells[row][column].classList.add("current");
    this.yourCells?.[row]?.[column]?.classList.add("current");
    this.output.setAttribute("aria-activedescendant", this.outputCells[row][column].id);
    if (this.timer) {
      this.outputCells.forEach((line, r) => line.forEach((cell, c) =>
        cell.classList.toggle("ahead", r > row || (r === row && c > column))));
    } else {
      this.outputCells.forEach((line) => line.forEach((cell) => cell.classList.remove("ahead")));
    }
    this.sum.replaceChildren(...sums.sumOf({
      kind: this.scene.kind, columns: this.state.window[1], place: this.cell, cells, value, winner,
      relu: this.state.relu,
    }));
    this.now = { at, cells, value };
    if (!this.timer) this.tell();
  }

  tell() {
    const { at, cells, value } = this.now ?? {};
    if (!cells || !this.geometry.rows) return;
    const yours = this.answer?.received?.[this.cell[0]]?.[this.cell[1]];
    const more = yours === undefined ? "" : ` Your ${this.scene.function} says ${yours}.`;
    this.told.textContent = picture.sentenceOf(this.scene.kind, this.cell, at, cells, value) + more;
  }

  /* The student's function. */

  ask() {
    this.answer = undefined;
    this.yourCells = undefined;
    if (!this.scene.function || !this.geometry.rows) {
      this.asker.forget();
      if (this.geometry.rows) this.say("");
      return;
    }
    this.say(`Asking your ${this.scene.function} …`);
    this.asker.ask({
      x: this.map, kernel: this.kernelNow(), window: this.state.window,
      strides: this.state.strides, padding: this.state.padding,
    });
  }

  show(answer) {
    this.answer = answer;
    this.root.firstChild.classList.toggle("differs", !answer.right);
    this.say(`${answer.right ? "✓" : "✗"} ${answer.words}`, ...answer.more);
    this.yours.replaceChildren();
    if (!answer.received) return;
    const rows = answer.received.length, columns = answer.received[0]?.length ?? 0;
    const { node, cells } = page.grid(rows, columns,
      { role: "table", "aria-label": `What your ${this.scene.function} returned, ${rows} by ${columns}` },
      "cell", (cell, row, column) => {
        const text = answer.received[row][column].replace("-", "−");
        const isWrong = answer.wrong?.[row]?.[column] ?? false;
        cell.classList.toggle("wrong", isWrong);
        cell.setAttribute("aria-label", `${text}${isWrong ? ", wrong" : ""}`);
        cell.dataset.place = `${row},${column}`;
        if (this.hasNumbers) this.write(cell, text);
      });
    node.addEventListener("pointermove", (event) => answer.wrong && this.pointed(event));
    this.yourCells = cells;
    if (!this.hasNumbers && answer.shades) page.shade(node, answer.shades);
    this.yours.append(page.figure(`Your ${this.scene.function}`, `${rows}×${columns}`, node));
    this.move();
    this.explainMarks();
  }

  say(words, ...more) {
    this.status.replaceChildren(...page.prose(words),
      ...more.map((line) => h("span", { class: "more" }, ...page.prose(line))));
  }
}

export default {
  render({ model, el }) {
    const explorer = new Explorer(model, el);
    return () => explorer.close();
  },
};
