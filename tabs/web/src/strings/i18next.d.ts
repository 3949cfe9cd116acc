import "i18next";
import type { catalogs } from "./catalogs";

// A sentence that is missing in the English catalog does not compile.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "tab";
    resources: { tab: (typeof catalogs)["en"]["tab"] };
  }
}
