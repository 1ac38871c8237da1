/* How one number of a gradient comes about: what each window pays, and the sum. */
import * as picture from "./picture.js";
import * as page from "./page.js";
import * as gradients from "./gradients.js";

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

/** Who pays a pixel of dx, and how much. */
export function termsAtPixel(state, pixel) {
  return gradients.paymentsTo(state, pixel).map((one) => state.kind === "convolution"
    ? { small: picture.productWritten({ value: one.pays, weight: one.weight }), amount: one.amount }
    : { small: whoTakes(one), amount: one.amount, mark: one.wins ? "largest" : "" });
}

function whoTakes({ pays, wins, ties, winner }) {
  const dy = `dy ${picture.written(pays)}`;
  if (wins) return ties ? `${dy}: a tie, and this is first` : `${dy}: this is the largest`;
  return `${dy}: ${ties ? "a tie, the first is" : "to"} ${winner}`;
}

/** Who pays a weight: all windows, each by the pixel under it. */
export function termsAtWeight(state, weight) {
  return gradients.paymentsToWeight(state, weight).map((one) => ({
    small: picture.productWritten({ value: one.pays, weight: one.value }), amount: one.amount,
    mark: one.outside ? "zero" : "",
  }));
}

/** Whom a number of dy pays. */
export function termsAtUpstream({ kind, map, kernel, dy, geometry }, place) {
  const at = picture.windowAt(geometry, place);
  const pays = dy[place[0]][place[1]];
  const [winner] = gradients.largestUnder(map, geometry, place);
  return gradients.pixelsUnder(map, geometry, place).map(({ place: pixel, value }) => {
    if (kind === "convolution") {
      const weight = kernel[pixel[0] - at.top][pixel[1] - at.left];
      const small = `to ${pixel}: ${picture.productWritten({ value: pays, weight })}`;
      return { pixel, gets: true, weight, small, amount: pays * weight };
    }
    const gets = String(pixel) === String(winner);
    const small = `to ${pixel}, a ${picture.written(value)}`;
    return { pixel, gets, small, amount: gets ? pays : 0, mark: gets ? "largest" : "" };
  });
}
