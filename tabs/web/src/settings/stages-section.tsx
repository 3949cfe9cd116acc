import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Caption1,
  makeStyles,
  Subtitle2,
  tokens,
} from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Framework, Stage } from "../api";
import { StageForm, staleness } from "./stage-form";

const useStyles = makeStyles({
  header: { display: "flex", flexDirection: "column", paddingBlock: tokens.spacingVerticalS, textAlign: "start" },
  summary: { color: tokens.colorNeutralForeground3 },
});

/** What each stage requires, and when a deal is stale there. A lost deal need not have anything. */
export function StagesSection({ stages, framework }: { stages: readonly Stage[]; framework: Framework }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <section aria-label={t("settings.stages")}>
      <Subtitle2 as="h3">{t("settings.stages")}</Subtitle2>
      <Accordion collapsible>
        {stages
          .filter(({ type }) => type !== "lost")
          .map((stage) => (
            <AccordionItem key={stage.id} value={stage.id}>
              <AccordionHeader as="h4">
                <span className={styles.header}>
                  {stage.name}
                  <Summary stage={stage} />
                </span>
              </AccordionHeader>
              <AccordionPanel>
                <StageForm stage={stage} framework={framework} />
              </AccordionPanel>
            </AccordionItem>
          ))}
      </Accordion>
    </section>
  );
}

function Summary({ stage }: { stage: Stage }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { required } = stage;
  const told = required.length ? t("settings.required", { count: required.length }) : t("settings.nothing");
  return <Caption1 className={styles.summary}>{[told, ...staleness(stage, t)].join(" · ")}</Caption1>;
}
