import { useMemo, useState, type ReactNode } from "react";
import { before, BOARD, opened, readSubPage, type Place, type Route } from "./route";
import { NavigationContext, RouteContext } from "./router-context";

/** Knows what is open; `first` is the sub-page of the deep link by which the reader came. */
export function RouterProvider({ first, children }: { first: string | null; children: ReactNode }) {
  const [route, setRoute] = useState<Route>(() => readSubPage(first));
  const navigation = useMemo(
    () => ({
      openRecord: (place: Place) => setRoute((now) => opened(now, place)),
      openSettings: () => setRoute({ beside: "settings" }),
      back: () => setRoute(before),
      close: () => setRoute(BOARD),
    }),
    [],
  );
  return (
    <NavigationContext value={navigation}>
      <RouteContext value={route}>{children}</RouteContext>
    </NavigationContext>
  );
}
