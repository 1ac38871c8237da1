/* How one number of a gradient comes about: what each window pays, and the sum. */
import * as picture from "./picture.js";
import * as page from "./page.js";

const MOST = 36;

/** The boxes of a sum: `terms` have `small` words, an `amount`, and a `mark` or none. */
export function sumOf({ name, terms, columns, nothing }) {
  const h = page.h;
  if (!terms.length) return [h("p", { class: "total" }, nothing)];
  const boxes = terms.slice(0, MOST).map((one) => h("span", { class: one.mark ?? "" },
    h("small", {}, one.small), h("b", {}, picture.written(one.amount))));
  const table = h("div", { class: "products" }, ...boxes);
  table.style.setProperty("--columns", Math.min(columns, 6));
  const sum = terms.reduce((all, one) => all + one.amount, 0);
  const rest = terms.length > MOST ? `, the first ${MOST} of ${terms.length}` : "";
  const how = terms.length > 1 ? `${terms.length} payments${rest}, added up` : "one payment";
  return [table, h("div", { class: "total" },
    h("div", {}, how), h("div", { class: "value" }, `= ${picture.written(sum)}`),
    h("div", { class: "place" }, name))];
}
