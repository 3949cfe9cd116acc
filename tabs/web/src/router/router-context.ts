import { createContext, use } from "react";
import { BOARD, type Place, type Route } from "./route";

/** Ways to other places; they stay the same wherever the reader is. */
interface Navigation {
  openRecord: (place: Place) => void;
  openSettings: () => void;
  /** Leaves a record for the one from which it was opened. */
  back: () => void;
  close: () => void;
}

export const RouteContext = createContext<Route>(BOARD);
export const NavigationContext = createContext<Navigation | null>(null);

/** What is open. */
export function useRoute(): Route {
  return use(RouteContext);
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === null) throw new Error("used outside of RouterProvider");
  return navigation;
}
