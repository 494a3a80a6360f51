import type * as Y from 'yjs'
import { findItem } from '#editor/life'
import { textOf, type ItemId } from '#editor/shape'

export type ItemOrder = {
  /** −1 for the beginning of the text. */
  ordinalOf: (unit: ItemId | undefined) => number
  before: (unit: ItemId) => ItemId | undefined
}

/** The units of a document numbered in their order, those that are deleted included. */
export function orderOf(doc: Y.Doc): ItemOrder {
  const starts = new Map<Y.Item, number>()
  let next = 0
  for (let item = textOf(doc)._start; item; item = item.right) {
    starts.set(item, next)
    next += item.length
  }
  return {
    ordinalOf: (unit) => {
      const item = unit && findItem(doc, unit)
      return item ? (starts.get(item) ?? 0) + unit.clock - item.id.clock : -1
    },
    before: (unit) => {
      const item = findItem(doc, unit)
      if (item && unit.clock > item.id.clock) return { client: unit.client, clock: unit.clock - 1 }
      const last = item?.left?.lastId
      return last && { client: last.client, clock: last.clock }
    },
  }
}
