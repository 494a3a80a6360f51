import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import packageJson from '../package.json'

const root = join(import.meta.dirname, '..')

/** The folders of `package.json` `imports`, the longest name first. */
const aliases = Object.entries(packageJson.imports)
  .map(([name, path]) => ({ prefix: name.replace('*', ''), folder: path.replace(/\*.*$/, '') }))
  .toSorted((a, b) => b.prefix.length - a.prefix.length)

function resolve(from: string, name: string): string | undefined {
  const alias = aliases.find(({ prefix }) => name.startsWith(prefix))
  const path = alias
    ? join(root, alias.folder, name.slice(alias.prefix.length))
    : name.startsWith('.')
      ? join(dirname(from), name)
      : undefined
  if (!path) return undefined
  return ['', '.ts', '.tsx', '/index.ts']
    .map((end) => path + end)
    .find((file) => /\.tsx?$/.test(file) && existsSync(file))
}

/** What a file imports when it runs: types are gone by then. */
function importsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const isTypes = ts.isImportDeclaration(statement)
      ? statement.importClause?.isTypeOnly
      : statement.isTypeOnly
    const { moduleSpecifier } = statement
    if (isTypes || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return []
    return resolve(file, moduleSpecifier.text) ?? []
  })
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    const at = path.indexOf(file)
    if (at >= 0) return [...path.slice(at), file]
    if (done.has(file)) return undefined
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file])
      if (cycle) return cycle
    }
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return undefined
}

test('no file imports itself by way of others', () => {
  const files = ['app', 'db', 'server'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
      .map((file) => join(root, folder, file)),
  )
  const graph = new Map(files.map((file) => [file, importsOf(file)]))
  // The imports are read: most files have some.
  expect([...graph.values()].filter((found) => found.length > 0).length).toBeGreaterThan(files.length / 2)
  expect(findCycle(graph)?.map((file) => relative(root, file))).toBeUndefined()
  expect(
    findCycle(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual(['b', 'c', 'b'])
})
