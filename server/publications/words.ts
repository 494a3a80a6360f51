import type { DispositionKind } from '#domain/consolidation/dispositions'
import type { Language } from '#domain/languages'
import type { Outcome } from '#domain/negotiation/outcomes'
import type { Stance, StatementKind } from '#domain/negotiation/positions'
import { writtenDayOf, writtenInstant } from '#domain/time/written-dates'

/** What an exported file says in its own words, in every language that a list may be exported in. */
export type ExportWords = {
  issued: string
  /** Stands before the instant in the place of `issued` where nothing was. */
  view: string
  proposedBy: string
  /** Of a source that was on the table, but in no list. */
  notListed: string
  /** Of a source that its proposer took back. */
  withdrawn: string
  statement: Record<StatementKind, string>
  /** Heads the positions that delegations told to everybody. */
  positions: string
  stance: Record<Stance, string>
  amendment: string
  /** What became of a change; `open` while nothing is decided on it. */
  outcome: Record<Outcome | 'open', string>
  disposition: Record<DispositionKind, string>
  /** What stands before an adopted list in a report. */
  chapeau: (group: string, meeting: string) => string
  /** Heads the sources of each paragraph, and the items that went into none. */
  sources: string
  notRetained: string
  reason: string
}

export const exportWords: Record<Language, ExportWords> = {
  ar: {
    issued: 'صدرت في',
    view: 'من واقع السجل، ولم تصدر كقائمة. الوضع في',
    proposedBy: 'اقتراح مقدم من',
    notListed: 'غير مدرج في قائمة',
    withdrawn: 'سُحب',
    statement: { reservation: 'تحفظ', explanation: 'تعليل الموقف' },
    positions: 'المواقف المعلنة لجميع الوفود',
    stance: {
      support: 'مؤيد',
      'can-live-with': 'يمكن قبوله',
      'need-changes': 'يلزم تغييره',
      'cannot-accept': 'لا يمكن قبوله',
    },
    amendment: 'تعديل',
    outcome: {
      accepted: 'قُبل',
      bracketed: 'وُضع بين أقواس',
      alternative: 'أُبقي بديلا',
      rejected: 'رُفض',
      superseded: 'تجاوزه تطور لاحق',
      open: 'لم يُبتّ فيه',
    },
    disposition: {
      'carried-over': 'نُقل كما هو',
      reworded: 'أُعيدت صياغته',
      merged: 'دُمج',
      split: 'قُسّم',
      'not-retained': 'لم يُحتفظ به',
    },
    chapeau: (group, meeting) => `اعتُمدت الاستنتاجات والتوصيات التالية (${group}، ${meeting}).`,
    sources: 'المصادر',
    notRetained: 'بنود لم يُحتفظ بها',
    reason: 'السبب',
  },
  en: {
    issued: 'Issued',
    view: 'Drawn from the record, not an issued list. As it stood on',
    proposedBy: 'Proposed by',
    notListed: 'not listed',
    withdrawn: 'withdrawn',
    statement: { reservation: 'Reservation', explanation: 'Explanation of position' },
    positions: 'Positions stated to all delegations',
    stance: {
      support: 'Support',
      'can-live-with': 'Can live with it',
      'need-changes': 'Need changes',
      'cannot-accept': 'Cannot accept',
    },
    amendment: 'Amendment',
    outcome: {
      accepted: 'Accepted',
      bracketed: 'Put in brackets',
      alternative: 'Kept as an alternative',
      rejected: 'Rejected',
      superseded: 'Superseded',
      open: 'Open',
    },
    disposition: {
      'carried-over': 'carried over',
      reworded: 'reworded',
      merged: 'merged',
      split: 'split',
      'not-retained': 'not retained',
    },
    chapeau: (group, meeting) =>
      `The following conclusions and recommendations were adopted (${group}, ${meeting}).`,
    sources: 'Sources',
    notRetained: 'Items not retained',
    reason: 'Reason',
  },
  es: {
    issued: 'Publicada el',
    view: 'Extraída del registro, sin publicar. Situación al',
    proposedBy: 'Propuesta por',
    notListed: 'no incluida en ninguna lista',
    withdrawn: 'retirada',
    statement: { reservation: 'Reserva', explanation: 'Explicación de posición' },
    positions: 'Posiciones comunicadas a todas las delegaciones',
    stance: {
      support: 'Apoya',
      'can-live-with': 'Puede aceptarlo',
      'need-changes': 'Necesita cambios',
      'cannot-accept': 'No puede aceptarlo',
    },
    amendment: 'Enmienda',
    outcome: {
      accepted: 'Aceptado',
      bracketed: 'Puesto entre corchetes',
      alternative: 'Mantenido como alternativa',
      rejected: 'Rechazado',
      superseded: 'Sin efecto por una decisión posterior',
      open: 'Pendiente',
    },
    disposition: {
      'carried-over': 'sin cambios',
      reworded: 'reformulado',
      merged: 'fusionado',
      split: 'dividido',
      'not-retained': 'no conservado',
    },
    chapeau: (group, meeting) =>
      `Se aprobaron las conclusiones y recomendaciones siguientes (${group}, ${meeting}).`,
    sources: 'Fuentes',
    notRetained: 'Elementos no conservados',
    reason: 'Motivo',
  },
  fr: {
    issued: 'Publiée le',
    view: 'Établi d’après le registre, non publié. Situation au',
    proposedBy: 'Proposition de',
    notListed: 'hors liste',
    withdrawn: 'retirée',
    statement: { reservation: 'Réserve', explanation: 'Explication de position' },
    positions: 'Positions communiquées à toutes les délégations',
    stance: {
      support: 'Appuie',
      'can-live-with': 'Peut l’accepter',
      'need-changes': 'Demande des modifications',
      'cannot-accept': 'Ne peut l’accepter',
    },
    amendment: 'Amendement',
    outcome: {
      accepted: 'Accepté',
      bracketed: 'Mis entre crochets',
      alternative: 'Conservé comme variante',
      rejected: 'Rejeté',
      superseded: 'Devenu sans objet',
      open: 'En suspens',
    },
    disposition: {
      'carried-over': 'repris',
      reworded: 'reformulé',
      merged: 'fusionné',
      split: 'scindé',
      'not-retained': 'non retenu',
    },
    chapeau: (group, meeting) =>
      `Les conclusions et recommandations ci-après ont été adoptées (${group}, ${meeting}).`,
    sources: 'Sources',
    notRetained: 'Éléments non retenus',
    reason: 'Motif',
  },
  ru: {
    issued: 'Дата выпуска:',
    view: 'По данным журнала; список не выпускался. По состоянию на',
    proposedBy: 'Предложено:',
    notListed: 'не включено в список',
    withdrawn: 'отозвано',
    statement: { reservation: 'Оговорка', explanation: 'Разъяснение позиции' },
    positions: 'Позиции, сообщенные всем делегациям',
    stance: {
      support: 'Поддержка',
      'can-live-with': 'Приемлемо',
      'need-changes': 'Необходимы изменения',
      'cannot-accept': 'Неприемлемо',
    },
    amendment: 'Поправка',
    outcome: {
      accepted: 'Принято',
      bracketed: 'Заключено в скобки',
      alternative: 'Сохранено как вариант',
      rejected: 'Отклонено',
      superseded: 'Утратило актуальность',
      open: 'Не решено',
    },
    disposition: {
      'carried-over': 'перенесено',
      reworded: 'переформулировано',
      merged: 'объединено',
      split: 'разделено',
      'not-retained': 'не включено',
    },
    chapeau: (group, meeting) => `Приняты следующие выводы и рекомендации (${group}, ${meeting}).`,
    sources: 'Источники',
    notRetained: 'Невключенные пункты',
    reason: 'Причина',
  },
  zh: {
    issued: '发布时间：',
    view: '据记录生成，并非正式发布的清单。截至',
    proposedBy: '提案方：',
    notListed: '未列入清单',
    withdrawn: '已撤回',
    statement: { reservation: '保留意见', explanation: '立场说明' },
    positions: '向所有代表团表明的立场',
    stance: {
      support: '支持',
      'can-live-with': '可以接受',
      'need-changes': '需要修改',
      'cannot-accept': '不能接受',
    },
    amendment: '修正案',
    outcome: {
      accepted: '已接受',
      bracketed: '置于方括号内',
      alternative: '保留为备选案文',
      rejected: '未接受',
      superseded: '已被取代',
      open: '待定',
    },
    disposition: {
      'carried-over': '原文保留',
      reworded: '改写',
      merged: '合并',
      split: '拆分',
      'not-retained': '未保留',
    },
    chapeau: (group, meeting) => `通过了下列结论和建议（${group}，${meeting}）。`,
    sources: '来源',
    notRetained: '未保留的条目',
    reason: '理由',
  },
}

/** An instant as a file says it, in a time zone that is named beside it: `7 April 2021, 18:00 (Vienna)`. */
export const sayInstant = (at: string, language: Language, timeZone: string): string =>
  writtenInstant(new Date(at), language, timeZone)

/** A day as a file says it, in a time zone: `5 April 2018`. */
export const sayDay = (at: string, language: Language, timeZone: string): string =>
  writtenDayOf(new Date(at), language, timeZone)
