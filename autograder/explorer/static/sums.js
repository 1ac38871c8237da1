/* How one number of the output comes about. */
import * as picture from "./picture.js";
import * as page from "./page.js";

/** The boxes under the kernel: the products, or the numbers pooled, and what they make. */
export function sumOf({ kind, columns, place: [row, column], cells, value, winner, relu }) {
  const h = page.h;
  const boxes = cells.map((one, index) => kind === "convolution"
    ? h("span", { class: one.outside ? "zero" : "" },
      h("small", {}, picture.productWritten(one)), h("b", {}, picture.written(one.product)))
    : h("span", { class: one.outside ? "zero" : index === winner ? "largest" : "" },
      h("b", {}, one.outside ? "–" : picture.written(one.value))));
  const table = h("div", { class: "products" }, ...boxes);
  table.style.setProperty("--columns", columns);
  const counted = cells.filter((one) => !one.outside).length;
  const how = {
    convolution: cells.length > 1 ? `${cells.length} products, added up` : "one product",
    max: "the largest of them", average: `their sum, divided by ${counted}`,
  }[kind];
  const after = relu && value < 0 ? " → ReLU → 0" : "";
  return [table, h("div", { class: "total" },
    h("div", {}, how), h("div", { class: "value" }, `= ${picture.written(value)}${after}`),
    h("div", { class: "place" }, `output, row ${row}, column ${column}`))];
}
