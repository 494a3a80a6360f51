import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { stateFileOf } from '../history'

const { BENCH_HISTORY: history, BENCH_FOLDER: folder } = process.env

/** Fills a peer's new document: with what the first room's log comes to, and with what was stored before. */
export function fill(name: string, doc: Y.Doc): void {
  if (history && name.endsWith('bench0')) Y.applyUpdate(doc, readFileSync(stateFileOf(history)))
  const file = fileOf(name)
  if (file && existsSync(file)) Y.applyUpdate(doc, readFileSync(file))
}

/** What a peer stores when it decides to. */
export function store(name: string, doc: Y.Doc): void {
  const file = fileOf(name)
  if (file) writeFileSync(file, Y.encodeStateAsUpdate(doc))
}

const fileOf = (name: string) => (folder ? join(folder, `${name.replace(/\W/g, '')}.yjs`) : undefined)
