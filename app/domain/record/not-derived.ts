/**
 * What of the tables cannot be derived from the events and the logs of texts, by table: `all` of it, or some columns.
 * docs/RECORD.md says why. A change there is not named by `rapporteur verify`.
 */
export const notDerived: Readonly<Record<string, 'all' | readonly string[]>> = {
  account: 'all',
  account_link: 'all',
  last_look: 'all',
  mail: 'all',
  notice: 'all',
  notice_cursor: 'all',
  notice_setting: 'all',
  room: 'all',
  session: 'all',
  setting: 'all',
  sign_in_failure: 'all',
  speaker: 'all',
  speaking_limit: 'all',
  kysely_migration: 'all',
  kysely_migration_lock: 'all',
  // Files that are being imported. What was imported has events of its own: those of the recommendations.
  import_file: 'all',
  import_piece: 'all',
  import_row: 'all',
  imported_item: 'all',
  // Suggestions only help to decide; what was decided are dispositions.
  overlap_terms: 'all',
  suggestion: 'all',
  suggestion_item: 'all',
  suggestion_pair: 'all',
  // Of persons, whose data no event may hold: the name and the address.
  participant: 'all',
  // Where a meeting is in its workplan; a row more, to which nothing else leads.
  meeting: ['position', 'workplan_id', '(double)'],
  delegation: ['(double)'],
  expert_group: ['(double)'],
  topic: ['(double)'],
  workplan: ['(double)'],
  membership: ['ended_at'],
  // Copies for lists and search, and order among equals.
  amendment: ['text', 'updated_at'],
  amendment_sponsor: ['position', 'since'],
  checkpoint: ['(row)', 'id'],
  comment: ['id'],
  submission_version: ['id'],
  submission_comment: ['comment_id'],
  document: ['created_at', 'access_version'],
  // Of drafts and amendments; of frozen texts the hash of the authors covers them.
  document_origin: [
    '(row)',
    '(double)',
    'document_id',
    'client',
    'clock',
    'length',
    'origin_document_id',
    'origin_client',
    'origin_clock',
  ],
  // A snapshot only shortens loading.
  document_snapshot: ['(row)', 'at'],
  // A copy of an entry changes nothing of a text; which entry an entry restores is only told.
  document_update: ['restores_id', '(double)'],
  informal_member: ['since'],
  issued_file: ['id'],
  list_item: ['id'],
  // The text of one that is negotiated: its document is what counts, and this follows it within a second.
  recommendation: ['position', 'updated_at', 'text', 'search_text', 'brackets'],
  recommendation_sponsor: ['position'],
  mandate: ['adopted_on'],
  postponement: ['id'],
  silence: ['id'],
  tag: ['(double)'],
  // Of one on which an amendment is drafted, until that is tabled.
  version: ['id', 'created_at', 'created_by', 'update_id'],
}
