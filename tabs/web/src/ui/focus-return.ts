import { useEffect, useState } from "react";
import { isFocusLost } from "./focus-heir";

/** Gives the focus back to what opened a dialog once it is gone, unless it has found another place meanwhile. */
export function useFocusReturn() {
  const [opener] = useState(findOpener);
  useEffect(
    () => () => {
      // As long as the dialog is there, it keeps the focus within.
      requestAnimationFrame(() => {
        if (isFocusLost()) findAgain(opener)?.focus();
      });
    },
    [opener],
  );
}

/** The opener, or the title of its card, which is another element in another column. */
function findAgain({ element, card }: Opener): HTMLElement | null {
  if (element instanceof HTMLElement && element.isConnected) return element;
  return card ? findTitle(card) : null;
}

/** The title of the card of an opportunity, where the board shows it. */
export function findTitle(number: string | number): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-number="${number}"] [data-title]`);
}

interface Opener {
  element: Element | null;
  card: string | undefined;
}

/** What has the focus; for an item of a menu, which goes with it, the button of the menu. */
function findOpener(): Opener {
  const menu = document.activeElement?.closest("[role=menu]");
  const button = menu?.getAttribute("aria-labelledby");
  const element = button ? document.getElementById(button) : document.activeElement;
  return { element, card: element?.closest<HTMLElement>("[data-number]")?.dataset.number };
}
