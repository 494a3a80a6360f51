import type { Language, LocalizedText } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'

export type SampleItem = {
  proposers: string[]
  tags: string[]
  text: string
  language?: Language
  kind?: RecommendationKind
}

export type SampleMeeting = {
  kind: 'thematic' | 'evaluation'
  title: LocalizedText
  days: [string, string]
  postponed?: { old: [string, string]; at: string; reason: LocalizedText }
  topics: { title: LocalizedText; items: SampleItem[] }[]
}

const item = (proposers: string, tags: string, text: string, more: Partial<SampleItem> = {}): SampleItem => ({
  proposers: proposers.split(' '),
  tags: tags.split(' '),
  text,
  ...more,
})

export const sampleGroup = {
  name: {
    en: 'Expert Group to Conduct a Comprehensive Study on Cybercrime',
    ar: 'فريق الخبراء المعني بإجراء دراسة شاملة عن الجريمة السيبرانية',
  },
  abbreviation: 'EG',
  parentBody: {
    en: 'the Commission on Crime Prevention and Criminal Justice',
    ar: 'لجنة منع الجريمة والعدالة الجنائية',
  },
  establishedBy: 'A/RES/65/230',
  workplan: { en: 'Workplan 2018–2021', ar: 'خطة العمل 2018–2021' },
}

export const sampleMandates: readonly { symbol: string; title: LocalizedText; adoptedOn?: string }[] = [
  { symbol: 'A/RES/65/230', title: { en: 'Establishment of the expert group', ar: 'إنشاء فريق الخبراء' } },
  { symbol: 'A/RES/70/174', title: { en: 'Doha Declaration process', ar: 'مسار إعلان الدوحة' } },
  {
    symbol: 'A/RES/74/173',
    title: { en: 'Technical assistance on cybercrime', ar: 'المساعدة التقنية في مجال الجريمة السيبرانية' },
  },
  {
    symbol: 'CCPCJ 26/4',
    title: {
      en: 'International cooperation against cybercrime',
      ar: 'التعاون الدولي لمكافحة الجريمة السيبرانية',
    },
  },
]

type SampleTag = { kind: 'theme' | 'addressee' | 'cross-cutting-issue'; key: string; name: LocalizedText }
const tag = (kind: SampleTag['kind'], key: string, en: string, ar: string): SampleTag => ({
  kind,
  key,
  name: { en, ar },
})

export const sampleTags: readonly SampleTag[] = [
  tag('theme', 'legislation', 'Legislation', 'التشريعات'),
  tag('theme', 'criminalization', 'Criminalization', 'التجريم'),
  tag('theme', 'investigation', 'Investigation', 'التحقيق'),
  tag('theme', 'evidence', 'Electronic evidence', 'الأدلة الإلكترونية'),
  tag('theme', 'cooperation', 'Cooperation', 'التعاون'),
  tag('theme', 'prevention', 'Prevention', 'الوقاية'),
  tag('theme', 'training', 'Training', 'التدريب'),
  tag('theme', 'preservation', 'Preservation of data', 'حفظ البيانات'),
  tag('theme', 'providers', 'Service providers', 'مقدمو الخدمات'),
  tag('addressee', 'states', 'Member States', 'الدول الأعضاء'),
  tag('addressee', 'office', 'The Office', 'المكتب'),
  tag('addressee', 'private', 'Private sector', 'القطاع الخاص'),
  tag('cross-cutting-issue', 'rights', 'Human rights', 'حقوق الإنسان'),
  tag('cross-cutting-issue', 'gender', 'Gender', 'المنظور الجنساني'),
  tag('cross-cutting-issue', 'children', 'Children', 'الأطفال'),
]

export const sampleMeetings: readonly SampleMeeting[] = [
  {
    kind: 'thematic',
    title: { en: 'Fourth meeting', ar: 'الاجتماع الرابع' },
    days: ['2018-04-03', '2018-04-05'],
    topics: [
      {
        title: { en: 'Legislation and frameworks', ar: 'التشريعات والأطر' },
        items: [
          item(
            'NOR EST',
            'legislation states',
            'States that revise their laws on cybercrime should describe conduct rather than devices, so that the law outlives the technology of its day.',
          ),
          item(
            'KEN',
            'legislation office',
            'The Office should keep a public register of national provisions on cybercrime and invite States to correct their own entries once a year.',
          ),
          item(
            'BRA COL',
            'legislation states rights',
            'New investigative powers should be laid down in legislation together with the safeguards that limit them.',
          ),
          item(
            'JPN',
            'legislation cooperation',
            'Drafters of national legislation should test each definition against the question whether it allows cooperation with other legal systems.',
          ),
          item(
            'DZA EGY',
            'legislation states',
            'ينبغي للدول أن تراجع قوانينها المتعلقة بالجريمة السيبرانية دورياً وأن تُشرك في ذلك القضاء وسلطات إنفاذ القانون.',
            { language: 'ar' },
          ),
          item(
            'IND',
            'legislation training office',
            'Upon request, the Office should assist States in training those who draft laws on cybercrime.',
          ),
          item(
            'CAN',
            'legislation rights gender',
            'Impact assessments of draft laws on cybercrime should examine how the law affects women and girls.',
          ),
          item(
            'CHE',
            'legislation evidence',
            'Rules on the admissibility of electronic evidence should not depend on the medium in which it is kept.',
          ),
          item(
            'GEO',
            'legislation cooperation states',
            'States should publish translations of their laws on cybercrime in at least one official language of the United Nations.',
          ),
          item(
            'NGA',
            'legislation office',
            'The Office is invited to collect examples of laws that have stood the test of practice.',
          ),
          item(
            'JOR',
            'legislation preservation',
            'National laws should provide for the expedited preservation of stored data upon a lawful request.',
          ),
        ],
      },
      {
        title: { en: 'Criminalization', ar: 'التجريم' },
        items: [
          item(
            'EST JPN',
            'criminalization states',
            'States should criminalize unlawful access to computer systems whatever the purpose of the access.',
          ),
          item(
            'CAN NOR',
            'criminalization children',
            'The sexual exploitation of children online should be an offence whether or not the material is stored.',
          ),
          item(
            'EGY',
            'criminalization states',
            'ينبغي أن تكون العقوبات متناسبة مع خطورة الفعل والضرر الناجم عنه.',
            { language: 'ar' },
          ),
          item(
            'COL',
            'criminalization states',
            'Los Estados deberían tipificar la usurpación de identidad cometida por medios informáticos.',
            { language: 'es' },
          ),
          item(
            'IND KEN',
            'criminalization',
            'The misuse of ransom software should attract penalties that reflect the harm done to essential services.',
          ),
          item(
            'CHE',
            'criminalization rights',
            'Research into the security of systems that is carried out in good faith should not be treated as an offence.',
          ),
          item(
            'BRA',
            'criminalization cooperation',
            'Dual criminality should be judged by the conduct and not by the name that each law gives to it.',
            { kind: 'conclusion' },
          ),
          item(
            'NGA',
            'criminalization',
            'Fraud by means of information technology should be covered by general provisions on fraud wherever these suffice.',
          ),
          item(
            'GEO EST',
            'criminalization',
            'Attempting, aiding and abetting should be covered for every core offence.',
          ),
          item(
            'JOR DZA',
            'criminalization',
            'States should consider as an aggravating circumstance that an offence was directed against critical infrastructure.',
          ),
        ],
      },
    ],
  },
  {
    kind: 'thematic',
    title: { en: 'Fifth meeting', ar: 'الاجتماع الخامس' },
    days: ['2019-03-27', '2019-03-29'],
    topics: [
      {
        title: { en: 'Law enforcement and investigations', ar: 'إنفاذ القانون والتحقيقات' },
        items: [
          item(
            'KEN NGA',
            'investigation training',
            'Every police force should have officers who are trained to secure electronic evidence at the place of the offence.',
          ),
          item(
            'JPN',
            'investigation cooperation',
            'Joint investigation teams should be able to begin work on the basis of an exchange of letters.',
          ),
          item(
            'NOR',
            'investigation rights',
            'Covert measures online should be authorized by an independent authority and reviewed afterwards.',
          ),
          item(
            'BRA',
            'investigation providers',
            'Service providers should publish how they answer lawful requests, by State and by year.',
          ),
          item(
            'IND',
            'investigation office',
            'The Office should develop a common curriculum for investigators of cybercrime.',
          ),
          item(
            'EGY JOR',
            'investigation training office',
            'يُدعى المكتب إلى دعم إنشاء وحدات متخصصة في التحقيق في الجرائم السيبرانية بناءً على طلب الدول.',
            { language: 'ar' },
          ),
          item(
            'CAN',
            'investigation gender',
            'Specialized units should be trained to receive victims of gender-based violence online.',
          ),
          item(
            'EST',
            'investigation',
            'Statistics on reported cybercrime should be collected under common headings.',
          ),
          item(
            'COL',
            'investigation cooperation',
            'Contact points that are available at all hours should answer urgent requests and keep their directory up to date.',
          ),
          item(
            'CHE GEO',
            'investigation',
            'Investigators should record each step taken with electronic evidence so that it can be repeated by an expert of the defence.',
          ),
        ],
      },
      {
        title: { en: 'Electronic evidence and criminal justice', ar: 'الأدلة الإلكترونية والعدالة الجنائية' },
        items: [
          item(
            'JPN BRA',
            'evidence training',
            'States should train judges and prosecutors to weigh electronic evidence.',
          ),
          item(
            'CHE',
            'evidence',
            'Rules on admissibility should not depend on the medium in which the evidence is kept.',
          ),
          item(
            'BRA JPN',
            'evidence preservation cooperation',
            'Member States should designate contact points that are available at all hours and should answer urgent requests for the preservation of electronic evidence.',
          ),
          item(
            'NGA',
            'evidence',
            'The capacity of forensic laboratories should grow with the number of cases, and backlogs should be published.',
          ),
          item(
            'EST NOR',
            'evidence providers',
            'Requests to service providers should follow a form that both sides have agreed upon.',
          ),
          item(
            'DZA',
            'evidence',
            'Les États devraient fixer des délais de conservation des données qui soient nécessaires et proportionnés.',
            { language: 'fr' },
          ),
          item(
            'KEN',
            'evidence office',
            'The Office should offer a guide to requesting electronic evidence across borders and keep it current.',
          ),
          item(
            'IND',
            'evidence',
            'Courts should accept evidence in electronic form from the register to the judgment.',
          ),
          item(
            'CAN COL',
            'evidence rights',
            'The collection of electronic evidence should respect privacy and be limited to what the case requires.',
          ),
          item(
            'GEO',
            'evidence training',
            'Training of the judiciary should be continuous and should include exercises on real but anonymized cases.',
          ),
          item(
            'JOR',
            'evidence preservation',
            'ينبغي الاستجابة لطلبات حفظ البيانات العاجلة دون تأخير لا مبرر له.',
            { language: 'ar' },
          ),
        ],
      },
    ],
  },
  {
    kind: 'thematic',
    title: { en: 'Sixth meeting', ar: 'الاجتماع السادس' },
    days: ['2020-07-27', '2020-07-29'],
    postponed: {
      old: ['2020-04-06', '2020-04-08'],
      at: '2020-03-16T10:00:00.000Z',
      reason: {
        en: 'Because of the COVID-19 pandemic; held in hybrid form',
        ar: 'بسبب جائحة كوفيد-19؛ عُقد بشكل هجين',
      },
    },
    topics: [
      {
        title: { en: 'International cooperation', ar: 'التعاون الدولي' },
        items: [
          item(
            'COL BRA',
            'cooperation',
            'States should make full use of existing treaties on mutual legal assistance before they ask for new ones.',
          ),
          item(
            'KEN',
            'cooperation preservation',
            'States should reply promptly to urgent requests to preserve electronic evidence through networks available day and night.',
          ),
          item(
            'EGY DZA',
            'cooperation',
            'ينبغي تعيين سلطات مركزية تتلقى طلبات المساعدة القانونية وتتابعها إلكترونياً.',
            { language: 'ar' },
          ),
          item(
            'JPN',
            'cooperation',
            'Requests for mutual legal assistance should be transmitted electronically and tracked by both sides.',
          ),
          item(
            'NOR CAN',
            'cooperation',
            'The directory of national contact points should be kept up to date and tested every year.',
          ),
          item(
            'EST',
            'cooperation providers',
            'Direct cooperation with service providers abroad should rest on law and be open to review by a court.',
          ),
          item(
            'IND',
            'cooperation office',
            'The Office should report each year how long requests for assistance take, on the basis of figures that States provide.',
          ),
          item(
            'NGA',
            'cooperation training',
            'Central authorities should exchange staff for short periods in order to learn from one another.',
          ),
          item(
            'CHE',
            'cooperation rights',
            'Cooperation should be refused where it would lead to punishment for an opinion.',
          ),
          item(
            'GEO JOR',
            'cooperation',
            'States should spell out which information a request must contain and publish it.',
          ),
          item(
            'COL',
            'cooperation',
            'Spontaneous information should be shared where it helps another State to prevent an offence.',
          ),
        ],
      },
      {
        title: { en: 'Prevention', ar: 'الوقاية' },
        items: [
          item(
            'CAN',
            'prevention children',
            'Schools should teach children to recognize and report abuse online.',
          ),
          item(
            'KEN NGA',
            'prevention',
            'Campaigns against cybercrime should be run in the languages that people speak at home.',
          ),
          item(
            'NOR',
            'prevention private',
            'Small enterprises should be able to obtain basic advice on security free of charge.',
          ),
          item(
            'BRA',
            'prevention',
            'Victims should find one place where they can report an offence and learn what happens next.',
          ),
          item(
            'JPN',
            'prevention providers private',
            'Makers of connected devices should be encouraged to supply security updates for the whole life of the device.',
          ),
          item('EGY', 'prevention', 'ينبغي أن تستند استراتيجيات الوقاية إلى بيانات تُجمع بانتظام وتُنشر.', {
            language: 'ar',
          }),
          item(
            'IND',
            'prevention office',
            'The Office should collect good practices of prevention and assess which of them have been evaluated.',
          ),
          item(
            'EST GEO',
            'prevention',
            'National strategies should name who is responsible for each measure and by when it is due.',
          ),
          item(
            'CHE COL',
            'prevention rights',
            'Preventive measures should be necessary and proportionate and should leave encrypted communication intact.',
          ),
          item(
            'JOR',
            'prevention gender',
            'Programmes of prevention should address the ways in which women are targeted online.',
          ),
        ],
      },
    ],
  },
  {
    kind: 'evaluation',
    title: { en: 'Seventh meeting (stocktaking)', ar: 'الاجتماع السابع (التقييم)' },
    days: ['2021-04-06', '2021-04-08'],
    topics: [
      {
        title: { en: 'Legislation, frameworks and criminalization', ar: 'التشريعات والأطر والتجريم' },
        items: [
          item(
            'CHE NOR',
            'legislation',
            'States should tell the secretariat each year which of the adopted recommendations they have taken up in their legislation.',
          ),
        ],
      },
      {
        title: { en: 'Law enforcement, evidence and cooperation', ar: 'إنفاذ القانون والأدلة والتعاون' },
        items: [
          item(
            'KEN',
            'cooperation office',
            'The Office should bring together the contact points of all regions once a year, in person or online.',
          ),
        ],
      },
      { title: { en: 'Prevention', ar: 'الوقاية' }, items: [] },
    ],
  },
]
