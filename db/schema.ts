import type { AmendmentChangeTable, AmendmentSponsorTable, AmendmentTable } from '#db/tables/amendments'
import type { AuditEventTable } from '#db/tables/audit-events'
import type {
  CallTable,
  CommentTable,
  SubmissionCommentTable,
  SubmissionTable,
  SubmissionVersionTable,
} from '#db/tables/calls'
import type { DispositionTable, DispositionTargetTable } from '#db/tables/consolidation'
import type {
  DocumentAuthorTable,
  DocumentOriginTable,
  DocumentSnapshotTable,
  DocumentTable,
  DocumentUpdateTable,
} from '#db/tables/documents'
import type { ImportedItemTable, ImportFileTable, ImportPieceTable, ImportRowTable } from '#db/tables/imports'
import type { InformalMemberTable, InformalTable } from '#db/tables/informals'
import type { ListItemTable, ListTable } from '#db/tables/lists'
import type { MeetingTable, PostponementTable, TopicTable } from '#db/tables/meetings'
import type { MailTable, NoticeCursorTable, NoticeSettingTable, NoticeTable } from '#db/tables/notices'
import type {
  AccountLinkTable,
  AccountTable,
  DelegationTable,
  MembershipTable,
  ParticipantTable,
  SessionTable,
  SignInFailureTable,
} from '#db/tables/people'
import type {
  OverlapTermsTable,
  SuggestionItemTable,
  SuggestionPairTable,
  SuggestionTable,
} from '#db/tables/overlap'
import type { PositionTable, StatementTable } from '#db/tables/positions'
import type {
  LastLookTable,
  PenTable,
  RecommendationSponsorTable,
  RecommendationTable,
  VersionTable,
} from '#db/tables/recommendations'
import type {
  CheckpointTable,
  IssuedFileTable,
  LineageConfirmationTable,
  CommissionActionTable,
  ListCorrectionTable,
} from '#db/tables/record'
import type { RoomTable, SpeakerTable, SpeakingLimitTable } from '#db/tables/rooms'
import type { SettingTable } from '#db/tables/settings'
import type { SilenceTable } from '#db/tables/silences'
import type {
  MandateTable,
  RecommendationMandateTable,
  RecommendationTagTable,
  TagTable,
} from '#db/tables/vocabulary'
import type { ExpertGroupTable, WorkplanTable } from '#db/tables/workplans'

export type Tables = {
  expert_group: ExpertGroupTable
  workplan: WorkplanTable
  meeting: MeetingTable
  postponement: PostponementTable
  topic: TopicTable
  delegation: DelegationTable
  participant: ParticipantTable
  membership: MembershipTable
  account: AccountTable
  session: SessionTable
  sign_in_failure: SignInFailureTable
  account_link: AccountLinkTable
  recommendation: RecommendationTable
  recommendation_sponsor: RecommendationSponsorTable
  pen: PenTable
  position: PositionTable
  statement: StatementTable
  silence: SilenceTable
  room: RoomTable
  speaker: SpeakerTable
  speaking_limit: SpeakingLimitTable
  import_file: ImportFileTable
  import_piece: ImportPieceTable
  import_row: ImportRowTable
  imported_item: ImportedItemTable
  informal: InformalTable
  informal_member: InformalMemberTable
  version: VersionTable
  document: DocumentTable
  document_update: DocumentUpdateTable
  document_snapshot: DocumentSnapshotTable
  document_author: DocumentAuthorTable
  document_origin: DocumentOriginTable
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
  overlap_terms: OverlapTermsTable
  suggestion: SuggestionTable
  suggestion_item: SuggestionItemTable
  suggestion_pair: SuggestionPairTable
  call: CallTable
  submission: SubmissionTable
  comment: CommentTable
  submission_version: SubmissionVersionTable
  submission_comment: SubmissionCommentTable
  audit_event: AuditEventTable
  checkpoint: CheckpointTable
  issued_file: IssuedFileTable
  lineage_confirmation: LineageConfirmationTable
  list_correction: ListCorrectionTable
  commission_action: CommissionActionTable
  setting: SettingTable
  notice_cursor: NoticeCursorTable
  notice: NoticeTable
  notice_setting: NoticeSettingTable
  mail: MailTable
  last_look: LastLookTable
}
