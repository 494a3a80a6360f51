import type { LocalizedText } from '#domain/languages'
import type { DelegationKind, RegionalGroup, Role } from '#domain/people/participants'

type SampleDelegation = {
  code: string
  kind: DelegationKind
  group?: RegionalGroup
  name: LocalizedText
  /** An invented person who speaks for it. */
  delegate: string
}

const state = (
  code: string,
  group: RegionalGroup,
  name: LocalizedText,
  delegate: string,
): SampleDelegation => ({ code, kind: 'member-state', group, name, delegate })

/** Delegations of all regional groups and kinds. The people are invented. */
export const sampleDelegations: readonly SampleDelegation[] = [
  state(
    'DZA',
    'african-states',
    { en: 'Algeria', ar: 'الجزائر', fr: 'Algérie', es: 'Argelia', ru: 'Алжир', zh: '阿尔及利亚' },
    'Lina Haddad',
  ),
  state(
    'EGY',
    'african-states',
    { en: 'Egypt', ar: 'مصر', fr: 'Égypte', es: 'Egipto', ru: 'Египет', zh: '埃及' },
    'Karim Mansour',
  ),
  state(
    'KEN',
    'african-states',
    { en: 'Kenya', ar: 'كينيا', fr: 'Kenya', es: 'Kenya', ru: 'Кения', zh: '肯尼亚' },
    'Wanjiru Otieno',
  ),
  state(
    'NGA',
    'african-states',
    { en: 'Nigeria', ar: 'نيجيريا', fr: 'Nigéria', es: 'Nigeria', ru: 'Нигерия', zh: '尼日利亚' },
    'Chidi Bello',
  ),
  state(
    'JPN',
    'asia-pacific-states',
    { en: 'Japan', ar: 'اليابان', fr: 'Japon', es: 'Japón', ru: 'Япония', zh: '日本' },
    'Haruka Mori',
  ),
  state(
    'IND',
    'asia-pacific-states',
    { en: 'India', ar: 'الهند', fr: 'Inde', es: 'India', ru: 'Индия', zh: '印度' },
    'Asha Nair',
  ),
  state(
    'JOR',
    'asia-pacific-states',
    { en: 'Jordan', ar: 'الأردن', fr: 'Jordanie', es: 'Jordania', ru: 'Иордания', zh: '约旦' },
    'Rania Khalil',
  ),
  state(
    'GEO',
    'eastern-european-states',
    { en: 'Georgia', ar: 'جورجيا', fr: 'Géorgie', es: 'Georgia', ru: 'Грузия', zh: '格鲁吉亚' },
    'Nino Beridze',
  ),
  state(
    'EST',
    'eastern-european-states',
    { en: 'Estonia', ar: 'إستونيا', fr: 'Estonie', es: 'Estonia', ru: 'Эстония', zh: '爱沙尼亚' },
    'Mart Tamm',
  ),
  state(
    'BRA',
    'latin-american-and-caribbean-states',
    { en: 'Brazil', ar: 'البرازيل', fr: 'Brésil', es: 'Brasil', ru: 'Бразилия', zh: '巴西' },
    'Paulo Azevedo',
  ),
  state(
    'COL',
    'latin-american-and-caribbean-states',
    { en: 'Colombia', ar: 'كولومبيا', fr: 'Colombie', es: 'Colombia', ru: 'Колумбия', zh: '哥伦比亚' },
    'Sofía Restrepo',
  ),
  state(
    'CAN',
    'western-european-and-other-states',
    { en: 'Canada', ar: 'كندا', fr: 'Canada', es: 'Canadá', ru: 'Канада', zh: '加拿大' },
    'Claire Tremblay',
  ),
  state(
    'NOR',
    'western-european-and-other-states',
    { en: 'Norway', ar: 'النرويج', fr: 'Norvège', es: 'Noruega', ru: 'Норвегия', zh: '挪威' },
    'Ingrid Solberg',
  ),
  state(
    'CHE',
    'western-european-and-other-states',
    { en: 'Switzerland', ar: 'سويسرا', fr: 'Suisse', es: 'Suiza', ru: 'Швейцария', zh: '瑞士' },
    'Luc Favre',
  ),
  {
    code: 'IGO-1',
    kind: 'intergovernmental-organization',
    name: { en: 'Regional Police Cooperation Office', ar: 'المكتب الإقليمي للتعاون الشرطي' },
    delegate: 'Omar Said',
  },
  {
    code: 'NGO-1',
    kind: 'non-governmental-organization',
    name: { en: 'Open Network Forum', ar: 'منتدى الشبكة المفتوحة' },
    delegate: 'Maya Lindqvist',
  },
  {
    code: 'ACA-1',
    kind: 'academia',
    name: { en: 'Institute for Digital Evidence', ar: 'معهد الأدلة الرقمية' },
    delegate: 'Teodor Ilic',
  },
]

/** The officers of the sample; invented people. */
export const sampleOfficers: readonly { name: string; role: Exclude<Role, 'delegate'> }[] = [
  { name: 'Amara Diallo', role: 'chair' },
  { name: 'Elena Petrova', role: 'rapporteur' },
  { name: 'Jonas Weber', role: 'secretariat' },
  { name: 'Salma Idris', role: 'secretariat' },
]
