/** The rooms of the front end from the ground up, and which others each may use: through its door, `index.ts`. */
export const ROOMS = {
  strings: [],
  api: ["strings"],
  host: ["api"],
  ui: ["api", "host"],
  words: ["api", "strings"],
  router: ["api"],
  line: ["api", "host", "ui"],
  moves: ["api", "line", "strings", "ui", "words"],
  live: ["api", "host", "line", "moves"],
  settings: ["api", "router", "strings", "ui", "words"],
  record: ["api", "host", "moves", "router", "strings", "ui", "words"],
  board: ["api", "host", "line", "live", "moves", "router", "strings", "ui"],
};

const INSIDES = { regex: "^\\.\\.?/[^./][^/]*/.", message: "What others may use of a room is what its index.ts tells." };
const I18N = { name: "i18next", allowTypeImports: true, message: "Only the room `strings` knows the reader's language." };

/** What the files of a room may not import; of none, those that put the rooms together. */
export function restrictions(room) {
  const patterns = [INSIDES];
  if (room) {
    const allowed = ROOMS[room].map((other) => `${other}$`).join("|");
    patterns.push(
      { regex: allowed ? `^\\.\\./(?!${allowed})` : "^\\.\\./", message: `rooms.js says which rooms ${room} may use.` },
      { regex: "^\\.(?:/index)?$", message: "Whoever is inside needs no door." },
    );
  }
  return ["error", { patterns, paths: room === "strings" ? [] : [I18N] }];
}
