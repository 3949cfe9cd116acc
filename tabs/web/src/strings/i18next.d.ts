import "i18next";
import type { Catalog } from "./catalogs";

// A sentence that is missing in the English catalog does not compile.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "tab";
    resources: Pick<Catalog, "tab">;
  }
}
