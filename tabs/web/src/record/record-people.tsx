import { Avatar, Caption1, Link, makeStyles, Persona, Subtitle2, ToggleButton, tokens } from "@fluentui/react-components";
import { StarFilled, StarRegular } from "@fluentui/react-icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { CHANGING, type CrmRecord, type Participant, type Person, recordPath, useApi, useMe } from "../api";
import { useMoves } from "../moves";
import { explain, useNotify } from "../ui";
import { useNavigation } from "../router";
import { roleName } from "../words";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  head: { display: "flex", justifyContent: "space-between", alignItems: "center", gap: tokens.spacingHorizontalS },
  list: { display: "grid", gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: "none" },
  person: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS, minWidth: 0, overflowWrap: "anywhere" },
  role: { display: "block", color: tokens.colorNeutralForeground3 },
  none: { color: tokens.colorNeutralForeground3 },
});

/** Who takes part in a lead or an opportunity, and which colleagues follow it. */
export function RecordPeople({ record }: { record: CrmRecord }) {
  const { participants, followers } = record;
  if (!participants || !followers) return null;
  return (
    <>
      {participants.length > 0 && <Participants participants={participants} />}
      <Followers record={record} followers={followers} />
    </>
  );
}

function Participants({ participants }: { participants: readonly Participant[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <section className={styles.root} aria-label={t("record.participants")}>
      <Subtitle2 as="h3">{t("record.participants")}</Subtitle2>
      <ul className={styles.list}>
        {participants.map((one) => (
          <ParticipantRow key={one.contact.number} participant={one} />
        ))}
      </ul>
    </section>
  );
}

function ParticipantRow({ participant: { contact, role } }: { participant: Participant }) {
  const styles = useStyles();
  const { openRecord } = useNavigation();
  return (
    <li className={styles.person}>
      <Avatar name={contact.name} color="colorful" idForColor={`contact ${contact.number}`} size={28} aria-hidden />
      <div>
        <Link as="button" onClick={() => openRecord({ kind: "contact", ...contact })}>
          {contact.name}
        </Link>
        {role && <Caption1 className={styles.role}>{roleName(role)}</Caption1>}
      </div>
    </li>
  );
}

function Followers({ record, followers }: { record: CrmRecord; followers: readonly Person[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <section className={styles.root} aria-label={t("record.followers")}>
      <div className={styles.head}>
        <Subtitle2 as="h3">{t("record.followers")}</Subtitle2>
        <FollowButton record={record} followers={followers} />
      </div>
      {followers.length === 0 ? (
        <Caption1 className={styles.none}>{t("record.no_followers")}</Caption1>
      ) : (
        <ul className={styles.list}>
          {followers.map(({ id, name }) => (
            <li key={id}>
              <Persona name={name} size="extra-small" avatar={{ color: "colorful", idForColor: String(id) }} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FollowButton({ record, followers }: { record: CrmRecord; followers: readonly Person[] }) {
  const { t } = useTranslation();
  const { allowed } = useMoves();
  const me = useMe().data?.member.id;
  const { mutate, isPending } = useFollow(record);
  if (!allowed || me === undefined) return null;
  const following = followers.some(({ id }) => id === me);
  return (
    <ToggleButton
      size="small"
      icon={following ? <StarFilled /> : <StarRegular />}
      checked={following}
      disabledFocusable={isPending}
      onClick={() => mutate(!following)}
    >
      {t("record.follow")}
    </ToggleButton>
  );
}

function useFollow({ kind, number, name }: CrmRecord) {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  const path = `${recordPath(kind, number)}/followers`;
  return useMutation({
    mutationFn: (follow: boolean) => (follow ? api.post<CrmRecord>(path) : api.delete<CrmRecord>(path)),
    onError: (error) => notify({ intent: "error", title: t("record.follow_failed", { name }), body: explain(error, t).body }),
    onSettled: () => void queries.invalidateQueries({ queryKey: [CHANGING] }),
  });
}
