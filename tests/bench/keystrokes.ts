import * as Y from 'yjs'
import { $range, $select, aPeer, textUpdate } from '../editor-peer'
import { random } from '../random'

/** Characters of the texts that are typed into. */
const sizes = [500, 5_000, 20_000] as const
const keys = 300
/** A letter is drawn in the next frame if it takes less than this. */
const frameMs = 16

const sentence = 'The expert group recommends that States strengthen cooperation and share evidence. '

/** A text that many hands wrote: every few words are items of their own. */
function aText(characters: number, blockLength: number) {
  const lines: string[] = []
  for (let at = 0; at < characters; at += blockLength)
    lines.push(sentence.repeat(Math.ceil(blockLength / sentence.length)).slice(0, blockLength))
  const peer = aPeer(9, textUpdate(lines))
  const pick = random(1)
  for (let edit = 0; edit < characters / 20; edit += 1)
    peer.update(() => {
      const at = pick(lines.length)
      $select(at, pick(blockLength))
      $range().insertText('x')
    })
  const update = Y.encodeStateAsUpdate(peer.doc)
  peer.binding.destroy()
  return update
}

/** Time of the processor rather than of the clock: other work on the machine does not count. */
const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const percentile = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0

type Row = { characters: number; blocks: string; local: [number, number]; remote: [number, number] }

function measure(characters: number, blockLength: number): Row {
  const first = aText(characters, blockLength)
  const peer = aPeer(101, first)
  const other = new Y.Doc({ gc: false })
  Y.applyUpdate(other, first)
  const blocks = Math.ceil(characters / blockLength)
  const local: number[] = []
  peer.update(() => $select(Math.floor(blocks / 2), Math.floor(blockLength / 2)))
  for (let key = 0; key < keys; key += 1) {
    const began = cpuMs()
    peer.update(() => $range().insertText('y'))
    local.push(cpuMs() - began)
  }
  const writer = aPeer(202, Y.encodeStateAsUpdate(peer.doc))
  writer.update(() => $select(Math.floor(blocks / 2), 3))
  const remote: number[] = []
  for (let key = 0; key < keys; key += 1) {
    writer.update(() => $range().insertText('z'))
    const updates = writer.outbox.splice(0)
    const began = cpuMs()
    for (const update of updates) Y.applyUpdate(peer.doc, update, 'network')
    peer.frame()
    remote.push(cpuMs() - began)
  }
  const both = (times: number[]): [number, number] => [percentile(times, 0.5), percentile(times, 0.95)]
  return {
    characters,
    blocks: `${String(blocks)} × ${String(blockLength)}`,
    local: both(local),
    remote: both(remote),
  }
}

const shown = ([median, p95]: [number, number]) => `${median.toFixed(1)} / ${p95.toFixed(1)} ms`

/**
 * What a letter costs in texts of several lengths, without a browser's own drawing: one's own, and somebody else's.
 * @returns whether a letter of one's own stays below a frame in the longest.
 */
export function runKeystrokes(): boolean {
  const rows = sizes.flatMap((size) => [measure(size, Math.min(size, 500)), measure(size, size)])
  console.log('processor time, median / p95')
  for (const { characters, blocks, local, remote } of rows)
    console.log(
      `${String(characters).padStart(6)} characters in ${blocks.padEnd(12)} own ${shown(local).padEnd(14)} other's ${shown(remote)}`,
    )
  const longest = rows.filter(({ characters }) => characters === Math.max(...sizes))
  const own = Math.max(...longest.map(({ local }) => local[1]))
  const others = Math.max(...longest.map(({ remote }) => remote[1]))
  const ok = own < frameMs
  console.log(JSON.stringify({ bench: 'keystrokes', ours: { own, others }, peers: {}, ratios: {}, ok }))
  return ok
}
