import { useRef, useState, type ReactNode, type RefObject, type SyntheticEvent } from "react";
import {
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  type Api,
  ApiError,
  type Erasure,
  type ErasurePlan,
  type Finding,
  SETTINGS,
  useApi,
  useMe,
  type WaitingErasure,
} from "../api";
import { useFocusHeir } from "../ui";
import { useLanguage, useFormats } from "../strings";
import { useSaveAs } from "./save-as";
import { useSetting } from "./saving";
import { Section } from "./section";

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3 },
  form: { display: "flex", flexDirection: "column", alignItems: "flex-start", gap: tokens.spacingVerticalS },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  plan: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, overflowWrap: "anywhere" },
  taken: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  waiting: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
});

/** Where a person was found: by the path of their record, and what erasing them would take. */
interface Found {
  path: string;
  plan: ErasurePlan;
}

/** What is kept on a person, to be handed over or erased; and the erasures that another owner has to confirm. */
export function PersonSection() {
  const { t } = useTranslation();
  const [found, setFound] = useState<Found | null>(null);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Section title={t("settings.person")} hint={t("settings.person_hint")}>
      <Search field={field} onFound={setFound} />
      {found && <Plan key={found.path} {...found} field={field} onDone={() => setFound(null)} />}
      <Waiting field={field} />
    </Section>
  );
}

/** Where the focus goes from what is done: no other button, as a second press of Enter would erase the next one. */
interface Refuge {
  field: RefObject<HTMLInputElement | null>;
}

function Search({ field, onFound }: Refuge & { onFound: (found: Found | null) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const api = useApi();
  const [number, setNumber] = useState("");
  const [problem, setProblem] = useState("");

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    setProblem("");
    onFound(null);
    try {
      onFound(await find(api, number.trim().replace(/^#/, "")));
    } catch (error) {
      setProblem(error instanceof ApiError && error.message ? error.message : t("settings.person_unknown"));
    }
  }

  const invalid = problem ? ({ validationState: "error", validationMessage: problem } as const) : {};
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate aria-label={t("settings.person")}>
      <Field label={t("settings.person_number")} {...invalid}>
        <Input input={{ ref: field }} value={number} inputMode="numeric" onChange={(_, { value }) => setNumber(value)} />
      </Field>
      <Button type="submit" disabledFocusable={!/^#?\d{1,15}$/.test(number.trim())}>
        {t("settings.person_show")}
      </Button>
    </form>
  );
}

/** The person of a lead, or else of a contact. */
async function find(api: Api, number: string): Promise<Found> {
  try {
    return { path: `/leads/${number}`, plan: await api.get<ErasurePlan>(`/leads/${number}/erasure`) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    return { path: `/contacts/${number}`, plan: await api.get<ErasurePlan>(`/contacts/${number}/erasure`) };
  }
}

function Plan({ path, plan, field, onDone }: Found & Refuge & { onDone: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const save = useSaveAs();
  const gone = useFocusHeir<HTMLDivElement>(() => field.current);
  const [chosen, setChosen] = useState(() => plan.findings.filter(({ certain }) => certain).map(({ id }) => id));
  const erase = useSetting<Erasure, readonly string[]>({
    send: (to, findings) => to.post<Erasure>(`${path}/erase`, { findings }),
    said: ({ state }) => t(state === "done" ? "settings.person_erased" : "settings.person_asked"),
  });

  const toggle = (id: string, on: boolean) => setChosen((before) => (on ? [...before, id] : before.filter((one) => one !== id)));
  const others = plan.findings.filter(({ own }) => !own);
  return (
    <div className={styles.plan} ref={gone}>
      <Text weight="semibold">{plan.name}</Text>
      <div className={styles.buttons}>
        <Button disabledFocusable={save.isPending} onClick={() => save.mutate({ path: `${path}/data/page`, name: "person.html" })}>
          {t("settings.person_page")}
        </Button>
        <Button disabledFocusable={save.isPending} onClick={() => save.mutate({ path: `${path}/data`, name: "person.json" })}>
          {t("settings.person_json")}
        </Button>
      </div>
      <Caption1 className={styles.hint}>{t("settings.person_findings")}</Caption1>
      {plan.findings
        .filter(({ own }) => own)
        .map(({ id, title }) => (
          <Checkbox key={id} label={title} checked disabled />
        ))}
      {others.map(({ id, ...finding }) => (
        <Checkbox
          key={id}
          label={say(finding)}
          checked={chosen.includes(id)}
          onChange={(_, { checked }) => toggle(id, checked === true)}
        />
      ))}
      <ForGood>
        {plan.second.length > 0 && t("settings.person_second", { names: plan.second.map(({ name }) => name).join(", ") })}
      </ForGood>
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={erase.isPending}
          onClick={() => erase.mutate(chosen, { onSuccess: onDone })}
        >
          {t(plan.second.length > 0 ? "settings.person_ask" : "settings.person_erase")}
        </Button>
        <Button onClick={onDone}>{t("settings.person_leave")}</Button>
      </div>
    </div>
  );
}

function ForGood({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t("settings.person_for_good")} {children}
      </MessageBarBody>
    </MessageBar>
  );
}

function say({ title, excerpts }: Pick<Finding, "title" | "excerpts">): string {
  return [title, ...excerpts].join(" · ");
}

/** Erasures that wait for another owner. */
function Waiting({ field }: Refuge) {
  const styles = useStyles();
  const { t } = useTranslation();
  const api = useApi();
  const language = useLanguage();
  const waiting = useQuery({
    queryKey: [SETTINGS, "erasures", language],
    queryFn: ({ signal }) => api.get<{ items: readonly WaitingErasure[] }>("/erasures", signal),
  });
  const decide = useSetting<Erasure, { id: number; step: "confirm" | "withdraw" }>({
    send: (to, { id, step }) => to.post<Erasure>(`/erasures/${String(id)}/${step}`),
    said: ({ state }) => t(state === "done" ? "settings.person_erased" : "settings.person_withdrawn"),
  });
  const items = waiting.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={styles.waiting} role="group" aria-label={t("settings.person_waiting")}>
      <Text weight="semibold">{t("settings.person_waiting")}</Text>
      <ForGood />
      {items.map((erasure) => (
        <Asked
          key={erasure.id}
          field={field}
          erasure={erasure}
          pending={decide.isPending}
          onDecide={(step) => decide.mutate({ id: erasure.id, step })}
        />
      ))}
    </div>
  );
}

interface AskedProps extends Refuge {
  erasure: WaitingErasure;
  pending: boolean;
  onDecide: (step: "confirm" | "withdraw") => void;
}

/** Who is to be erased, who asked for it and all that it takes; who asked may only withdraw it. */
function Asked({ erasure, field, pending, onDecide }: AskedProps) {
  const { asked_by: askedBy, by, expires_at: until, findings, plan } = erasure;
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const me = useMe().data?.member.id;
  const taken = plan.findings.filter(({ id, own }) => own || findings === null || findings.includes(id));
  const gone = useFocusHeir<HTMLDivElement>(() => field.current);
  const asked = by && t("settings.person_asked_by", { name: by.name });
  return (
    <div className={styles.plan} role="group" aria-label={plan.name} ref={gone}>
      <Text weight="semibold">{plan.name}</Text>
      <Caption1 className={styles.hint}>
        {[asked, t("settings.person_until", { moment: formats.moment(until) })].filter(Boolean).join(" · ")}
      </Caption1>
      <Text>{t("settings.person_takes", { count: taken.length })}</Text>
      <ul className={styles.taken}>
        {taken.map(({ id, ...finding }) => (
          <li key={id}>{say(finding)}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        {askedBy !== me && (
          <Button appearance="primary" disabledFocusable={pending} onClick={() => onDecide("confirm")}>
            {t("settings.person_confirm")}
          </Button>
        )}
        <Button disabledFocusable={pending} onClick={() => onDecide("withdraw")}>
          {t("settings.person_withdraw")}
        </Button>
      </div>
    </div>
  );
}
