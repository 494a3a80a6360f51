import { languages, type Language } from '#domain/languages'
import { fold } from '#domain/text/folding'
import { columnKeys, type ColumnKey, type Columns } from '#domain/imports/import-file'
import { UnreadableFile } from './unreadable-file'

/** What columns are called in the files that people have; compared without case, marks, spaces and signs. */
const names: Record<ColumnKey, readonly string[]> = {
  text: [
    ...['text', 'recommendation', 'recommendations', 'conclusion', 'conclusions', 'paragraph', 'content'],
    ...['proposedtext', 'drafttext', 'recommendationtext', 'wording', 'proposal', 'proposals'],
    ...['texte', 'recommandation', 'recommandations', 'proposition', 'paragraphe', 'contenu'],
    ...['texto', 'recomendacion', 'recomendaciones', 'propuesta', 'parrafo', 'contenido'],
    ...['текст', 'рекомендация', 'рекомендации', 'предложение', 'пункт'],
    ...['نص', 'النص', 'التوصيه', 'توصيه', 'التوصية', 'توصية', 'التوصيات', 'الفقرة', 'المقترح'],
    ...['建议', '案文', '文本', '内容', '结论'],
  ],
  proposer: [
    ...['proposer', 'proposers', 'proposedby', 'recommendingstate', 'recommendingstates', 'proposingstate'],
    ...[
      'delegation',
      'delegations',
      'sponsor',
      'sponsors',
      'submittedby',
      'from',
      'state',
      'states',
      'country',
      'countries',
      'memberstate',
      'memberstates',
      'submitter',
      'tabledby',
    ],
    ...['auteur', 'auteurs', 'proposepar', 'etat', 'etats', 'pays'],
    ...[
      'proponente',
      'proponentes',
      'propuestopor',
      'delegacion',
      'delegaciones',
      'estado',
      'estados',
      'pais',
    ],
    ...['делегация', 'делегации', 'государство', 'авторы', 'автор', 'страна'],
    ...['الوفد', 'الوفود', 'مقدم', 'الدوله', 'الدولة', 'الدول', 'الجهةالمقدمة'],
    ...['提案国', '代表团', '国家', '提案方'],
  ],
  tags: [
    ...['tags', 'tag', 'issues', 'issue', 'themes', 'theme', 'category', 'categories', 'keywords'],
    ...['etiquettes', 'motscles', 'themes', 'etiquetas', 'temas', 'tema', 'теги', 'темы', 'тема'],
    ...['الوسوم', 'الموضوع', 'المواضيع', '标签', '主题'],
  ],
  label: [
    ...[
      'label',
      'number',
      'no',
      'nr',
      'recno',
      'recid',
      'clausenumber',
      'paragraphnumber',
      'ref',
      'reference',
      'id',
    ],
    ...['numero', 'номер', 'الرقم', '编号', '序号'],
  ],
  topic: [
    'topic',
    'heading',
    'section',
    'chapter',
    'agendaitem',
    'sujet',
    'rubrique',
    'seccion',
    'раздел',
    'البند',
    '议题',
  ],
  kind: ['kind', 'type', 'nature', 'tipo', 'вид', 'тип', 'النوع', '类型'],
  language: ['language', 'lang', 'langue', 'idioma', 'язык', 'اللغه', 'اللغة', '语言'],
  mandates: ['mandates', 'mandate', 'mandats', 'mandatos', 'мандаты', 'الولايات', '授权'],
}

const plain = (name: string) => fold(name).replace(/[^\p{Letter}\p{Number}]/gu, '')

/** A name without what is in brackets, `State(s)`, `No (ref)`, and without where it is, `body.text`. */
const core = (name: string) => plain(name.replace(/[(（[][^)）\]]*[)）\]]/gu, ' ').replace(/^.*\.(?=.)/u, ''))

const known = Object.fromEntries(
  columnKeys.map((key) => [key, [...new Set(names[key].map(plain))]]),
) as Record<ColumnKey, string[]>

/** What a column is about that only names or dates the recommendation. */
const about = ['id', 'no', 'number', 'date', 'type', 'status', 'code']

/** No column is called by more than that; a whole sentence is a text. */
const longestName = 120

/** Headings that people write out: `Recommendation and recommending State`, `Human rights themes and groups`. */
function isTitled(name: string, key: ColumnKey): boolean {
  const words = fold(name).split(/[^\p{Letter}\p{Number}]+/u)
  if (words.length < 3 || words.length > 12 || words.some((word) => about.includes(word))) return false
  if (key === 'text') return known.text.includes(words[0] ?? '')
  return key === 'tags' && words.some((word) => known.tags.includes(word))
}

/** Columns as they are named to people: no two alike, and none without a name. */
export function uniqueNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((cell, index) => {
    const name = cell.replace(/\s+/gu, ' ').trim() || `(${String(index + 1)})`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${String(count)})`
  })
}

/** Which column is what: as it was given, else by its name. What was given and is not there is not found. */
export function findColumns(columnNames: readonly string[], given: Columns = {}, wanted?: Language): Columns {
  const columns: Columns = {}
  const byPlain = new Map<string, string>()
  const short = columnNames.filter((name) => name.length <= longestName)
  for (const name of short.toReversed()) if (core(name) !== '') byPlain.set(core(name), name)
  for (const name of short.toReversed()) byPlain.set(plain(name), name)
  const find = (key: ColumnKey) => {
    const name = given[key]
    if (name !== undefined) return columnNames.includes(name) ? name : byPlain.get(plain(name))
    for (const one of known[key]) {
      const found = byPlain.get(one)
      if (found !== undefined) return found
    }
    return key === 'text' || key === 'tags' ? short.find((value) => isTitled(value, key)) : undefined
  }
  for (const key of columnKeys) {
    const found = find(key)
    if (found !== undefined) columns[key] = found
  }
  if (columns.text === undefined && given.text === undefined) {
    const inLanguage = columnOfLanguage(byPlain, wanted)
    if (inLanguage !== undefined) columns.text = inLanguage
  }
  return columns
}

/** A table with a column for each language: the wanted one, else the first. */
function columnOfLanguage(
  byPlain: ReadonlyMap<string, string>,
  wanted: Language | undefined,
): string | undefined {
  const order = wanted ? [wanted, 'en', ...languages] : ['en', ...languages]
  for (const language of order) {
    const found = byPlain.get(language) ?? byPlain.get(`text${language}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** @throws UnreadableFile where a column that was given is not there. */
export function checkGiven(columns: Columns, given: Columns = {}): void {
  for (const key of columnKeys) {
    if (given[key] !== undefined && columns[key] === undefined) throw new UnreadableFile('no-such-column')
  }
}
