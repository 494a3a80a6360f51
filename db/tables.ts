import type { Generated, ColumnType } from 'kysely'

/**
 * The tables as they are stored, the same on SQLite and PostgreSQL. Identifiers are ULIDs; instants are
 * ISO 8601 in UTC with milliseconds (`2021-04-07T16:00:00.000Z`, so that they sort as text); days are
 * `YYYY-MM-DD`; JSON is text; truth values are 0 and 1. Rows become domain types in `db/queries` only.
 */
type Instant = string
type Day = string
type Json = string
type Flag = 0 | 1
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>

export type ExpertGroupTable = {
  id: string
  /** JSON: LocalizedText. */
  name: Json
  abbreviation: string
  parent_body: Json
  established_by: string
}

export type WorkplanTable = {
  id: string
  expert_group_id: string
  title: Json
  from_year: number
  to_year: number
}

export type MeetingTable = {
  id: string
  workplan_id: string
  position: number
  kind: string
  title: Json
  status: string
  starts_on: Day
  ends_on: Day
  place: Json
  /** IANA name, for example `Europe/Vienna`. */
  time_zone: string
  /** The number of the paragraph under which the first topic's items are lettered. */
  first_paragraph: number
}

export type PostponementTable = {
  id: string
  meeting_id: string
  old_starts_on: Day
  old_ends_on: Day
  new_starts_on: Day
  new_ends_on: Day
  reason: Json
  at: Instant
}

export type TopicTable = {
  id: string
  meeting_id: string
  position: number
  title: Json
}

export type DelegationTable = {
  id: string
  kind: string
  name: Json
  code: string
  regional_group: string | null
}

export type ParticipantTable = {
  id: string
  name: string
  email: string
  role: string
  delegation_id: string | null
  language: string
  created_at: Instant
}

export type AccountTable = {
  participant_id: string
  /** argon2id, in PHC string form. */
  password_hash: string
  updated_at: Instant
}

export type SessionTable = {
  /** SHA-256 of the cookie's token, hex: a copy of the database opens no session. */
  id: string
  participant_id: string
  created_at: Instant
  expires_at: Instant
  revoked_at: Instant | null
}

export type SignInAttemptTable = {
  id: string
  /** SHA-256 of the address or the network address that was tried. */
  subject: string
  at: Instant
}

export type RecommendationTable = {
  id: string
  meeting_id: string
  topic_id: string | null
  stage: string
  kind: string
  status: string
  /** Order within the topic. */
  position: number
  language: string
  /** Plain text of the working text or, once frozen, of its last version; kept for lists and search. */
  text: string
  /** `text` folded for searching: lower case, without marks and tatweel. */
  search_text: string
  /** How many brackets are open in the text, nested ones counted each. */
  brackets: Generated<number>
  document_id: string
  created_by: string | null
  created_at: Instant
  updated_at: Instant
  tabled_at: Instant | null
  /** Where an imported item came from: file name and line; null for what was drafted here. */
  source: string | null
}

export type RecommendationSponsorTable = {
  recommendation_id: string
  delegation_id: string
  /** `proposer`, `sponsor` or `invited`. */
  role: string
  position: number
  since: Instant
}

export type PenTable = {
  recommendation_id: string
  delegation_id: string
  given_by: string
  given_at: Instant
  until: Instant | null
}

export type VersionTable = {
  id: string
  recommendation_id: string
  number: number
  language: string
  text: string
  /** JSON: DocumentContent, the blocks and their formatting. */
  content: Json
  /** SHA-256 of the canonical form of language and content, hex. */
  hash: string
  reason: string
  created_by: string | null
  created_at: Instant
  /** The last entry of the document's log that this version includes. */
  update_id: number
}

export type DocumentTable = {
  id: string
  /** `working-text`, `amendment`, `comment` or `summary`. */
  kind: string
  language: string
  created_at: Instant
  /** Raised in the transaction that changes who may edit; the sync server decides afresh when it moved. */
  access_version: Generated<number>
}

/** Append-only. `id` orders the log of a document; nothing here is ever changed or deleted. */
export type DocumentUpdateTable = {
  id: Generated<number>
  document_id: string
  payload: Bytes
  /** Who sent it; null for text that an import or the sample wrote. */
  participant_id: string | null
  at: Instant
  /** The entry at which the text read as this one makes it read again. */
  restores_id: Generated<number | null>
}

export type DocumentSnapshotTable = {
  document_id: string
  /** The last entry of the log that the state includes. */
  update_id: number
  state: Bytes
  at: Instant
}

/** Binds a Yjs client id to its author in one document, for ever. */
export type DocumentAuthorTable = {
  document_id: string
  /** Unsigned 32 bits; stored as text because PostgreSQL's integer is signed. */
  client_id: string
  participant_id: string | null
  /** Set where the words are an amendment's: they belong to its sponsors. */
  amendment_id: string | null
  /** JSON: DelegationId[], for whom the author wrote at that time; empty for Chair, Rapporteur, secretariat. */
  delegations: Json
  since: Instant
}

export type AmendmentTable = {
  id: string
  /** `text`, `new-paragraph` or `deletion`. */
  kind: Generated<string>
  /** The amendment that this one amends. */
  parent_id: Generated<string | null>
  /** The withdrawn amendment that this one takes over. */
  continues_id: Generated<string | null>
  /** Of a new paragraph: the one after which it shall stand; null for the end of its topic. */
  after_id: Generated<string | null>
  recommendation_id: string
  document_id: string
  base_version_id: string
  status: string
  language: string
  /** Plain text of the fork, kept for lists. */
  text: string
  rationale: string
  /** The canonical form: a Yjs update over the base, in whole words; set when it is tabled. */
  canonical_update: Bytes | null
  created_by: string
  created_at: Instant
  updated_at: Instant
  tabled_at: Instant | null
  decided_by: string | null
  decided_at: Instant | null
  decision_reason: string | null
}

export type AmendmentSponsorTable = {
  amendment_id: string
  delegation_id: string
  /** `proposer`, `sponsor` or `invited`. */
  role: string
  position: number
  since: Instant
}

/** One change of a tabled amendment on the merge desk: what was chosen for it, and what became of it. */
export type AmendmentChangeTable = {
  amendment_id: string
  /** Its place among the amendment's changes, from 0. */
  change_index: number
  /** Chosen and not yet taken into the text; null where nothing is chosen. */
  choice: string | null
  chosen_by: string | null
  chosen_at: Instant | null
  outcome: string | null
  decided_by: string | null
  decided_at: Instant | null
}

export type TagTable = {
  id: string
  /** `theme`, `addressee` or `cross-cutting-issue`. */
  kind: string
  name: Json
  retired_at: Instant | null
}

export type RecommendationTagTable = { recommendation_id: string; tag_id: string }

export type MandateTable = {
  id: string
  symbol: string
  title: Json
  adopted_on: Day | null
}

export type RecommendationMandateTable = { recommendation_id: string; mandate_id: string }

export type ListTable = {
  id: string
  meeting_id: string
  /** `preliminary`, `agreed-status` or `adopted`. */
  kind: string
  title: Json
  issued_by: string | null
  issued_at: Instant
  /** SHA-256 over `canonical`, hex. */
  hash: string
  /** The canonical form: the JSON that is exported, byte for byte. */
  canonical: Json
}

export type ListItemTable = {
  id: string
  list_id: string
  position: number
  label: string
  topic_id: string | null
  recommendation_id: string
  version_id: string
}

export type DispositionTable = {
  id: string
  /** The preliminary item; unique: it has exactly one disposition. */
  recommendation_id: string
  kind: string
  reason: string | null
  decided_by: string
  decided_at: Instant
}

/** The consolidated paragraphs that a preliminary item went into; none for `not-retained`. */
export type DispositionTargetTable = { disposition_id: string; recommendation_id: string }

export type CallTable = {
  id: string
  list_id: string
  title: Json
  instructions: string
  status: string
  deadline: Instant
  created_by: string
  created_at: Instant
}

export type SubmissionTable = {
  id: string
  call_id: string
  delegation_id: string
  status: string
  language: string
  general_remarks: string
  late: Flag
  updated_by: string
  updated_at: Instant
  submitted_at: Instant | null
  published_at: Instant | null
}

export type CommentTable = {
  id: string
  submission_id: string
  list_item_id: string
  /** `support`, `support-with-changes`, `question` or `objection`. */
  position: string
  body: string
}

/** What a delegation thinks of a text; one for each delegation. */
export type PositionTable = {
  recommendation_id: string
  delegation_id: string
  stance: string
  /** `all`, or `chair` for the Chair alone. */
  audience: string
  reason: string
  participant_id: string
  at: Instant
}

/** A reservation or an explanation of position, recorded with an agreed text. */
export type StatementTable = {
  id: string
  recommendation_id: string
  delegation_id: string
  kind: string
  language: string
  body: string
  participant_id: string
  at: Instant
}

/** A silence procedure: at most one of a recommendation is `running`. */
export type SilenceTable = {
  id: string
  recommendation_id: string
  status: string
  started_by: string
  started_at: Instant
  deadline: Instant
  ended_at: Instant | null
  broken_by: string | null
  reason: string | null
}

/** Where the Chair is: what everybody who follows is shown. */
export type RoomTable = {
  meeting_id: string
  recommendation_id: string | null
  topic_id: string | null
  /** What of the text is on the screen: `text`, `amendments` or one `amendment`. */
  view: Generated<string>
  amendment_id: string | null
  /** Which kind of agenda item the meeting is at; a `topic` is named by `topic_id`. */
  agenda_kind: string | null
  /** When the Chair closed the list of speakers; null while it is open. */
  list_closed_at: Instant | null
  updated_at: Instant
}

/** How long one may speak at a meeting, where that differs from what is usual. */
export type SpeakingLimitTable = { meeting_id: string; name: string; seconds: number }

/** A small group's work on a paragraph apart from the room; its text is an amendment's. */
export type InformalTable = {
  id: string
  recommendation_id: string
  amendment_id: string
  status: string
  /** What the Chair asked the group to settle; may be empty. */
  task: string
  started_by: string
  started_at: Instant
  ended_by: string | null
  ended_at: Instant | null
  /** Why it was dissolved. */
  reason: string | null
}

export type InformalMemberTable = {
  informal_id: string
  delegation_id: string
  since: Instant
  left_at: Instant | null
}

/** Somebody who asked for the floor: waiting, speaking (started), done (ended). */
export type SpeakerTable = {
  id: string
  meeting_id: string
  delegation_id: string
  kind: string
  position: number
  limit_seconds: number
  asked_at: Instant
  started_at: Instant | null
  ended_at: Instant | null
}

/** One row: up to which event of the log everybody who is to be told has been told. */
export type NoticeCursorTable = { id: number; sequence: number }

/** One person is told of one event; there is never a second row for the two. */
export type NoticeTable = {
  id: string
  participant_id: string
  /** The event of the audit log. */
  sequence: number
  /** The event's type; the words are made when they are shown, in the language of whoever reads them. */
  type: string
  meeting_id: string | null
  recommendation_id: string | null
  at: Instant
  read_at: Instant | null
  /** `at-once`, `daily` or `none`, as the person wished when it was written. */
  delivery: string
  /** The mail that tells of it, once it is made. */
  mail_id: string | null
}

/** How a person wants to be told; without a row, at once and of everything. */
export type NoticeSettingTable = {
  participant_id: string
  delivery: string
  /** Of the daily digest. */
  hour: number
  /** IANA name; null for the meeting's. */
  time_zone: string | null
  /** JSON: NoticeKind[]. */
  muted_kinds: Json
  /** JSON: MeetingId[]. */
  muted_meetings: Json
}

/** A mail as it is sent, or as it is kept where no mail server is configured. */
export type MailTable = {
  id: string
  participant_id: string
  address: string
  language: string
  subject: string
  text: string
  html: string
  /** Whether it tells of what the secretariat may not see. */
  confidential: Flag
  /** `waiting`, `sent`, `failed` or `kept`. */
  status: string
  attempts: number
  /** Not before this is it tried; while one process tries, the others are kept away by it. */
  next_attempt_at: Instant | null
  error: string | null
  created_at: Instant
  sent_at: Instant | null
}

/** How far a person has read a recommendation's text. */
export type LastLookTable = {
  participant_id: string
  recommendation_id: string
  /** The last entry of the document's log that was seen. */
  update_id: number
  at: Instant
}

/** Append-only and hash-chained; `sequence` has no gaps a reader could miss: appends are serialized. */
export type AuditEventTable = {
  sequence: number
  id: string
  type: string
  /** The meeting whose screens must learn of it; null where it is nobody's meeting. */
  meeting_id: string | null
  subject_kind: string
  subject_id: string
  actor_id: string | null
  actor_role: string | null
  delegation_id: string | null
  reason: string | null
  /** JSON: what else the event says. */
  detail: Json
  at: Instant
  previous_hash: string
  hash: string
}

export type SettingTable = { name: string; value: string }

export type Tables = {
  expert_group: ExpertGroupTable
  workplan: WorkplanTable
  meeting: MeetingTable
  postponement: PostponementTable
  topic: TopicTable
  delegation: DelegationTable
  participant: ParticipantTable
  account: AccountTable
  session: SessionTable
  sign_in_attempt: SignInAttemptTable
  recommendation: RecommendationTable
  recommendation_sponsor: RecommendationSponsorTable
  pen: PenTable
  position: PositionTable
  statement: StatementTable
  silence: SilenceTable
  room: RoomTable
  speaker: SpeakerTable
  speaking_limit: SpeakingLimitTable
  informal: InformalTable
  informal_member: InformalMemberTable
  version: VersionTable
  document: DocumentTable
  document_update: DocumentUpdateTable
  document_snapshot: DocumentSnapshotTable
  document_author: DocumentAuthorTable
  amendment: AmendmentTable
  amendment_sponsor: AmendmentSponsorTable
  amendment_change: AmendmentChangeTable
  tag: TagTable
  recommendation_tag: RecommendationTagTable
  mandate: MandateTable
  recommendation_mandate: RecommendationMandateTable
  list: ListTable
  list_item: ListItemTable
  disposition: DispositionTable
  disposition_target: DispositionTargetTable
  call: CallTable
  submission: SubmissionTable
  comment: CommentTable
  audit_event: AuditEventTable
  setting: SettingTable
  notice_cursor: NoticeCursorTable
  notice: NoticeTable
  notice_setting: NoticeSettingTable
  mail: MailTable
  last_look: LastLookTable
}
