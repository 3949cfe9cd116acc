import { useEffect, useState } from "react";

/** Gives the focus back to what opened a dialog once it is gone, unless it has found another place meanwhile. */
export function useFocusReturn() {
  const [opener] = useState(findOpener);
  useEffect(
    () => () => {
      // As long as the dialog is there, it keeps the focus within.
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && opener instanceof HTMLElement && opener.isConnected) opener.focus();
      });
    },
    [opener],
  );
}

/** What has the focus; for an item of a menu, which goes with it, the button of the menu. */
function findOpener(): Element | null {
  const menu = document.activeElement?.closest("[role=menu]");
  const button = menu?.getAttribute("aria-labelledby");
  return button ? document.getElementById(button) : document.activeElement;
}
