import type { CommentPosition } from '#domain/comments/comments'
import type { LocalizedText } from '#domain/languages'

/** Names a sample item by the beginning of its text. */
export type SampleItemName = string

export type SampleParagraph = {
  /** Which of the evaluation meeting's topics it stands under, from 0. */
  topic: number
  sources: SampleItemName[]
  /** What it reads like after the Rapporteur's work; its sources' text where it is absent. */
  text?: string
  /** Words that a delegation has put in brackets. */
  brackets?: { words: string; by: string; reason: string }
  status: 'proposed' | 'under-discussion' | 'agreed-ad-referendum'
  amendments?: (SampleAmendment & { subs?: SampleAmendment[] })[]
}

export type SampleAmendment = { by: string; sponsors?: string[]; text: string; rationale: string }

/** Paragraphs that are proposed and not in the list yet. */
export const sampleNewParagraphs: readonly (SampleAmendment & { after: string })[] = [
  {
    after: 'States should train judges',
    by: 'EST',
    sponsors: ['COL'],
    text: 'States should give young prosecutors the opportunity to work for some weeks beside those of another State with whom they exchange electronic evidence.',
    rationale: 'People who know one another answer one another.',
  },
]

/** The consolidated list half-way: some paragraphs agreed, one contested, many items still waiting. */
export const sampleParagraphs: readonly SampleParagraph[] = [
  {
    topic: 0,
    sources: ['States that revise their laws', 'ينبغي للدول أن تراجع قوانينها'],
    text: 'States should review their laws on cybercrime periodically, involving the judiciary and law enforcement, and should describe conduct rather than devices, so that the law outlives the technology of its day.',
    status: 'agreed-ad-referendum',
  },
  {
    topic: 0,
    sources: ['New investigative powers should be laid down'],
    status: 'agreed-ad-referendum',
  },
  {
    topic: 0,
    sources: ['Rules on the admissibility of electronic', 'Rules on admissibility should not depend'],
    text: 'Rules on the admissibility of evidence should not depend on the medium in which the evidence is kept.',
    status: 'under-discussion',
  },
  {
    topic: 1,
    sources: [
      'Member States should designate contact points',
      'Contact points that are available at all hours',
      'States should reply promptly to urgent requests',
      'The directory of national contact points',
    ],
    text: 'Member States should designate contact points that are available at all hours, should answer urgent requests for the preservation of electronic evidence within twenty-four hours, and should keep the directory of those contact points up to date and test it every year.',
    brackets: { words: 'within twenty-four hours', by: 'CHE', reason: 'The period depends on domestic law.' },
    status: 'under-discussion',
    amendments: [
      {
        by: 'CHE',
        sponsors: ['KEN'],
        text: 'Member States should designate contact points that are available at all hours, should answer urgent requests for the preservation of electronic evidence without undue delay, and should keep the directory of those contact points up to date and test it every year.',
        rationale: 'A fixed period cannot be met under all legal systems.',
      },
      {
        by: 'CAN',
        text: 'Member States should designate contact points that are available at all hours, should answer urgent requests for the preservation of electronic evidence as soon as possible and no later than seventy-two hours, and should keep the directory of those contact points up to date and test it every year.',
        rationale: 'An outer limit keeps the request meaningful.',
      },
      {
        by: 'COL',
        text: 'Member States should designate contact points that are available at all hours, should answer urgent requests for the preservation of electronic evidence within twenty-four hours, and with respect for human rights should keep the directory of those contact points up to date and test it every year.',
        rationale: 'Safeguards belong in the operative sentence.',
      },
    ],
  },
  {
    topic: 1,
    sources: ['States should train judges and prosecutors', 'Training of the judiciary should be continuous'],
    text: 'States should train judges and prosecutors to weigh electronic evidence; such training should be continuous and should include exercises on real but anonymized cases.',
    status: 'under-discussion',
    amendments: [
      {
        by: 'NGA',
        sponsors: ['IND'],
        text: 'States should train judges, prosecutors and investigators to weigh electronic evidence; such training should be continuous and should include exercises on real but anonymized cases.',
        rationale: 'Investigators collect what judges weigh.',
        subs: [
          {
            by: 'BRA',
            text: 'States should train judges, prosecutors, investigators and defence counsel to weigh electronic evidence; such training should be continuous and should include exercises on real but anonymized cases.',
            rationale: 'The defence weighs the same evidence.',
          },
        ],
      },
    ],
  },
  {
    topic: 1,
    sources: ['Requests for mutual legal assistance should be transmitted', 'ينبغي تعيين سلطات مركزية'],
    text: 'States should designate central authorities that receive requests for mutual legal assistance electronically, and both sides should be able to track them.',
    status: 'proposed',
  },
  {
    topic: 2,
    sources: ['Schools should teach children'],
    status: 'agreed-ad-referendum',
  },
  {
    topic: 2,
    sources: ['National strategies should name', 'ينبغي أن تستند استراتيجيات الوقاية'],
    status: 'proposed',
  },
]

/** Items that the secretariat proposes to leave out, and why. */
export const sampleNotRetained: readonly { item: SampleItemName; reason: string }[] = [
  {
    item: 'Courts should accept evidence in electronic',
    reason: 'Covered by the paragraph on admissibility.',
  },
  {
    item: 'Central authorities should exchange staff',
    reason: 'Withdrawn by its proposer during consultations.',
  },
]

export type SampleSubmission = {
  delegation: string
  language: 'ar' | 'en'
  remarks: string
  comments: { label: string; position: CommentPosition; body: string }[]
}

export type SampleCall = {
  /** The meeting on whose list comments are invited, by its year. */
  year: '2019' | '2020'
  title: LocalizedText
  instructions: string
  /** Closed and published long ago, or open with a deadline this many days after the sample is loaded. */
  state: { opened: string; submitted: string; deadline: string; published: string } | { daysOpen: number }
  submissions: SampleSubmission[]
}

export const sampleCalls: readonly SampleCall[] = [
  {
    year: '2020',
    title: {
      en: 'Written comments on the list of the sixth meeting',
      ar: 'التعليقات الخطية على قائمة الاجتماع السادس',
    },
    instructions:
      'Comments may concern the list as a whole or single items. They are published as they are received.',
    state: {
      opened: '2020-09-01T08:00:00.000Z',
      submitted: '2020-10-15T10:00:00.000Z',
      deadline: '2020-10-30T17:00:00.000Z',
      published: '2020-11-16T09:00:00.000Z',
    },
    submissions: [
      {
        delegation: 'JPN',
        language: 'en',
        remarks:
          'The list is a sound basis for the stocktaking meeting. Overlaps should be merged with care.',
        comments: [
          { label: '5 (b)', position: 'support', body: 'It should be merged with the similar item of 2019.' },
          { label: '5 (e)', position: 'support-with-changes', body: 'Add “upon request” after “updated”.' },
          { label: '6 (a)', position: 'support', body: '' },
        ],
      },
      {
        delegation: 'JOR',
        language: 'ar',
        remarks: 'نقدر الجهد المبذول في إعداد القائمة ونقترح تجميع البنود المتشابهة.',
        comments: [
          { label: '5 (c)', position: 'support', body: 'نؤيد هذا البند بصيغته الحالية.' },
          {
            label: '5 (b)',
            position: 'question',
            body: 'هل تشمل الشبكات القائمة الاتصالات خارج أوقات العمل؟',
          },
          { label: '6 (f)', position: 'support', body: 'البيانات أساس أي استراتيجية سليمة.' },
        ],
      },
      {
        delegation: 'CHE',
        language: 'en',
        remarks: '',
        comments: [
          {
            label: '5 (b)',
            position: 'support-with-changes',
            body: '“Promptly” should read “without undue delay”.',
          },
          { label: '5 (a)', position: 'support', body: '' },
          { label: '6 (i)', position: 'support', body: 'This safeguard is essential.' },
        ],
      },
      {
        delegation: 'NGO-1',
        language: 'en',
        remarks: 'We welcome that observers may comment. Safeguards deserve a heading of their own.',
        comments: [
          { label: '6 (i)', position: 'support', body: 'Encrypted communication protects victims as well.' },
          {
            label: '5 (f)',
            position: 'objection',
            body: 'Direct cooperation needs prior authorization by a court.',
          },
        ],
      },
      {
        delegation: 'KEN',
        language: 'en',
        remarks: 'Kenya supports the list.',
        comments: [
          { label: '5 (b)', position: 'support', body: '' },
          { label: '6 (b)', position: 'support', body: 'Local languages reach those who are most at risk.' },
          {
            label: '5 (d)',
            position: 'support-with-changes',
            body: 'Tracking should not depend on paid software.',
          },
        ],
      },
    ],
  },
  {
    year: '2019',
    title: {
      en: 'Further written comments on the list of the fifth meeting',
      ar: 'تعليقات خطية إضافية على قائمة الاجتماع الخامس',
    },
    instructions: 'A last opportunity to comment before the list is consolidated.',
    state: { daysOpen: 21 },
    submissions: [
      {
        delegation: 'BRA',
        language: 'en',
        remarks: 'Brazil will comment on the remaining items in due course.',
        comments: [
          { label: '6 (c)', position: 'support', body: 'The contact points have proved their worth.' },
        ],
      },
    ],
  },
]
