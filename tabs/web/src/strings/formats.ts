/** An exact amount with its currency. */
interface Amount {
  amount: string;
  currency: string;
}

/** Numbers, money and time as the reader writes them. */
export interface Formats {
  money: (money: Amount) => string;
  moneys: (moneys: readonly Amount[]) => string;
  /** Sums of what is only expected: cents would promise too much. */
  estimates: (moneys: readonly Amount[]) => string;
  count: (count: number) => string;
  /** `percent` is 0 to 100. */
  percent: (percent: number) => string;
  /** A calendar day, `2027-02-23`; it is the same day in every time zone. */
  day: (date: string) => string;
  /** A day of every year, `12-24`. */
  yearly: (day: string) => string;
  /** The days of a week from Monday on, as they are called in full. */
  weekdays: readonly string[];
  /** The time of day that it is in a time zone. */
  clock: (timeZone: string, now?: Date) => string;
  moment: (instant: string) => string;
  /** How long ago, such as "3 minutes ago"; after a week the day itself. */
  ago: (instant: string, now?: Date) => string;
}

const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, "second", 1],
  [3_600, "minute", 60],
  [86_400, "hour", 3_600],
  [604_800, "day", 86_400],
];

export function createFormats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const yearly = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const localDay = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const money = createMoneyFormat(locale, { trailingZeroDisplay: "stripIfInteger" });
  const estimate = createMoneyFormat(locale, { maximumFractionDigits: 0 });

  return {
    money,
    moneys: (moneys) => moneys.map(money).join(" + "),
    estimates: (moneys) => moneys.map(estimate).join(" + "),
    count: (count) => number.format(count),
    percent: (value) => percent.format(value / 100),
    day: (date) => day.format(new Date(`${date}T00:00:00Z`)),
    yearly: (date) => yearly.format(new Date(`2000-${date}T00:00:00Z`)),
    // The third of January 2000 was a Monday.
    weekdays: [3, 4, 5, 6, 7, 8, 9].map((date) => weekday.format(Date.UTC(2000, 0, date))),
    clock: (timeZone, now = new Date()) =>
      new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(now),
    moment: (instant) => moment.format(new Date(instant)),
    ago: (instant, now = new Date()) => {
      const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
      const step = STEPS.find(([limit]) => Math.abs(seconds) < limit);
      if (!step) return localDay.format(new Date(instant));
      const [, unit, length] = step;
      // A minute that has not passed yet reads "now"; clocks that differ a little must not speak of the future.
      if (unit === "second") return relative.format(0, unit);
      return relative.format(unit === "day" ? daysBetween(now, new Date(instant)) : Math.trunc(seconds / length), unit);
    },
  };
}

/** Calendar days from one moment to another, as the reader's clock tells them: 30 hours ago may be the day before yesterday. */
function daysBetween(from: Date, to: Date): number {
  const [start, end] = [from, to].map((moment) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()));
  return ((end ?? 0) - (start ?? 0)) / 86_400_000;
}

function createMoneyFormat(locale: string, options: Intl.NumberFormatOptions): Formats["money"] {
  const byCurrency = new Map<string, Intl.NumberFormat>();
  return ({ amount, currency }) => {
    let format = byCurrency.get(currency);
    if (!format) {
      format = new Intl.NumberFormat(locale, { style: "currency", currency, ...options });
      byCurrency.set(currency, format);
    }
    // The decimal string goes in as it is: Intl formats it exactly, a float would not hold it.
    return format.format(amount as Intl.StringNumericLiteral);
  };
}

/** Whether a calendar day lies before today, as the reader's clock tells it. */
export function isPast(date: string | null, now = new Date()): boolean {
  if (date === null) return false;
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  return date < today.join("-");
}
