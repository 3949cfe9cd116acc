import "./page.css";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { connect } from "./host";
import { languageOf, startStrings } from "./strings";

async function start(root: HTMLElement): Promise<void> {
  const host = await connect();
  await startStrings(languageOf(host.locale));
  createRoot(root).render(<App host={host} />);
}

const root = document.getElementById("root");
if (root) void start(root);
