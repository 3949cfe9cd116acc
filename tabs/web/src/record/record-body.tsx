import { makeStyles, tokens } from "@fluentui/react-components";
import type { UseQueryResult } from "@tanstack/react-query";
import type { CrmRecord } from "../api";
import { Failed, Waiting } from "../ui";
import type { Place } from "../router";
import { RecordFields } from "./record-fields";
import { RecordPeople } from "./record-people";
import { RecordScore } from "./record-score";
import { StagePath } from "./stage-path";
import { RecordTimeline } from "./timeline";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXL, paddingTop: tokens.spacingVerticalS },
});

export function RecordBody({ place, record }: { place: Place; record: UseQueryResult<CrmRecord> }) {
  const styles = useStyles();
  if (record.isPending) return <Waiting />;
  if (!record.data) return <Failed error={record.error} onRetry={() => void record.refetch()} />;
  return (
    <div className={styles.root}>
      {record.data.kind === "opportunity" && <StagePath record={record.data} />}
      <RecordScore record={record.data} />
      <RecordFields record={record.data} />
      <RecordPeople record={record.data} />
      <RecordTimeline place={place} />
    </div>
  );
}
