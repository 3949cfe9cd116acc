import { Button, Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type AuditLinePage, SETTINGS, useApi } from "../api";
import { Failed } from "../ui";
import { useLanguage, useFormats } from "../strings";
import { Section } from "./section";

const PAGE = 10;

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3 },
  lines: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: "none" },
  line: { display: "flex", flexDirection: "column", overflowWrap: "anywhere" },
  more: { alignSelf: "flex-start" },
});

/** What was set, handed over, erased and refused, for owners; newest first. */
export function AuditSection() {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const audit = useAudit();
  const lines = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={t("settings.audit")} hint={t("settings.audit_hint")}>
      {audit.isError && <Failed error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.isSuccess && lines.length === 0 && <Text>{t("settings.audit_none")}</Text>}
      <ul className={styles.lines}>
        {lines.map(({ id, at, title, details }) => (
          <li key={id} className={styles.line}>
            <Text>{title}</Text>
            <Caption1 className={styles.hint}>{[formats.moment(at), ...details].join(" · ")}</Caption1>
          </li>
        ))}
      </ul>
      {audit.hasNextPage && (
        <Button className={styles.more} disabledFocusable={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t("settings.audit_more")}
        </Button>
      )}
    </Section>
  );
}

function useAudit() {
  const api = useApi();
  const language = useLanguage();
  return useInfiniteQuery({
    queryKey: [SETTINGS, "audit", language],
    queryFn: ({ pageParam, signal }) => api.get<AuditLinePage>(`/audit?limit=${PAGE}${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}
