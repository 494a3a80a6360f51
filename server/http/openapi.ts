import { languages } from '#domain/languages'
import { commentPositions } from '#domain/comments/comments'
import { amendmentKinds } from '#domain/negotiation/amendments'
import { recommendationKinds } from '#domain/negotiation/recommendations'
import { outcomeCauses, outcomes } from '#domain/negotiation/outcomes'
import {
  amendmentStatuses,
  callStatuses,
  consolidatedStatuses,
  meetingStatuses,
  preliminaryStatuses,
  submissionStatuses,
} from '#domain/status'

const text = { type: 'string' }
const id = { type: 'string', description: 'ULID' }
const instant = { type: ['string', 'null'], format: 'date-time' }
const day = { type: 'string', format: 'date' }
const language = { type: 'string', enum: [...languages] }
const name = {
  type: 'object',
  description: 'A name in one or several of the six languages, by its code (BCP 47).',
  properties: Object.fromEntries(languages.map((code) => [code, text])),
}
const strings = { type: 'array', items: text }
const oneOf = (words: readonly string[]) => ({ type: 'string', enum: [...words] })
const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const optional = (properties: Record<string, unknown>, more: Record<string, unknown>) =>
  object({ ...properties, ...more }, Object.keys(properties))

const run = object({ type: oneOf(['text']), text }, ['type', 'text'])
const format = { type: 'boolean', enum: [true] }
/** Blocks of runs, as lists freeze them. */
const texts = {
  Run: { ...run, properties: { ...run.properties, bold: format, italic: format, underline: format } },
  Bracket: {
    ...optional(
      {
        type: oneOf(['bracket']),
        number: { type: 'integer', description: 'Pieces with one number are one bracket.' },
        requestedBy: { type: 'string', description: 'The code of a delegation; empty for the officers.' },
        reason: text,
        children: { type: 'array', items: { $ref: '#/components/schemas/Inline' } },
      },
      {
        since: { type: 'string', format: 'date-time' },
        alternative: { type: 'integer', description: 'Which of several wordings it holds.' },
      },
    ),
  },
  Inline: {
    oneOf: [{ $ref: '#/components/schemas/Run' }, { $ref: '#/components/schemas/Bracket' }],
  },
  Block: optional(
    {
      type: oneOf(['paragraph', 'sub-item']),
      children: { type: 'array', items: { $ref: '#/components/schemas/Inline' } },
    },
    { level: { type: 'integer', enum: [1, 2] }, letter: text },
  ),
}
const blocks = { type: 'array', items: { $ref: '#/components/schemas/Block' } }
const comparison = {
  type: 'array',
  description:
    'A tabled amendment as it reads over its base: what it deletes and inserts, and whose that is, by code.',
  items: optional(
    {
      type: oneOf(['paragraph', 'sub-item']),
      children: {
        type: 'array',
        items: optional({ type: oneOf(['text', 'insertion', 'deletion']), text }, { authors: strings }),
      },
    },
    { level: { type: 'integer', enum: [1, 2] }, letter: text },
  ),
}
const changes = {
  type: 'array',
  description: 'What a tabled amendment changes, and what became of each change.',
  items: object({
    index: { type: 'integer' },
    removed: text,
    added: text,
    outcome: { type: ['string', 'null'], enum: [...outcomes, null] },
    reason: { type: ['string', 'null'] },
    cause: { type: ['string', 'null'], enum: [...outcomeCauses, null] },
    decidedAt: instant,
  }),
}

const byLanguage = (schema: unknown) => ({
  type: 'object',
  properties: Object.fromEntries(languages.map((code) => [code, schema])),
})
const listedItem = object({
  label: text,
  heading: name,
  kind: oneOf(recommendationKinds),
  blocks: byLanguage(blocks),
  text: name,
  proposers: strings,
  tags: strings,
  mandates: strings,
  lineage: {
    type: 'array',
    items: object({
      source: id,
      sourceMeeting: name,
      sourceList: { type: ['string', 'null'] },
      sourceLabel: { type: ['string', 'null'] },
      sourceStatus: oneOf(preliminaryStatuses),
      disposition: text,
    }),
  },
})

const workingDocument = { type: 'string', description: 'The document to connect to; only with a session.' }

const may = { type: 'array', items: { type: 'string' }, description: 'What the reader may do with it now.' }

const schemas: Record<string, Record<string, unknown>> = {
  workplans: optional(
    { id, title: name, years: { type: 'array', items: { type: 'integer' } } },
    {
      meetings: { type: 'array' },
      expertGroup: object({ id, name, parentBody: name, establishedBy: text }),
    },
  ),
  meetings: optional(
    {
      id,
      workplan: id,
      kind: oneOf(['thematic', 'evaluation']),
      title: name,
      status: oneOf(meetingStatuses),
      startsOn: day,
      endsOn: day,
      place: name,
      timeZone: text,
    },
    { topics: { type: 'array' } },
  ),
  recommendations: optional(
    {
      id,
      meeting: id,
      stage: oneOf(['preliminary', 'consolidated']),
      kind: oneOf(recommendationKinds),
      status: oneOf(
        [...preliminaryStatuses, ...consolidatedStatuses].filter(
          (preliminaryStatus, at, all) => all.indexOf(preliminaryStatus) === at,
        ),
      ),
      label: { type: ['string', 'null'] },
      language,
      text,
      blocks,
      proposers: strings,
      tags: strings,
      mandates: strings,
      may,
    },
    { topic: id, workingDocument },
  ),
  amendments: optional(
    {
      id,
      recommendation: id,
      kind: oneOf(amendmentKinds),
      amends: { type: ['string', 'null'] },
      takesOver: { type: ['string', 'null'] },
      status: oneOf(amendmentStatuses),
      language,
      text,
      blocks,
      comparison,
      changes,
      rationale: text,
      proposers: strings,
      sponsors: strings,
      tabledAt: instant,
      decidedAt: instant,
      decisionReason: { type: ['string', 'null'] },
      may,
    },
    { workingDocument },
  ),
  lists: optional(
    {
      id,
      kind: oneOf(['preliminary', 'agreed-status', 'adopted']),
      title: name,
      issuedAt: { type: 'string', format: 'date-time' },
      sha256: text,
    },
    {
      form: { type: 'integer', description: 'The number of the form that the SHA-256 is computed over.' },
      symbol: { type: ['string', 'null'] },
      group: name,
      meeting: {},
      items: { type: 'array', items: listedItem },
    },
  ),
  calls: object({
    id,
    list: id,
    meeting: id,
    title: name,
    instructions: text,
    status: oneOf(callStatuses),
    deadline: { type: 'string', format: 'date-time' },
  }),
  submissions: object({
    id,
    call: id,
    delegation: id,
    status: oneOf(submissionStatuses),
    language,
    generalRemarks: text,
    late: { type: 'boolean' },
    submittedAt: instant,
    version: { type: ['integer', 'null'], description: 'Which submitting this is; null for a draft.' },
    comments: {
      type: 'array',
      items: optional(
        { item: id, position: { type: ['string', 'null'], enum: [...commentPositions, null] }, body: text },
        { id, late: { type: 'boolean', description: 'It came, or was changed, after the deadline.' } },
      ),
    },
  }),
}

/** Narrows a list; by the name of the resource. */
const filters: Record<string, string> = {
  recommendations: 'meeting',
  amendments: 'recommendation',
  submissions: 'call',
}

const content = (schema: unknown) => ({ 'application/json': { schema } })
const reference = (resource: string) => ({ $ref: `#/components/schemas/${resource}` })
const query = (name: string, schema: unknown) => ({ name, in: 'query', required: false, schema })
const notFound = { description: 'It does not exist, or you may not see it.' }

const paths = Object.fromEntries(
  Object.keys(schemas).flatMap((resource) => [
    [
      `/${resource}`,
      {
        get: {
          summary: `The ${resource} that you may see.`,
          parameters: [
            query('page', { type: 'integer', minimum: 1, default: 1 }),
            query('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 }),
            ...(filters[resource] ? [query(filters[resource], id)] : []),
          ],
          responses: {
            200: {
              description: 'One page.',
              content: content(
                object({
                  items: { type: 'array', items: reference(resource) },
                  page: { type: 'integer' },
                  pages: { type: 'integer' },
                  total: { type: 'integer' },
                }),
              ),
            },
          },
        },
      },
    ],
    [
      `/${resource}/{id}`,
      {
        get: {
          summary: `One of the ${resource}.`,
          parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
          responses: { 200: { description: 'It.', content: content(reference(resource)) }, 404: notFound },
        },
      },
    ],
  ]),
)

/** The description of `/api/v1` (OpenAPI 3.1), served at `/api/v1/openapi.json`. */
export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Rapporteur',
    version: '1',
    description:
      'Read-only. Without a session only what is public: issued lists, listed and adopted texts, published comments. With the session cookie of the pages, what its participant may see.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/api/v1' }],
  paths,
  components: { schemas: { ...schemas, ...texts } },
}
