import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";

/** Whether nothing has the focus, as after what had it has gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * Hands the focus on when the element of this ref goes away with it, to what `find` finds then; it is given what is left
 * of the element's neighbours, the next one rather than the one before.
 */
export function useFocusHeir<Gone extends HTMLElement>(
  find: (neighbour: Element | null) => HTMLElement | null | undefined,
): RefObject<Gone | null> {
  const gone = useRef<Gone>(null);
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  useLayoutEffect(() => {
    const element = gone.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      const neighbours = [element.nextElementSibling, element.previousElementSibling];
      // Others may go with it.
      requestAnimationFrame(() => {
        const left = neighbours.find((one) => one?.isConnected) ?? null;
        if (isFocusLost()) latest.current(left)?.focus();
      });
    };
  }, []);
  return gone;
}
