import { expect, test } from 'vitest'
import { readPastedTable } from './pasted-table'

test('tabs, semicolons and commas part cells; quoted ones and line breaks in them stay whole', () => {
  expect(readPastedTable('Ana\ta@b.example\n"Bo\nX"\tb@b.example', 9)).toEqual([
    ['Ana', 'a@b.example'],
    ['Bo\nX', 'b@b.example'],
  ])
  expect(readPastedTable('\uFEFFAna;a@b.example\r\n"Bo; Jr";b@b.example', 9)).toEqual([
    ['Ana', 'a@b.example'],
    ['Bo; Jr', 'b@b.example'],
  ])
  expect(readPastedTable('name,delegation\nAna,"Iran, Islamic Republic of"', 9)).toEqual([
    ['name', 'delegation'],
    ['Ana', 'Iran, Islamic Republic of'],
  ])
})

test('a long table is read no further than one row more than is taken', () => {
  expect(readPastedTable('a,b\n'.repeat(100), 5)).toHaveLength(6)
  expect(readPastedTable('', 5)).toEqual([])
})
