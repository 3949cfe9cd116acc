import { createContext } from "react";
import type { LiveStatus } from "./stream";

/** How the tab learns of changes at the moment. */
export const LiveContext = createContext<LiveStatus>("connecting");
