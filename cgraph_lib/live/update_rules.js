// The update rules of updates.py over flat arrays: each moves the parameters p against their derivatives g, in place.

/** @typedef {Record<string, number>} Settings */

/** For each rule how many arrays it remembers of a parameter, and its step; `t` counts its steps from 1. */
export const RULES = {
  sgd: {
    remembers: 0,
    step(p, g, _, t, { rate }) {
      for (let i = 0; i < p.length; i++) p[i] -= rate * g[i];
    },
  },
  momentum: {
    remembers: 1,
    step(p, g, [velocity], t, { rate, keep }) {
      for (let i = 0; i < p.length; i++) p[i] += velocity[i] = keep * velocity[i] - rate * g[i];
    },
  },
  rmsprop: {
    remembers: 1,
    step(p, g, [square], t, { rate, keep, small }) {
      for (let i = 0; i < p.length; i++) {
        square[i] = keep * square[i] + (1 - keep) * g[i] * g[i];
        p[i] -= (rate * g[i]) / (Math.sqrt(square[i]) + small);
      }
    },
  },
  adam: {
    remembers: 2,
    step(p, g, [mean, square], t, { rate, first, second, small }) {
      const [fade, fadeSquare] = [1 - first ** t, 1 - second ** t];
      for (let i = 0; i < p.length; i++) {
        mean[i] = first * mean[i] + (1 - first) * g[i];
        square[i] = second * square[i] + (1 - second) * g[i] * g[i];
        p[i] -= (rate * (mean[i] / fade)) / (Math.sqrt(square[i] / fadeSquare) + small);
      }
    },
  },
};
