import * as de from "@strings/de/catalog.json";
import * as en from "@strings/en/catalog.json";

/** Top-level sections of the shared catalogs that the tab reads; each is a namespace. `tab` is its own. */
export const catalogs = {
  en: {
    tab: en.tab,
    command: en.command,
    event: en.event,
    field: en.field,
    status: en.status,
    stage: en.stage,
    lead_source: en.lead_source,
    lost_reason: en.lost_reason,
    disqualify_reason: en.disqualify_reason,
    authority: en.authority,
    timeline: en.timeline,
    activity: en.activity,
    participant_role: en.participant_role,
    conversion: en.conversion,
    framework: en.framework,
  },
  de: {
    tab: de.tab,
    command: de.command,
    event: de.event,
    field: de.field,
    status: de.status,
    stage: de.stage,
    lead_source: de.lead_source,
    lost_reason: de.lost_reason,
    disqualify_reason: de.disqualify_reason,
    authority: de.authority,
    timeline: de.timeline,
    activity: de.activity,
    participant_role: de.participant_role,
    conversion: de.conversion,
    framework: de.framework,
  },
};

export type Language = keyof typeof catalogs;
export type Section = keyof (typeof catalogs)["en"];
