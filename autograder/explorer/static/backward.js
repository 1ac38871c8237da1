/* The way back, on a page: who pays a pixel, who pays a weight, and whom a number of dy pays. */
import * as picture from "./picture.js";
import * as page from "./page.js";
import * as controls from "./controls.js";
import * as asking from "./asking.js";
import * as kernel from "./kernel.js";
import * as gradients from "./gradients.js";
import * as payments from "./payments.js";

const { h } = page;

const ROOM = 200, LARGEST_CELL = 38, SMALLEST_CELL = 26;
const TITLES = { convolution: "Back through a convolution", max: "Back through max pooling" };
const PARTS = { convolution: ["dx", "dkernel", "dbias"], max: ["dx"] };
let views = 0;

class Backward {
  constructor(model, root) {
    this.root = root;
    this.id = `cnn-backward-${++views}`;
    this.scene = model.get("scene");
    const { given, map, size, kernel: typed, window, strides, padding } = this.scene;
    this.state = {
      map: given ? controls.GIVEN : map, size, kernel: typed, window, strides, padding,
      upstream: Object.keys(gradients.UPSTREAM)[0], one: [0, 0],
    };
    this.at = { part: "dx", cell: [1, 1] };
    this.asker = asking.askerOf(model, (answer) => this.show(answer));
    this.frame();
    this.build();
  }

  close() {
    this.asker.close();
  }

  get isConvolution() {
    return this.scene.kind === "convolution";
  }

  /* What stays. */

  frame() {
    const { kind, function: yours } = this.scene;
    const title = yours ? `${TITLES[kind]}, by your ${yours}` : TITLES[kind];
    this.stage = h("div", { class: "stage" });
    this.sum = h("div", { class: "sum" });
    this.legend = h("p", { class: "legend" });
    this.status = h("p", { class: "status", role: "status" });
    this.told = h("div", { class: "told", "aria-live": "polite" });
    this.controls = controls.controlsOf({
      scene: this.scene, state: this.state, digits: {}, window: this.isConvolution ? "Kernel" : "Window",
      change: (difference) => this.change(difference),
    });
    this.upstream = page.choice("what", "dy", Object.keys(gradients.UPSTREAM), this.state.upstream,
      (upstream) => this.change({ upstream }));
    this.controls.node.append(page.group("dy", this.upstream));
    const button = (words, steps) => h("button", { type: "button", onclick: () => this.step(steps) }, words);
    this.buttons = h("div", { class: "buttons", role: "group", "aria-label": "Go through the numbers" },
      button("◀ Back", -1), button("Step ▶", 1),
      h("span", { class: "hint" }, "or point at dx"
        + `${this.isConvolution ? ", dkernel" : ""} or dy, or Tab to one and use the arrow keys`));
    this.root.append(h("section", { class: "cnn-explorer backward", "aria-label": title, onkeydown: page.kept },
      h("div", { class: "title" }, title),
      ...this.scene.remarks.map((remark) => h("p", { class: "remark" }, ...page.prose(remark))),
      this.controls.node, this.buttons, this.stage, this.status, this.legend, this.told));
  }

  /* What changes. */

  change(difference) {
    this.state = { ...this.state, ...difference };
    if (difference.window && this.isConvolution) {
      this.state.kernel = picture.resized(this.state.kernel, difference.window);
    }
    this.build();
  }

  weight(row, column, text) {
    this.state.kernel = this.state.kernel.with(row, this.state.kernel[row].with(column, text));
    this.paint();
  }

  build() {
    const { state } = this;
    const map = state.map === controls.GIVEN ? this.scene.given : picture.mapNamed(state.map, state.size);
    const size = [map.length, map[0].length];
    this.geometry = picture.geometryOf({
      map: size, window: state.window, strides: state.strides, padding: state.padding,
    });
    this.state.one = picture.clamped(state.one, this.geometry);
    this.map = map;
    const { top, bottom, left, right, rows } = this.geometry;
    const longest = Math.max(size[0] + top + bottom, size[1] + left + right);
    this.side = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor(ROOM / longest)));
    this.stage.style.setProperty("--side", `${this.side}px`);
    this.grids = {};
    this.yours = {};
    const parts = rows ? PARTS[this.scene.kind] : [];
    this.stage.replaceChildren(
      h("div", { class: "known" },
        this.inputFigure(size),
        ...(this.isConvolution ? [kernel.kernelOf(state.kernel, (...typed) => this.weight(...typed))] : []),
        ...(rows ? [this.gridFigure("dy", [rows, this.geometry.columns])] : []),
        page.figure("One of them", "what is paid", this.sum)),
      h("div", { class: "worked" }, ...parts.map((part) => this.partFigure(part, size))));
    this.buttons.hidden = !rows;
    this.at.cell = this.clamped(this.at);
    this.paint();
  }

  inputFigure([height, width]) {
    const { top, bottom, left, right } = this.geometry;
    const [rowsReached, columnsReached] = picture.reachedOf(this.geometry);
    this.unreached = rowsReached.includes(false) || columnsReached.includes(false);
    const label = `Input x, ${height} by ${width}`;
    const { node, cells } = page.grid(height + top + bottom, width + left + right,
      { role: "table", "aria-label": label }, "cell", (cell, line, place) => {
        const row = line - top, column = place - left, value = this.map[row]?.[column];
        if (value === undefined) {
          cell.className = "zero";
          cell.textContent = this.isConvolution ? "0" : "";
        } else {
          if (!(rowsReached[row] && columnsReached[column])) cell.className = "unreached";
          this.write(cell, value);
        }
      });
    this.inputCells = cells;
    this.input = node;
    return page.figure("Input x", `${height}×${width}`, node);
  }

  /** A grid that can be pointed at. */
  gridFigure(part, [rows, columns], name = part) {
    const { node, cells } = page.grid(rows, columns, {
      role: "grid", tabindex: 0, class: "grid output", "data-part": part,
      "aria-label": `${part}, ${rows} by ${columns}. Arrow keys go through it.`,
      onkeydown: (event) => this.pressed(event, part),
      onpointermove: (event) => this.pointed(event, part),
      onpointerdown: (event) => this.pointed(event, part),
      onfocus: () => this.go(part, this.at.part === part ? this.at.cell : this.clamped({ part, cell: [0, 0] })),
    }, "gridcell", (cell, row, column) => {
      cell.id = `${this.id}-${part}-${row}-${column}`;
      cell.dataset.place = `${row},${column}`;
    });
    this.grids[part] = { node, cells, rows, columns };
    return page.figure(name, `${rows}×${columns}`, node);
  }

  partFigure(part, size) {
    const shape = { dx: size, dkernel: this.state.window, dbias: [1, 1] }[part];
    const truth = this.scene.function ? `${part}, Keras` : part;
    const figure = this.gridFigure(part, shape, truth);
    this.yours[part] = h("div", { class: "yours" });
    return this.scene.function ? h("div", { class: "results" }, figure, this.yours[part]) : figure;
  }

  write(cell, value) {
    const text = typeof value === "string" ? value : picture.written(value);
    cell.textContent = text;
    cell.classList.toggle("long", text.length > 3);
  }

  paint() {
    const { state } = this;
    this.controls.show({ kernel: state.kernel, hasFixedSize: state.map === controls.GIVEN });
    if (this.geometry.rows) {
      this.now = {
        kind: this.scene.kind, map: this.map, geometry: this.geometry,
        kernel: this.isConvolution
          ? state.kernel.map((row) => row.map((text) => picture.weightOf(text) ?? 0)) : null,
        dy: gradients.upstreamNamed(state.upstream, this.geometry, state.one),
      };
      const numbers = { dy: this.now.dy, dx: gradients.inputGradient(this.now) };
      if (this.isConvolution) {
        numbers.dkernel = gradients.kernelGradient(this.now);
        numbers.dbias = [[gradients.biasGradient(this.now)]];
      }
      for (const [part, { cells }] of Object.entries(this.grids)) {
        cells.forEach((line, row) => line.forEach((cell, column) => this.write(cell, numbers[part][row][column])));
      }
    }
    this.move();
    this.ask();
    this.explainMarks();
  }

  explainMarks() {
    const { top, bottom, left, right } = this.geometry;
    const marks = [["window-mark", "a window that pays"]];
    if (this.isConvolution) marks.push(["weight-mark", "in corners: what it is multiplied by"]);
    else marks.push(["round-mark", "the winner of a window"]);
    if (top + bottom + left + right) marks.push(["zero", this.isConvolution ? "padding: zeros" : "padding: never wins"]);
    if (this.unreached) marks.push(["unreached", "no window reaches it"]);
    if (Object.values(this.answer?.parts ?? {}).some((part) => part.wrong?.flat().includes(true))) {
      marks.push(["wrong", "not what Keras has there"]);
    }
    this.legend.replaceChildren(...marks.map(([mark, words]) =>
      h("span", {}, h("span", { class: `mark ${mark}` }), words)));
  }

  /* Where the reader is. */

  clamped({ part, cell }) {
    const grid = this.grids[part] ?? this.grids.dx ?? { rows: 1, columns: 1 };
    return picture.clamped(cell, grid);
  }

  /** A page that grows under a pointer at rest is no gesture: only moves are heard. */
  pointed(event, part) {
    const place = event.target.closest?.("[data-place]")?.dataset.place;
    if (place) this.go(part, place.split(",").map(Number));
  }

  pressed(event, part) {
    const next = page.isCommand(event) ? null : picture.moved(this.at.cell, event.key, this.grids[part]);
    if (!next) return;
    event.preventDefault();
    this.go(part, next);
  }

  step(steps) {
    const { part, cell } = this.at;
    this.go(part, picture.stepped(cell, steps, this.grids[part]));
  }

  go(part, cell) {
    const moves = part !== this.at.part || String(cell) !== String(this.at.cell);
    this.at = { part, cell };
    const isMoved = part === "dy" && this.state.upstream === gradients.SINGLE && String(cell) !== String(this.state.one);
    if (isMoved) {
      this.state.one = cell;
      this.paint();
    } else if (moves) {
      this.move();
    }
  }

  move() {
    this.root.querySelectorAll(".in-window, .current, .largest").forEach((cell) => {
      cell.classList.remove("in-window", "current", "largest");
      delete cell.dataset.times;
    });
    this.input.querySelectorAll(".window").forEach((outline) => outline.remove());
    if (!this.geometry.rows) {
      this.sum.replaceChildren();
      this.say("No window fits: it is larger than the map.");
      return;
    }
    if (!this.grids[this.at.part]) this.at = { part: "dx", cell: [0, 0] };
    const { part, cell: [row, column] } = this.at;
    const grid = this.grids[part];
    grid.cells[row][column].classList.add("current");
    this.yourCells?.[part]?.[row]?.[column]?.classList.add("current");
    grid.node.setAttribute("aria-activedescendant", grid.cells[row][column].id);
    const seen = {
      dx: () => this.atPixel(), dkernel: () => this.atWeight(), dbias: () => this.atBias(), dy: () => this.atUpstream(),
    }[part]();
    const yours = this.yourCells?.[part]?.[row]?.[column]?.textContent;
    const more = yours === undefined ? "" : ` Your ${this.scene.function} says ${yours}.`;
    this.told.textContent = seen + more;
  }

  outline(place) {
    const at = picture.windowAt(this.geometry, place);
    const node = h("div", { class: "window" });
    Object.assign(node.style, {
      left: `${(at.left + this.geometry.left) * this.side}px`, top: `${(at.top + this.geometry.top) * this.side}px`,
      width: `${at.width * this.side}px`, height: `${at.height * this.side}px`,
    });
    this.input.append(node);
  }

  light(cell, times) {
    if (!cell) return;
    cell.classList.add("in-window");
    if (times !== undefined) cell.dataset.times = `×${picture.written(times)}`;
  }

  inputCell([row, column]) {
    return this.inputCells[row + this.geometry.top]?.[column + this.geometry.left];
  }

  atPixel() {
    const pixel = this.at.cell;
    const paid = gradients.paymentsTo(this.now, pixel);
    this.light(this.inputCell(pixel));
    paid.forEach((one) => {
      this.outline(one.place);
      this.light(this.grids.dy.cells[one.place[0]][one.place[1]], one.weight);
      if (one.winner) this.inputCell(one.winner).classList.add("largest");
    });
    this.sum.replaceChildren(...payments.sumOf({
      name: `dx, row ${pixel[0]}, column ${pixel[1]}`, columns: 3,
      nothing: "0: no window reaches this pixel, so nothing is paid to it.",
      terms: payments.termsAtPixel(this.now, pixel),
    }));
    return gradients.pixelWords(this.now, pixel);
  }

  atWeight() {
    const [a, b] = this.at.cell;
    const paid = gradients.paymentsToWeight(this.now, [a, b]);
    paid.forEach((one) => {
      this.light(this.inputCell(one.pixel), one.pays);
      this.light(this.grids.dy.cells[one.place[0]][one.place[1]]);
    });
    this.sum.replaceChildren(...payments.sumOf({
      name: `dkernel, row ${a}, column ${b}`, columns: this.geometry.columns,
      terms: payments.termsAtWeight(this.now, [a, b]),
    }));
    return gradients.weightWords(this.now, [a, b]);
  }

  atBias() {
    this.grids.dy.cells.flat().forEach((cell) => this.light(cell));
    this.sum.replaceChildren(...payments.sumOf({
      name: "dbias: all of dy", columns: this.geometry.columns,
      terms: this.now.dy.flat().map((value) => ({ small: "dy", amount: value })),
    }));
    return `dbias: ${picture.written(gradients.biasGradient(this.now))}, the sum of all of dy.`;
  }

  atUpstream() {
    const [row, column] = this.at.cell;
    const terms = payments.termsAtUpstream(this.now, [row, column]);
    this.outline([row, column]);
    terms.forEach(({ pixel, gets, weight }) => {
      this.light(this.inputCell(pixel), weight);
      if (!gets) return;
      this.light(this.grids.dx.cells[pixel[0]][pixel[1]]);
      if (!this.isConvolution) this.inputCell(pixel).classList.add("largest");
    });
    this.sum.replaceChildren(...payments.sumOf({
      name: `paid by dy, row ${row}, column ${column}`, columns: this.state.window[1], terms,
    }));
    return gradients.upstreamWords(this.now, [row, column]);
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
    const { map, kernel: weights, dy } = this.now;
    this.asker.ask({
      x: map, kernel: weights, dy, window: this.state.window,
      strides: this.state.strides, padding: this.state.padding,
    });
  }

  show(answer) {
    this.answer = answer;
    this.yourCells = {};
    this.root.firstChild.classList.toggle("differs", !answer.right);
    this.say(`${answer.right ? "✓" : "✗"} ${answer.words}`, ...answer.more);
    for (const [part, place] of Object.entries(this.yours)) {
      place.replaceChildren();
      const found = answer.parts?.[part];
      if (found?.received) place.append(this.yourFigure(part, found));
    }
    this.move();
    this.explainMarks();
  }

  yourFigure(part, { received, wrong }) {
    const rows = received.length, columns = received[0]?.length ?? 0;
    const { node, cells } = page.grid(rows, columns,
      { role: "table", "aria-label": `Your ${part}, ${rows} by ${columns}` }, "cell", (cell, row, column) => {
        const text = received[row][column].replace("-", "−");
        const isWrong = wrong?.[row]?.[column] ?? false;
        cell.classList.toggle("wrong", isWrong);
        cell.setAttribute("aria-label", `${text}${isWrong ? ", wrong" : ""}`);
        cell.dataset.place = `${row},${column}`;
        this.write(cell, text);
      });
    node.addEventListener("pointermove", (event) => wrong && this.pointed(event, part));
    this.yourCells[part] = cells;
    return page.figure(`Your ${part}`, `${rows}×${columns}`, node);
  }

  say(words, ...more) {
    this.status.replaceChildren(...page.prose(words),
      ...more.map((line) => h("span", { class: "more" }, ...page.prose(line))));
  }
}

export default {
  render({ model, el }) {
    const explorer = new Backward(model, el);
    return () => explorer.close();
  },
};
