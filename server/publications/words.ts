import type { Language } from '#domain/languages'
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
  },
}

/** An instant as a file says it, in a time zone that is named beside it: `7 April 2021, 18:00 (Vienna)`. */
export const sayInstant = (at: string, language: Language, timeZone: string): string =>
  writtenInstant(new Date(at), language, timeZone)

/** A day as a file says it, in a time zone: `5 April 2018`. */
export const sayDay = (at: string, language: Language, timeZone: string): string =>
  writtenDayOf(new Date(at), language, timeZone)
