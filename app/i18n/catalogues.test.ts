import { readFileSync, readdirSync } from 'node:fs'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { messagesFor, type MessageKey, type Messages } from './catalogues'
import { screenLanguages, type ScreenLanguage } from './screen-languages'
import { speechIn } from './speech'

const entriesOf = (messages: Messages) => Object.entries(messages) as [MessageKey, string][]

/** Files of the product below these folders, tests aside. */
function sourceFiles(folders: readonly string[], suffix: RegExp): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => suffix.test(path) && !path.includes('.test.'))
      .map((path) => `${folder}/${path}`),
  )
}

type Values = Record<string, string | number>

/** A number for each plural category of a language, found by trying. */
function numbersByCategory(language: ScreenLanguage): Map<string, number> {
  const rules = new Intl.PluralRules(language)
  const numbers = new Map<string, number>()
  for (let count = 0; count < 120; count += 1)
    if (!numbers.has(rules.select(count))) numbers.set(rules.select(count), count)
  return numbers
}

/** Values that together lead into every branch of a message. */
function valuesForBranches(elements: readonly MessageFormatElement[], language: ScreenLanguage): Values[] {
  const plain: Values = {}
  const choices: [name: string, values: (string | number)[]][] = []
  const visit = (parts: readonly MessageFormatElement[]) => {
    for (const part of parts) {
      if (part.type === TYPE.argument) plain[part.value] ??= 'word'
      if (part.type === TYPE.number) plain[part.value] ??= 7
      if (part.type !== TYPE.select && part.type !== TYPE.plural) continue
      const names = Object.keys(part.options)
      const numbers = numbersByCategory(language)
      choices.push([
        part.value,
        part.type === TYPE.select
          ? names
          : names.map((name) =>
              name.startsWith('=') ? Number(name.slice(1)) : (numbers.get(name) ?? 1_000_000),
            ),
      ])
      for (const option of Object.values(part.options)) visit(option.value)
    }
  }
  visit(elements)
  const first = Object.fromEntries(choices.map(([name, values]) => [name, values[0] ?? '']))
  const all = choices.flatMap(([name, values]) =>
    values.map((value) => ({ ...plain, ...first, [name]: value })),
  )
  return all.length > 0 ? all : [plain]
}

/** The names of a message's arguments. */
function argumentsOf(elements: readonly MessageFormatElement[]): Set<string> {
  const names = new Set<string>()
  const visit = (parts: readonly MessageFormatElement[]) => {
    for (const part of parts) {
      if (part.type === TYPE.argument || part.type === TYPE.number) names.add(part.value)
      if (part.type !== TYPE.select && part.type !== TYPE.plural) continue
      names.add(part.value)
      for (const option of Object.values(part.options)) visit(option.value)
    }
  }
  visit(elements)
  return names
}

/** The plural choices of a message, each with the categories it names. */
function pluralsOf(elements: readonly MessageFormatElement[]): string[][] {
  return elements.flatMap((part) => {
    if (part.type !== TYPE.select && part.type !== TYPE.plural) return []
    const inner = Object.values(part.options).flatMap((option) => pluralsOf(option.value))
    return part.type === TYPE.plural ? [Object.keys(part.options), ...inner] : inner
  })
}

describe.each(screenLanguages)('the catalogue in %s', (language) => {
  const messages = messagesFor(language)

  test('formats every message in every branch', () => {
    const { t } = speechIn(language, messages)
    for (const [key, message] of entriesOf(messages))
      for (const values of valuesForBranches(parse(message), language)) {
        const said = t(key, values)
        expect(said.trim(), key).not.toBe('')
        expect(said, key).not.toMatch(/[{}#]|\bselect,|\bplural,/u)
      }
  })

  test('takes the same arguments as the English one', () => {
    for (const [key, message] of entriesOf(messages))
      expect(argumentsOf(parse(message)), key).toEqual(argumentsOf(parse(messagesFor('en')[key])))
  })

  test('has a form for every quantity that the language distinguishes', () => {
    const needed = [...numbersByCategory(language).keys()]
    for (const [key, message] of entriesOf(messages))
      for (const named of pluralsOf(parse(message))) {
        // A choice between nothing and something needs no other forms.
        if (named.every((name) => name.startsWith('=') || name === 'other')) continue
        const forms = new Set([...named, ...(named.includes('=0') ? ['zero'] : [])])
        expect(
          needed.filter((category) => !forms.has(category)),
          key,
        ).toEqual([])
      }
  })
})

test('both catalogues have the same keys', () => {
  expect(Object.keys(messagesFor('ar')).sort()).toEqual(Object.keys(messagesFor('en')).sort())
})

test('the Arabic catalogue has one spelling and addresses its readers in one way', () => {
  for (const [key, message] of entriesOf(messagesFor('ar'))) {
    expect(message, `${key}: tanwin is not written`).not.toContain('\u064b')
    expect(message, `${key}: the reader is addressed in the plural`).not.toMatch(
      /كلماتك(?!م)|تعديلك(?!م)|حسابك(?!م)/u,
    )
  }
})

test('every message is used', () => {
  const source = sourceFiles(['app', 'server', 'db'], /\.tsx?$/u)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const prefixes = [...source.matchAll(/`([a-z][a-z-]*(?:\.[a-z-]+)*[.-])\$\{/gu)].map(
    (found) => found[1] ?? '',
  )
  const unused = entriesOf(messagesFor('en'))
    .map(([key]) => key)
    .filter((key) => !source.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)))
  expect(unused).toEqual([])
})

test('screens have no words of their own', () => {
  const spoken = new Set(['aria-label', 'aria-description', 'alt', 'title', 'placeholder'])
  // Names of keys and of an algorithm are the same in every language.
  const names = new Set(['Alt', 'PgUp', 'PgDn', 'SHA-256'])
  const hasWords = (text: string) => /\p{L}{2,}/u.test(text) && !names.has(text.trim())
  const found: string[] = []
  for (const path of sourceFiles(['app'], /\.tsx$/u)) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node) => {
      if (ts.isJsxText(node) && hasWords(node.text)) found.push(`${path}: ${node.text.trim()}`)
      if (
        ts.isJsxAttribute(node) &&
        spoken.has(node.name.getText(file)) &&
        node.initializer &&
        ts.isStringLiteral(node.initializer) &&
        hasWords(node.initializer.text)
      )
        found.push(`${path}: ${node.initializer.text}`)
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  expect(found).toEqual([])
})
