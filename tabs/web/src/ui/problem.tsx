import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Text,
  Title3,
  tokens,
} from "@fluentui/react-components";
import { ArrowClockwiseRegular, PeopleTeamRegular, PlugDisconnectedRegular } from "@fluentui/react-icons";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError, Unreachable } from "../api";
import { OutsideTeams, SignInFailed } from "../host";

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXXL,
    textAlign: "center",
    color: tokens.colorNeutralForeground1,
    overflowY: "auto",
  },
  icon: { fontSize: "56px", color: tokens.colorBrandForeground1 },
  body: { maxWidth: "48ch", textAlign: "center", color: tokens.colorNeutralForeground2 },
});

/** Says what went wrong and what the reader can do about it. */
export function Problem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const outside = error instanceof OutsideTeams;
  const Icon = outside ? PeopleTeamRegular : PlugDisconnectedRegular;
  const { title, body } = explain(error, t);
  return (
    <main className={styles.root}>
      <Icon className={styles.icon} aria-hidden />
      <Title3 as="h1">{title}</Title3>
      <Text className={styles.body} role="alert">
        {body}
      </Text>
      {!outside && (
        <Button appearance="primary" icon={<ArrowClockwiseRegular />} onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </main>
  );
}

/** The same in the place of a part of a page. */
export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const { title, body } = explain(error, t);
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {body}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onRetry}>{t("retry")}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** The failure in the reader's words; the API explains its own refusals. */
export function explain(error: unknown, t: TFunction): { title: string; body: string } {
  if (error instanceof OutsideTeams) return { title: t("outside.title"), body: t("outside.body") };
  if (error instanceof SignInFailed) return { title: t("sign_in.title"), body: t("sign_in.body") };
  if (error instanceof Unreachable) return { title: t("unreachable.title"), body: t("unreachable.body") };
  if (error instanceof ApiError && error.message) return { title: t("failed.title"), body: error.message };
  return { title: t("failed.title"), body: t("failed.body") };
}
