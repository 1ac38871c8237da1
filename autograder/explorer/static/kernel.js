/* The kernel: weights that are typed, with words for what is none. */
import * as picture from "./picture.js";
import * as page from "./page.js";

/** A field for each weight; `typed(row, column, text)` hears what is typed. */
export function kernelOf(texts, typed) {
  const h = page.h;
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const fields = texts.map((line, row) => line.map((text, column) => {
    const field = h("input", {
      type: "text", inputmode: "decimal", size: 4, autocomplete: "off",
      "aria-label": `weight, row ${row}, column ${column}`, "data-weight": `${row},${column}`,
      oninput: () => set(field, row, column),
      onkeydown: (event) => nudged(event, field, row, column),
    });
    field.value = text;
    mark(field);
    return field;
  }));
  const set = (field, row, column) => {
    mark(field);
    tell();
    typed(row, column, field.value);
  };
  const nudged = (event, field, row, column) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || page.isCommand(event)) return;
    event.preventDefault();
    field.value = String(Number(((picture.weightOf(field.value) ?? 0) + step).toFixed(4)));
    set(field, row, column);
  };
  const tell = () => {
    const wrong = fields.flat().filter((field) => field.getAttribute("aria-invalid") === "true");
    problem.hidden = !wrong.length;
    const words = picture.problemOf(wrong.map((field) => field.value));
    if (problem.textContent !== words) problem.textContent = words; // it is read out when it changes
  };
  tell();
  const node = h("div", { class: "kernel", role: "group", "aria-label": "Kernel; up and down change a weight" },
    ...fields.map((line) => h("div", {}, ...line)));
  return page.figure("Kernel", `${texts.length}×${texts[0].length}, yours to edit`, node, problem);
}

function mark(field) {
  field.setAttribute("aria-invalid", String(picture.weightOf(field.value) === null));
}
