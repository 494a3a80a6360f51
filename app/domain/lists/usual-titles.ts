import { languages, type Language, type LocalizedText } from '#domain/languages'

type Titled = 'preliminary' | 'adopted' | 'call'

const words: Record<Titled, Record<Language, (of: string) => string>> = {
  preliminary: {
    ar: (of) => `الاستنتاجات والتوصيات الأولية، ${of}`,
    en: (of) => `Preliminary conclusions and recommendations, ${of}`,
    es: (of) => `Conclusiones y recomendaciones preliminares, ${of}`,
    fr: (of) => `Conclusions et recommandations préliminaires, ${of}`,
    ru: (of) => `Предварительные выводы и рекомендации, ${of}`,
    zh: (of) => `初步结论和建议，${of}`,
  },
  adopted: {
    ar: () => 'الاستنتاجات والتوصيات التي اتفق عليها فريق الخبراء',
    en: () => 'Conclusions and recommendations agreed upon by the Expert Group',
    es: () => 'Conclusiones y recomendaciones acordadas por el Grupo de Expertos',
    fr: () => 'Conclusions et recommandations adoptées par le Groupe d’experts',
    ru: () => 'Выводы и рекомендации, согласованные Группой экспертов',
    zh: () => '专家组商定的结论和建议',
  },
  call: {
    ar: (of) => `التعليقات الخطية: ${of}`,
    en: (of) => `Written comments: ${of}`,
    es: (of) => `Observaciones por escrito: ${of}`,
    fr: (of) => `Observations écrites : ${of}`,
    ru: (of) => `Письменные замечания: ${of}`,
    zh: (of) => `书面评论：${of}`,
  },
}

/** What such a thing is usually called, in the languages in which the name of what it is about is known. */
export const usualTitle = (what: Titled, of: LocalizedText): LocalizedText =>
  Object.fromEntries(
    languages.flatMap((language) => {
      const name = of[language]
      return name === undefined ? [] : [[language, words[what][language](name)]]
    }),
  )
