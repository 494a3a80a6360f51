import { expect, test } from 'vitest'
import { MalformedMessage, readLastBytes } from '#collab/messages'
import { defaultLimits } from '#server/collab/limits'
import { isTooLarge, readKind } from './size'

test('codes and steps that no version of ours sends are malformed', () => {
  for (const frame of [[2], [4], [100], [0, 3], [0, 100], [99]])
    expect(() => readKind(Uint8Array.from(frame))).toThrow(MalformedMessage)
  for (const frame of [[], [0], [128]]) expect(() => readKind(Uint8Array.from(frame))).toThrow()
})

test('each kind of frame has its own largest size, known before anything is parsed', () => {
  const frame = (...start: number[]) => {
    const bytes = new Uint8Array(300_000)
    bytes.set(start)
    return bytes
  }
  const isRefused = (bytes: Uint8Array) => isTooLarge(readKind(bytes).kind, bytes, defaultLimits)
  expect(isRefused(frame(0, 2))).toBe(false)
  expect(isRefused(frame(0, 0))).toBe(true)
  expect(isRefused(frame(1))).toBe(true)
  expect(isRefused(frame(3))).toBe(true)
  expect(isRefused(new Uint8Array(2_000_000))).toBe(true)
})

test('a false length never reads the bytes of another frame', () => {
  const chunk = Buffer.from([0, 2, 9, 1, 2, 115, 101, 99, 114, 101, 116])
  for (const end of [3, 4, 5]) {
    const { decoder } = readKind(chunk.subarray(0, end))
    expect(() => readLastBytes(decoder)).toThrow(MalformedMessage)
  }
  const { decoder } = readKind(Buffer.from([0, 2, 2, 1, 2]))
  const bytes = readLastBytes(decoder)
  expect([...bytes]).toEqual([1, 2])
  expect(bytes.buffer.byteLength).toBe(2)
})
