import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from '#domain/languages'
import { bandOf } from './bands'
import { fitLanguages, unpack } from './fitted'
import { itemOf } from './item-terms'
import { OverlapIndex } from './overlap-index'

/** For each language some texts, and the first of them in other words. */
const texts: Record<Language, { items: string[]; reworded: string }> = {
  en: {
    items: [
      'States should establish contact points that are available around the clock to answer requests for electronic evidence.',
      'States should train prosecutors and judges in the handling of electronic evidence.',
      'Service providers should preserve traffic data for ninety days upon request.',
      'States are encouraged to protect children from exploitation on the Internet.',
      'The Commission should review the progress made in combating cybercrime every two years.',
    ],
    reworded:
      'Contact points, available around the clock, should be established so that requests for electronic evidence are answered.',
  },
  fr: {
    items: [
      'Les États devraient désigner des points de contact joignables à toute heure pour répondre aux demandes de preuves électroniques.',
      'Les États devraient former les procureurs et les juges au traitement des preuves électroniques.',
      'Les fournisseurs de services devraient conserver les données de trafic pendant quatre-vingt-dix jours.',
      'Il convient de protéger les enfants contre l’exploitation sur Internet.',
      'La Commission devrait examiner tous les deux ans les progrès de la lutte contre la cybercriminalité.',
    ],
    reworded:
      'Désignation, par chaque État, d’un point de contact joignable à toute heure qui répond à une demande de preuve électronique.',
  },
  es: {
    items: [
      'Los Estados deberían designar puntos de contacto disponibles a toda hora para responder a las solicitudes de pruebas electrónicas.',
      'Los Estados deberían capacitar a fiscales y jueces en el manejo de pruebas electrónicas.',
      'Los proveedores de servicios deberían conservar los datos de tráfico durante noventa días.',
      'Se alienta a los Estados a proteger a los niños de la explotación en Internet.',
      'La Comisión debería examinar cada dos años los progresos en la lucha contra el ciberdelito.',
    ],
    reworded:
      'Un punto de contacto disponible a toda hora, designado por cada Estado, responderá a la solicitud de prueba electrónica.',
  },
  ru: {
    items: [
      'Государствам следует назначить круглосуточные контактные пункты для ответа на запросы об электронных доказательствах.',
      'Государствам следует обучать прокуроров и судей работе с электронными доказательствами.',
      'Поставщикам услуг следует хранить данные о трафике в течение девяноста дней.',
      'Государствам предлагается защищать детей от эксплуатации в Интернете.',
      'Комиссии следует раз в два года рассматривать ход борьбы с киберпреступностью.',
    ],
    reworded:
      'Круглосуточный контактный пункт, назначенный каждым государством, отвечает на запрос электронного доказательства.',
  },
  ar: {
    items: [
      'ينبغي للدول أن تنشئ جهات اتصال متاحة على مدار الساعة للرد على طلبات الأدلة الإلكترونية.',
      'ينبغي للدول تدريب المدعين العامين والقضاة على التعامل مع الأدلة الإلكترونية.',
      'ينبغي لمقدمي الخدمات حفظ بيانات الحركة لمدة تسعين يوما.',
      'تشجع الدول على حماية الأطفال من الاستغلال على الإنترنت.',
      'ينبغي للجنة أن تستعرض كل سنتين التقدم المحرز في مكافحة الجريمة السيبرانية.',
    ],
    reworded: 'إنشاء جهة اتصال متاحة على مدار الســاعة في كل دولة ترد على طلب الدليل الالكتروني.',
  },
  zh: {
    items: [
      '各国应设立全天候联络点，以答复关于电子证据的请求。',
      '各国应培训检察官和法官处理电子证据。',
      '服务提供商应根据请求将流量数据保存九十天。',
      '鼓励各国保护儿童免受互联网上的剥削。',
      '委员会应每两年审查打击网络犯罪的进展情况。',
    ],
    reworded: '关于电子证据的请求应由各国的全天候联络点答复。',
  },
}

const itemsOf = (list: readonly string[], language: Language) =>
  list.map((text, at) => itemOf(String(at), text, language))

describe('a reworded text is nearest to the one that it rewords', () => {
  test.each(Object.entries(texts))('%s', (code, { items, reworded }) => {
    const language = code as Language
    const index = OverlapIndex.of(itemsOf(items, language), language)
    index.set(itemOf('reworded', reworded, language))
    const [first] = index.partners('reworded')
    expect(first?.id).toBe('0')
    expect(bandOf(first?.score ?? 0)).toBe('likely')
  })
})

const { items: english } = texts.en

test('items that name different instruments only are no likely partners', () => {
  const ratify = [
    'Ratify the Convention on the Rights of the Child.',
    'Ratify the Convention against Torture.',
    'Ratify the Convention on the Rights of the Child without delay.',
    ...english,
  ]
  const index = OverlapIndex.of(itemsOf(ratify, 'en'), 'en')
  expect(index.score('0', '2')).toBeGreaterThan(0.6)
  expect(index.score('0', '1')).toBeLessThan(0.4)
})

test('a part is found in a longer text', () => {
  const [whole = ''] = english
  const part = 'Establish contact points available around the clock.'
  const index = OverlapIndex.of(itemsOf([...english, part], 'en'), 'en')
  expect(index.partners(String(english.length))[0]).toMatchObject({ id: String(english.indexOf(whole)) })
})

test('an empty text and one of small words only overlap with nothing', () => {
  const index = OverlapIndex.of(itemsOf([...english, '', 'of the and'], 'en'), 'en')
  expect([index.partners('5', 0), index.partners('6', 0)]).toEqual([[], []])
})

const vocabulary =
  'evidence share train prosecutor judge child protect provider data request border law'.split(' ')
const someTexts = fc.array(
  fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 8 }).map((some) => some.join(' ')),
  { minLength: 2, maxLength: 12 },
)

test('invariant: scores are symmetric, from 0 to 1, and the same however they are asked for', () => {
  fc.assert(
    fc.property(someTexts, (list) => {
      const index = OverlapIndex.of(itemsOf(list, 'en'), 'en')
      for (const a of list.keys()) {
        const partners = new Map(index.partners(String(a), 0).map(({ id, score }) => [id, score]))
        for (const b of list.keys()) {
          const score = index.score(String(a), String(b))
          expect(score).toBe(index.score(String(b), String(a)))
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
          if (a !== b)
            expect(partners.get(String(b)) ?? 0).toBeCloseTo(partners.has(String(b)) ? score : 0, 5)
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('invariant: the order of the items makes no difference', () => {
  fc.assert(
    fc.property(someTexts, fc.infiniteStream(fc.nat()), (list, random) => {
      const items = itemsOf(list, 'en')
      const shuffled = items
        .map((item) => ({ item, by: random.next().value ?? 0 }))
        .toSorted((a, b) => a.by - b.by)
        .map(({ item }) => item)
      const [one, other] = [OverlapIndex.of(items, 'en'), OverlapIndex.of(shuffled, 'en')]
      for (const { id } of items) expect(other.partners(id)).toEqual(one.partners(id))
    }),
    { numRuns: 50 },
  )
})

test('invariant: what comes later and goes again leaves nothing behind', () => {
  fc.assert(
    fc.property(someTexts, someTexts, (list, later) => {
      const index = OverlapIndex.of(itemsOf(list, 'en'), 'en')
      const before = list.map((_, at) => index.partners(String(at)))
      for (const [at, text] of later.entries()) index.set(itemOf(`later ${String(at)}`, text, 'en'))
      expect(index.size).toBe(list.length + later.length)
      for (const at of later.keys()) index.delete(`later ${String(at)}`)
      expect(list.map((_, at) => index.partners(String(at)))).toEqual(before)
      expect(index.size).toBe(list.length)
    }),
    { numRuns: 50 },
  )
})

test('an item that changes is found by its new words only', () => {
  const index = OverlapIndex.of(itemsOf(english, 'en'), 'en')
  index.set(itemOf('new', english[0] ?? '', 'en'))
  expect(index.partners('new')[0]?.id).toBe('0')
  index.set(itemOf('new', english[2] ?? '', 'en'))
  expect(index.partners('new').map(({ id }) => id)).toEqual(['2'])
  expect(index.partners('0')).toEqual([])
})

test('what another thread has fitted answers as if it had been made here', () => {
  const all = Object.entries(texts).flatMap(([code, { items, reworded }]) =>
    [...items, reworded].map((text, at) => ({
      ...itemOf(`${code} ${String(at)}`, text, code as Language),
      language: code as Language,
    })),
  )
  const fitted = structuredClone(fitLanguages(all))
  for (const [code, { items }] of Object.entries(texts)) {
    const handed = fitted[code as Language]
    if (!handed) throw new Error(`${code} was fitted.`)
    const index = unpack(handed)
    const own = all.filter(({ language }) => language === code)
    const made = OverlapIndex.of(own, code as Language)
    for (const { id } of own) expect(index.partners(id)).toEqual(made.partners(id))
    // The text and its rewording are suggested together, in every language.
    expect(handed.groups.map((group) => group.map((place) => handed.ids[place]))).toContainEqual([
      `${code} 0`,
      `${code} ${String(items.length)}`,
    ])
  }
})
