import type { Kind } from "../api";

/** Answers to the questions of a framework that have no field of their own. */
export const ANSWERS = ["metrics", "economic_buyer", "decision_criteria", "decision_process", "champion"] as const;

/** What a record of each kind shows, in this order. */
export const FIELDS: Record<Kind, readonly string[]> = {
  opportunity: [
    "next_step", "amount", "probability", "close_date", "owner", "organization", "contact", "lead", "budget", "authority", "timeline",
    "need", ...ANSWERS, "lost_reason", "lost_note",
  ],
  lead: [
    "next_step", "company", "job_title", "email", "phone", "source", "owner", "amount", "organization", "contact", "opportunity",
    "budget", "authority", "timeline", "need", ...ANSWERS, "note", "disqualify_reason", "disqualify_note",
  ],
  contact: ["job_title", "organization", "email", "phone"],
  activity: ["type", "about", "due", "due_at", "done_at", "owner", "text"],
  organization: ["domain", "website", "phone", "industry", "size"],
};

/** Whether a field points to a record of the kind it is named after. */
export function isKind(field: string): field is Kind {
  return field in FIELDS;
}
