import { useTranslation } from "react-i18next";
import { useNotify } from "./notices";
import { explain } from "./problem";

/** Says in a notice that something failed, and why. */
export function useTellFailure() {
  const notify = useNotify();
  const { t } = useTranslation();
  return (error: unknown) => notify({ intent: "error", ...explain(error, t) });
}
