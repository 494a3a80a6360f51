import type { Language } from '#domain/languages'
import { stemOf } from '#domain/search/stems'

/**
 * Words of the genre: nearly every recommendation has some of them, and two that share only these do not ask for the
 * same. They count, for `strengthen` is not `establish`, but less than what is asked for.
 */
const wordsOfTheGenre: Record<Language, string> = {
  ar: `
    الدول دولة ينبغي يجب مواصلة تواصل استمرار الجهود جهود اتخاذ تدابير التدابير خطوات اجراءات ضمان كفالة تعزيز تشجيع
    النظر تنفيذ اعتماد تطوير تحسين دعم زيادة اللازمة المناسبة الملائمة الفعالة فعال بما مزيد كامل الصدد المتعلقة
    المستوى الوطني الوطنية الدولي الدولية المحلية خاصة سيما وضع توصية توصي
  `,
  en: `
    states state member members government governments country countries parties should recommend recommendation
    consider considering consideration continue continuing effort efforts endeavour take taking undertake pursue measure
    measures step steps action actions ensure ensuring guarantee strengthen strengthening reinforce promote promoting
    encourage encouraging foster further furthering necessary appropriate adequate relevant effective effectively
    efficient efficiently including include particular particularly especially view order aim regard respect accordance
    line implement implementing implementation apply improve improving enhance enhancing increase support supporting
    adopt adopting develop developing establish establishing provide providing make making give seek aimed national
    international domestic regional level full fully possible soon remain request requests invite urge call
    address addressing related relating well need needs new additional existing various use
  `,
  es: `
    estado estados miembros gobierno gobiernos pais paises partes deberia deberian debe deben recomendar recomienda
    considerar consideracion examinar continuar continue continuando seguir proseguir esfuerzo esfuerzos adoptar
    adopten tomar medida medidas paso accion acciones garantizar garantia asegurar velar fortalecer reforzar promover
    fomentar alentar necesario necesarias necesarios apropiado adecuado adecuadas pertinente pertinentes eficaz
    eficazmente incluir incluido particular especial especialmente fin objetivo respecto conformidad aplicar aplicacion
    mejorar aumentar apoyar apoyo desarrollar elaborar establecer proporcionar hacer nacional nacionales internacional
    internacionales regional nivel pleno plenamente posible solicitar invitar instar exhortar abordar relacionado
    relacionados nuevo nuevas adicional
  `,
  fr: `
    etat etats membres gouvernement gouvernements pays parties devrait devraient doit doivent recommander recommande
    envisager examiner consideration continuer poursuivre effort efforts prendre adopter mesure mesures disposition
    dispositions action actions assurer garantir veiller renforcer renforcement promouvoir favoriser encourager
    necessaire necessaires approprie appropriees adequat pertinent pertinentes efficace efficacement y compris notamment
    particulier particulierement vue but objectif egard conformement appliquer application mettre oeuvre ameliorer
    accroitre appuyer appui soutenir developper elaborer etablir mise fournir national nationaux nationale
    international internationaux internationale regional niveau plein pleinement possible demander inviter engager
    aborder relatif relatives nouveau nouvelles supplementaires
  `,
  ru: `
    государство государства государствам членам члены правительство правительства правительствам страна страны странам
    стороны следует рекомендовать рекомендуется рассмотреть рассматривать продолжать продолжить усилие усилия принять
    принимать мера меры шаг шаги действие действия обеспечить обеспечивать гарантировать укреплять укрепить усилить
    поощрять содействовать необходимый необходимые надлежащий надлежащие соответствующий соответствующие эффективный
    эффективно включая частности особенно цель целью целях отношении соответствии осуществлять осуществление применять
    применение улучшить совершенствовать повышать повысить поддержка поддерживать разработать разрабатывать создать
    установить предоставлять национальный национальные международный международные региональный уровень уровне полный
    полностью возможный просить предложить призвать касающийся связанный новый дополнительный
  `,
  zh: `
    国家 各国 会员国 政府 缔约国 应该 建议 考虑 继续 努力 采取 措施 步骤 行动 确保 保证 加强 促进 推动 鼓励 进一步 必要 适当 充分 相关
    有关 有效 包括 特别 尤其 目的 方面 根据 按照 执行 实施 落实 改善 提高 增加 支持 通过 制定 发展 建立 提供 国内 国际 区域 层面 各级
    全面 可能 请 呼吁 敦促 邀请 处理 新 额外
  `,
}

const stems = new Map<Language, ReadonlySet<string>>()

/** Whether a stem is one of the words that belong to the genre rather than to what is asked for. */
export function isBoilerplate(stem: string, language: Language): boolean {
  let ofLanguage = stems.get(language)
  if (!ofLanguage) {
    const words = wordsOfTheGenre[language].trim().split(/\s+/u)
    stems.set(language, (ofLanguage = new Set(words.map((word) => stemOf(word, language)))))
  }
  return ofLanguage.has(stem)
}
