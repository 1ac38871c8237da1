/* The student's function, which runs in the kernel: asked one question at a time. */

/**
 * Asks through a widget's model. Questions that come while one is on its way wait; of those, only
 * the last is asked. `heard(answer)` gets what answers the last question.
 */
export function askerOf(model, heard) {
  let last = 0, isWaiting = false, due;
  const send = () => {
    if (isWaiting || !due) return;
    isWaiting = true;
    model.send(due);
    due = undefined;
  };
  const hear = (answer) => {
    isWaiting = false;
    if (answer.id === last) heard(answer); else send();
  };
  model.on("msg:custom", hear);
  return {
    ask(question) {
      last += 1;
      due = { id: last, ...question };
      send();
    },
    /** Take back what was asked: nothing is heard of it any more. */
    forget() {
      last += 1;
      due = undefined;
    },
    close() {
      model.off("msg:custom", hear);
    },
  };
}
