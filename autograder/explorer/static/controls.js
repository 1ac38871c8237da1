/* What the reader sets: map, window, strides, padding, activation. */
import * as picture from "./picture.js";
import * as page from "./page.js";

const LARGEST_MAP = 12, LARGEST_WINDOW = 5, LARGEST_STRIDE = 4;
const OWN = "your own";

/** The map that a student gave, among those that have names. */
export const GIVEN = "the map you gave";

/**
 * The controls of a scene, in the node `node`. `change(difference, rebuilds)` hears what is to be
 * different; a convolution's is called `kernel`, any other window `window`.
 */
export function controlsOf({ scene, state, digits, window, change }) {
  const h = page.h;
  const isConvolution = scene.kind === "convolution";
  const sizes = pair("map", "size", state.size, LARGEST_MAP, change);
  const windows = pair(window.toLowerCase(), "window", state.window, LARGEST_WINDOW, change);
  const maps = [
    ...(scene.given ? [GIVEN] : []), ...Object.keys(digits), ...Object.keys(picture.MAPS),
  ];
  const presets = page.choice("which", "kernel", [OWN, ...Object.keys(picture.KERNELS)], OWN, (name) => {
    if (name === OWN) return;
    const kernel = picture.kernelNamed(name);
    windows.set([kernel.length, kernel[0].length]);
    change({ kernel, window: [kernel.length, kernel[0].length] });
  });
  const groups = [
    page.group("Map",
      page.choice("what", "map", maps, state.map, (map) => change({ map })), sizes.node),
    page.group(window, ...(isConvolution ? [presets] : []), windows.node),
  ];
  if (!scene.fixed.includes("strides")) {
    groups.push(page.group("Strides",
      pair("strides", "strides", state.strides, LARGEST_STRIDE, change).node));
  }
  if (!scene.fixed.includes("padding")) {
    groups.push(page.group("Padding", page.choice("kind", "padding", ["valid", "same"],
      state.padding, (padding) => change({ padding }))));
  }
  if (isConvolution && !scene.function && !scene.fixed.includes("activation")) {
    const tick = h("input", { type: "checkbox", onchange: () => change({ relu: tick.checked }, false) });
    groups.push(page.group("Activation", h("label", {}, tick, " ReLU")));
  }
  return {
    node: h("div", { class: "controls" }, ...groups),
    show({ kernel, hasFixedSize }) {
      sizes.node.hidden = hasFixedSize;
      presets.value = picture.nameOfKernel(kernel) ?? OWN;
    },
  };
}

/** Two sliders, for the numbers down and across. */
function pair(owner, name, values, most, change) {
  const h = page.h;
  const words = name === "strides" ? ["down", "across"] : ["rows", "columns"];
  const sliders = words.map((word, axis) => h("input", {
    type: "range", min: 1, max: most, value: values[axis],
    "aria-label": `${owner}: ${word}`, "data-control": `${name}-${axis}`,
    oninput: () => {
      tell();
      change({ [name]: sliders.map((slider) => Number(slider.value)) });
    },
  }));
  const shown = sliders.map(() => h("b", { "aria-hidden": "true" }));
  const tell = () => shown.forEach((number, axis) => { number.textContent = sliders[axis].value; });
  tell();
  return {
    node: h("div", { class: "sliders", "data-sliders": name }, ...words.map((word, axis) =>
      h("label", {}, h("span", {}, word), sliders[axis], shown[axis]))),
    set(numbers) {
      sliders.forEach((slider, axis) => { slider.value = numbers[axis]; });
      tell();
    },
  };
}
