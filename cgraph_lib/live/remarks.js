// What a state of a training calls for besides its numbers, as training_words.py says it: phrases and their slots.

const RECENT = 20;
const MOST_RISES = 5;
const NOTICED = 1.001;

/** Return how many units of a layer differ from each other, by the weights that come in and those that go out. */
function distinct({ parameters }, layer) {
  const [into, offset, out] = [parameters[`W${layer}`], parameters[`b${layer}`], parameters[`W${layer + 1}`]];
  const units = offset.length;
  const after = out.length / units;
  const known = new Set();
  for (let j = 0; j < units; j++) {
    const own = [offset[j] + 0];
    for (let i = j; i < into.length; i += units) own.push(into[i] + 0);
    for (let i = 0; i < after; i++) own.push(out[j * after + i] + 0);
    known.add(own.join());
  }
  return known.size;
}

/**
 * Return the remarks as pairs of a phrase and what fills its slots.
 * @param {import("./trainer.js").Trainer} trainer
 */
export function remarks(trainer, { loss, dead }) {
  const found = trainer.overwrite ? [["overwrite", {}]] : [];
  if (!Number.isFinite(loss)) return [...found, [trainer.steps ? "no_number" : "no_number_before", { loss }]];
  const losses = trainer.points.slice(-RECENT).map(([, each]) => each);
  const rises = losses.filter((each, i) => i && each > NOTICED * losses[i - 1]).length;
  const noisy = trainer.overwrite || trainer.batch; // then it rises for other reasons
  if (rises >= MOST_RISES && !noisy) found.push(["jumps", { rises, recent: losses.length }]);
  trainer.hidden.forEach((layer, i) => {
    const [units, gone] = [dead[i].length, dead[i].filter(Boolean).length];
    if (gone) found.push(["dead", { layer, dead: gone, units }]);
    const differ = distinct(trainer, i + 1);
    if (differ < units) found.push(["equal", { layer, units, distinct: differ }]);
  });
  return found;
}
