// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { Linter } from "eslint";
import ts from "typescript-eslint";
import { describe, expect, it } from "vitest";
import { restrictions, ROOMS } from "../rooms.js";

const RULE = "@typescript-eslint/no-restricted-imports";

/** What the rule says of these lines in a room. */
function complaints(room, ...lines) {
  const config = {
    files: ["**/*.ts"],
    plugins: { "@typescript-eslint": ts.plugin },
    languageOptions: { parser: ts.parser },
    rules: { [RULE]: restrictions(room) },
  };
  return [...new Set(new Linter().verify(lines.join("\n"), [config], "a.ts").map(({ line }) => line))];
}

describe("the rooms of the front end", () => {
  it("are all there are, and use what they may use", () => {
    const used = Object.fromEntries(Object.keys(ROOMS).map((room) => [room, new Set()]));
    for (const path of readdirSync("src", { recursive: true }).filter((name) => /[/\\].*\.tsx?$/.test(name))) {
      const [room] = path.split(/[/\\]/);
      expect(used).toHaveProperty(room);
      for (const [, other] of readFileSync(`src/${path}`, "utf8").matchAll(/from "\.\.\/([^"]+)"/g)) used[room].add(other);
    }
    for (const [room, others] of Object.entries(ROOMS)) expect([...used[room]].sort(), room).toEqual(others);
  });

  it("stand one upon the other", () => {
    const order = Object.keys(ROOMS);
    for (const [room, others] of Object.entries(ROOMS)) {
      for (const other of others) expect(order.indexOf(other), `${room} uses ${other}`).toBeLessThan(order.indexOf(room));
    }
  });

  it("are entered by their doors, and only from where they may be", () => {
    const lines = [
      'import { useMoves } from "../moves";',
      'import { Queue } from "../moves/queue";',
      'import type { Stage } from "../api/types";',
      'import { SettingsDrawer } from "../settings";',
      'export { App } from "../app";',
      'import { BoardPage } from ".";',
      'import { BoardCard } from "./board-card";',
      'import i18next from "i18next";',
      'import type { TFunction } from "i18next";',
    ];
    expect(complaints("board", ...lines)).toEqual([2, 3, 4, 5, 6, 8]);
    expect(complaints("strings", 'import i18next from "i18next";', 'import { ME } from "../api";')).toEqual([2]);
    expect(complaints(undefined, 'import { App } from "./app";', 'import { ME } from "./api";', 'import "./api/client";')).toEqual([3]);
  });
});
