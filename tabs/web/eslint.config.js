import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";
import { restrictions, ROOMS } from "./rooms.js";

const IMPORTS = "@typescript-eslint/no-restricted-imports";

export default defineConfig(
  globalIgnores(["node_modules", "../dist"]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  hooks.configs.flat["recommended-latest"],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "max-lines": ["error", 300],
      eqeqeq: "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  { files: ["src/api/answers.ts"], rules: { "max-lines": "off" } },
  { files: ["src/*.{ts,tsx}"], rules: { [IMPORTS]: restrictions() } },
  ...Object.keys(ROOMS).map((room) => ({ files: [`src/${room}/**`], rules: { [IMPORTS]: restrictions(room) } })),
  { files: ["**/*.js"], extends: [ts.configs.disableTypeChecked] },
);
