/** An identifier of one kind of thing: a ULID made by the application. */
type Id<Kind extends string> = string & { readonly __kind: Kind }

export type ExpertGroupId = Id<'expert-group'>
export type WorkplanId = Id<'workplan'>
export type MeetingId = Id<'meeting'>
export type TopicId = Id<'topic'>
export type DelegationId = Id<'delegation'>
export type ParticipantId = Id<'participant'>
export type MembershipId = Id<'membership'>
export type SessionId = Id<'session'>
export type RecommendationId = Id<'recommendation'>
export type VersionId = Id<'version'>
export type SilenceId = Id<'silence'>
export type StatementId = Id<'statement'>
export type SpeakerId = Id<'speaker'>
export type AmendmentId = Id<'amendment'>
export type InformalId = Id<'informal'>
export type DocumentId = Id<'document'>
export type TagId = Id<'tag'>
export type MandateId = Id<'mandate'>
export type ListId = Id<'list'>
export type ListItemId = Id<'list-item'>
export type CallId = Id<'call'>
export type SubmissionId = Id<'submission'>
export type CommentId = Id<'comment'>
export type NoticeId = Id<'notice'>
export type MailId = Id<'mail'>
