import { format } from 'node:util'
import { afterEach, beforeEach, expect, vi } from 'vitest'

/** Whatever is written to the console as an error or a warning fails the test that caused it. */
const complaints: string[] = []

beforeEach(() => {
  complaints.length = 0
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      complaints.push(format(...words))
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  expect(complaints).toEqual([])
})
