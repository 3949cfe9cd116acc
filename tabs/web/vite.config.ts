import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { pack } from "./build-pack";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run dev` finds the host. */
const host = process.env.LEADLINE_HOST ?? "http://localhost:3978";

export default defineConfig({
  base: "/tab/",
  plugins: [react(), pack()],
  resolve: { alias: { "@strings": here("../../app/languages") } },
  build: {
    outDir: here("../dist"),
    emptyOutDir: true,
    target: "es2023",
    // Fonts and pictures stay files: the content security policy of the host names no data: sources for scripts or styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  // The host fills in a fresh value on every request, so that Fluent's style tags need no 'unsafe-inline'.
  html: { cspNonce: "__CSP_NONCE__" },
  server: { proxy: { "/api": host }, fs: { allow: [here("."), here("../../app/languages")] } },
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.{ts,tsx,js}"],
    setupFiles: ["test/setup.ts"],
    restoreMocks: true,
    testTimeout: 120_000,
  },
});
