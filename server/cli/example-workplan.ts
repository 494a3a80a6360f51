import type { NewWorkplan } from '#domain/meetings/new-workplan'

/** What a workplan's file looks like; the operator puts their own in its place. */
export const exampleWorkplan: NewWorkplan = {
  group: {
    name: {
      en: 'Expert Group to Conduct a Comprehensive Study on Cybercrime',
      ar: 'فريق الخبراء المعني بإجراء دراسة شاملة عن الجريمة السيبرانية',
    },
    abbreviation: 'EG',
    establishedBy: 'A/RES/65/230',
    parentBody: {
      en: 'the Commission on Crime Prevention and Criminal Justice',
      ar: 'لجنة منع الجريمة والعدالة الجنائية',
    },
  },
  workplan: { title: { en: 'Workplan 2018–2021', ar: 'خطة العمل 2018–2021' }, fromYear: 2018, toYear: 2021 },
  meetings: [
    {
      kind: 'thematic',
      title: { en: 'Fourth meeting', ar: 'الاجتماع الرابع' },
      startsOn: '2018-04-03',
      endsOn: '2018-04-05',
      place: { en: 'Vienna', ar: 'فيينا' },
      timeZone: 'Europe/Vienna',
      firstParagraph: 5,
      topics: [
        { title: { en: 'Legislation and frameworks', ar: 'التشريعات والأطر' } },
        { title: { en: 'Criminalization', ar: 'التجريم' } },
      ],
    },
    {
      kind: 'evaluation',
      title: { en: 'Seventh meeting', ar: 'الاجتماع السابع' },
      startsOn: '2021-04-06',
      endsOn: '2021-04-08',
      place: { en: 'Vienna', ar: 'فيينا' },
      timeZone: 'Europe/Vienna',
      firstParagraph: 5,
      topics: [
        { title: { en: 'Legislation, frameworks and criminalization', ar: 'التشريعات والأطر والتجريم' } },
      ],
    },
  ],
  delegations: [
    {
      code: 'KEN',
      kind: 'member-state',
      regionalGroup: 'african-states',
      name: { en: 'Kenya', ar: 'كينيا', fr: 'Kenya', es: 'Kenya', ru: 'Кения', zh: '肯尼亚' },
    },
    {
      code: 'JPN',
      kind: 'member-state',
      regionalGroup: 'asia-pacific-states',
      name: { en: 'Japan', ar: 'اليابان', fr: 'Japon', es: 'Japón', ru: 'Япония', zh: '日本' },
    },
    {
      code: 'IGO-1',
      kind: 'intergovernmental-organization',
      name: { en: 'An intergovernmental organization', ar: 'منظمة حكومية دولية' },
    },
  ],
}
