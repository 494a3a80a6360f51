import { expect, test } from 'vitest'
import type { ListItemId } from '#domain/ids'
import { lateItems, type Remark } from './comments'
import { mergeRemarks, mergeText, remarkKey, textKey } from './merge-remarks'

const remark = (item: string, body: string, position: Remark['position'] = 'support'): Remark => ({
  item: item as ListItemId,
  position,
  body,
})

const keysOf = (remarks: readonly Remark[]) => new Map(remarks.map((entry) => [entry.item, remarkKey(entry)]))

test('who changed nothing erases nothing of a colleague', () => {
  const seen = [remark('1', 'Old.')]
  const saved = [remark('1', 'New.'), remark('2', 'Added.')]
  expect(mergeRemarks(saved, seen, keysOf(seen))).toEqual({ merged: saved, conflicts: [] })
})

test('two who write on different items both keep their words', () => {
  const saved = [remark('1', 'Theirs.')]
  expect(mergeRemarks(saved, [remark('2', 'Mine.')], keysOf([]))).toEqual({
    merged: [remark('1', 'Theirs.'), remark('2', 'Mine.')],
    conflicts: [],
  })
})

test('two who write on the same item: what is saved stays, and the writer decides', () => {
  const saved = [remark('1', 'Theirs.')]
  expect(mergeRemarks(saved, [remark('1', 'Mine.'), remark('2', 'Mine too.')], keysOf([]))).toEqual({
    merged: [remark('1', 'Theirs.'), remark('2', 'Mine too.')],
    conflicts: ['1'],
  })
  // A position alone is a change as well.
  expect(mergeRemarks(saved, [remark('1', 'Theirs.', 'question')], keysOf([])).conflicts).toEqual(['1'])
})

test('a remark that its writer empties goes, unless a colleague has changed it', () => {
  const seen = [remark('1', 'Old.')]
  expect(mergeRemarks(seen, [], keysOf(seen)).merged).toEqual([])
  expect(mergeRemarks([remark('1', 'New.')], [], keysOf(seen))).toEqual({
    merged: [remark('1', 'New.')],
    conflicts: ['1'],
  })
})

test('general remarks are joined the same way', () => {
  expect(mergeText('Theirs.', 'Old.', textKey('Old.'))).toBe('Theirs.')
  expect(mergeText('Old.', 'Mine.', textKey('Old.'))).toBe('Mine.')
  expect(mergeText('Same.', 'Same.', textKey('Old.'))).toBe('Same.')
  expect(mergeText('Theirs.', 'Mine.', textKey('Old.'))).toBeUndefined()
})

test('after the deadline only what was changed is late', () => {
  const inTime = [remark('1', 'In time.'), remark('2', 'In time.')]
  const now = [remark('1', 'In time.'), remark('2', 'Better.'), remark('3', 'New.')]
  expect([...lateItems(now, inTime)]).toEqual(['2', '3'])
  expect(lateItems(now, []).size).toBe(3)
})
