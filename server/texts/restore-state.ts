import * as Y from 'yjs'
import { readLife, type Life } from '#editor/life'
import { classOf, markerKeys, parseEmbed, textOf, type ItemId } from '#editor/shape'
import type { Range, TextEdit } from '#editor/writing'

/**
 * Makes a text read as it did in an earlier state of the same document: what lived then lives again in its place,
 * under its own author, and what came since goes.
 */
export function restoreState(edit: TextEdit, then: Y.Doc): void {
  const [lifeThen, lifeNow] = [readLife(then), edit.reading.life]
  const gone: Range[] = []
  const back: Range[] = []
  for (let item = textOf(edit.doc)._start; item; item = item.right) {
    if (!isUnit(item)) continue
    const { client, clock } = item.id
    for (let at = clock; at < clock + item.length; at += 1) {
      const [was, is] = [lived(then, lifeThen, { client, clock: at }), lifeNow.isAlive(client, at)]
      if (was === is) continue
      const into = was ? back : gone
      const last = into.at(-1)
      if (last?.client === client && last.clock + last.length === at) last.length += 1
      else into.push({ client, clock: at, length: 1 })
    }
  }
  restoreMarkers(edit, then)
  for (const range of back) edit.revive(range)
  for (const range of gone) edit.delete(range)
}

const lived = (then: Y.Doc, life: Life, { client, clock }: ItemId): boolean =>
  clock < Y.getState(then.store, client) && life.isAlive(client, clock)

/** What can be deleted and live again: letters, block markers, marks; neither claims nor tokens. */
function isUnit(item: Y.Item): boolean {
  if (classOf(item.id.client) === 'revived') return false
  if (!(item.content instanceof Y.ContentEmbed)) return true
  const embed = parseEmbed(item.content.embed)
  return embed !== undefined && !('v' in embed) && !('m' in embed)
}

/** What each value of a marker is where no one has set it. */
const defaults = { k: 'p', l: 1, gone: 0 } as const

function restoreMarkers(edit: TextEdit, then: Y.Doc): void {
  for (let item = textOf(then)._start; item; item = item.right) {
    const now = edit.doc.store.clients.has(item.id.client) && Y.getItem(edit.doc.store, item.id)
    if (!now || !(now instanceof Y.Item)) continue
    const [before, map] = [mapOf(item), mapOf(now)]
    if (!before || !map) continue
    for (const key of markerKeys) {
      const [was, is] = [before.get(key) ?? defaults[key], map.get(key) ?? defaults[key]]
      if (was !== is) edit.restoreValue(item.id, key, was)
    }
  }
}

const mapOf = ({ content }: Y.Item): Y.Map<unknown> | undefined =>
  content instanceof Y.ContentType && content.type instanceof Y.Map ? content.type : undefined
