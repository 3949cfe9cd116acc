import { useMemo, useState, type ReactNode } from "react";
import { NavigationContext } from "./navigation-context";
import { readSubPage, type Place } from "./place";
import { RecordDrawer } from "./record-drawer";

/** Shows records in a drawer beside the page; `first` is the sub-page of a deep link, such as `opportunity/104`. */
export function RecordNavigation({ first, children }: { first: string | null; children: ReactNode }) {
  const [trail, setTrail] = useState<Place[]>(() => [readSubPage(first)].filter((place) => place !== null));
  const navigation = useMemo(() => ({ open: (place: Place) => setTrail((before) => [...before, place]) }), []);
  return (
    <NavigationContext value={navigation}>
      {children}
      <RecordDrawer
        place={trail.at(-1) ?? null}
        onBack={trail.length > 1 ? () => setTrail((before) => before.slice(0, -1)) : null}
        onClose={() => setTrail([])}
      />
    </NavigationContext>
  );
}
