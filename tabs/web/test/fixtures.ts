import type { BareCard, Board, Places, Stage, Workspace } from "../src/api/types";

export const stages: Stage[] = [
  { id: 1, key: "qualified", name: "Qualified", type: "open", probability: 20, required: [], stale_after: 0, version: 1 },
  { id: 5, key: "won", name: "Won", type: "won", probability: 100, required: [], stale_after: 0, version: 1 },
  { id: 6, key: "lost", name: "Lost", type: "lost", probability: 0, required: [], stale_after: 0, version: 1 },
];

const [qualified, won, lost] = stages as [Stage, Stage, Stage];
const euros = (amount: string) => ({ amount, currency: "EUR" });

/** A card of which only this is told. */
export function card(told: Partial<BareCard> & Pick<BareCard, "number">): BareCard {
  return {
    kind: "opportunity",
    name: `#${told.number}`,
    version: 1,
    status: "open",
    stage: "qualified",
    amount: null,
    close_date: null,
    organization: null,
    contact: null,
    owner: null,
    ...told,
  };
}

/** Two open opportunities and a won one. */
export function board(): Board {
  return {
    pipeline: { id: 1, name: "Sales" },
    sequence: 0,
    columns: [
      {
        stage: qualified,
        count: 2,
        totals: [euros("12000.00")],
        weighted: [euros("2400.00")],
        cards: [
          card({
            number: 104,
            name: "Tech Innovators Inc.",
            version: 3,
            stage: "qualified",
            amount: euros("12000.00"),
            close_date: "2027-02-23",
            owner: { id: 1, name: "Alex Weber" },
          }),
          card({ number: 103, name: "Fabrikam" }),
        ],
      },
      {
        stage: won,
        count: 1,
        totals: [euros("500.00")],
        weighted: [euros("500.00")],
        cards: [card({ number: 105, name: "Contoso", version: 9, status: "won", stage: "won", amount: euros("500.00") })],
      },
      { stage: lost, count: 0, totals: [], weighted: [], cards: [] },
    ],
  };
}

export function emptyBoard(): Board {
  const columns = stages.map((stage) => ({ stage, count: 0, totals: [], weighted: [], cards: [] }));
  return { pipeline: { id: 1, name: "Sales" }, columns, sequence: 0 };
}

export const workspace: Workspace = {
  name: "",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  country: "DE",
  working_days: ["mon", "tue", "wed", "thu", "fri"],
  public_holidays: true,
  subdivision: null,
  free_days: [],
  guests: false,
  retention_months: 0,
  version: 1,
  owners: [{ id: 1, name: "Alex Weber" }],
  unowned: null,
  days_off: [{ date: "2026-12-25", name: "Christmas Day" }],
};

export const places: Places = {
  currencies: [
    { key: "EUR", name: "Euro" },
    { key: "USD", name: "US Dollar" },
  ],
  time_zones: [
    { key: "Europe/Berlin", name: "Berlin" },
    { key: "America/New_York", name: "New York" },
  ],
  countries: [
    { key: "DE", name: "Germany" },
    { key: "US", name: "United States" },
  ],
  subdivisions: [{ key: "BY", name: "Bavaria" }],
};
