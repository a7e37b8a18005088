// The page's modules, and the scripts of tests that run in node.
import js from "@eslint/js";
import globals from "globals";

const rules = {
  "max-len": ["error", { code: 120 }],
  "max-lines": ["error", 260],
  "no-else-return": "error",
  "object-shorthand": "error",
  "prefer-template": "error",
  "no-unused-vars": "error",
  "prefer-const": "error",
  "no-var": "error",
  eqeqeq: ["error", "always", { null: "ignore" }],
};
const pages = {
  ...rules,
  "no-restricted-syntax": ["error", {
    selector: "BinaryExpression[operator=/^[!=]==$/] > Literal[raw='null']",
    message: "A page's Python sends None as undefined: compare with == null.",
  }],
};

export default [
  js.configs.recommended,
  { files: ["cgraph_lib/live/*.js"], languageOptions: { globals: globals.browser }, rules: pages },
  { files: ["site/**/*.{js,mjs}"], languageOptions: { globals: globals.browser }, rules: pages },
  { files: ["tests/**/*.{js,mjs}"], languageOptions: { globals: globals.node }, rules },
];
