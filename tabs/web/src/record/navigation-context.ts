import { createContext, use } from "react";
import type { Place } from "./place";

interface Navigation {
  /** Opens a record; from inside another one it can be left again with "back". */
  open: (place: Place) => void;
}

export const NavigationContext = createContext<Navigation>({ open: () => undefined });

export function useNavigation(): Navigation {
  return use(NavigationContext);
}
