import type { Kind } from "../api";

const KINDS: Record<Kind, true> = { opportunity: true, lead: true, contact: true, activity: true, organization: true };

/** Whether a field points to a record of the kind it is named after. */
export function isKind(field: string): field is Kind {
  return field in KINDS;
}
