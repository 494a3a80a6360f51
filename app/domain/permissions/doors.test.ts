import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { callActions } from '#domain/status'
import { addressDoors, messageDoors, resourceDoors, routeDoors } from './doors'

const where = 'add it to app/domain/permissions/doors.ts'
const routes = 'app/routes'
const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)

/** Lists that a form's schema names instead of writing them out. */
const named: Record<string, readonly string[]> = { callActions }

function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node)
  ts.forEachChild(node, (child) => visit(child, each))
}

/** The texts that an expression such as `z.enum(['a', 'b'])` or `z.literal('a')` allows. */
function textsIn(node: ts.Node, file: string): string[] {
  const found: string[] = []
  visit(node, (entry) => {
    if (ts.isStringLiteral(entry)) found.push(entry.text)
    const isName =
      ts.isIdentifier(entry) && ts.isCallExpression(entry.parent) && entry.parent.arguments[0] === entry
    if (!isName) return
    const list = named[entry.text]
    if (!list)
      throw new Error(`${file}: a test cannot tell what "${entry.text}" allows; name it in \`named\`.`)
    found.push(...list)
  })
  return found
}

/** The intents that a file of forms takes, from its schema and from what it compares `form.get('intent')` with. */
function intentsIn(file: string): string[] {
  const found: string[] = []
  const readsIntent = (node: ts.Node) =>
    ts.isCallExpression(node) &&
    node.arguments.length === 1 &&
    node.arguments[0] !== undefined &&
    ts.isStringLiteral(node.arguments[0]) &&
    node.arguments[0].text === 'intent' &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'get'
  visit(parse(file), (node) => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'intent' &&
      node.initializer.getText().startsWith('z.')
    )
      found.push(...textsIn(node.initializer, file))
    if (ts.isBinaryExpression(node) && readsIntent(node.left) && ts.isStringLiteral(node.right))
      found.push(node.right.text)
  })
  return found
}

/** Where a route's form is described, where that is not in the route. */
const formFiles: Record<string, string> = {
  'meetings.$m.import_.$i': 'server/http/import-forms.ts',
  'calls.$c.answer': 'app/domain/comments/sent-answer.ts',
}

const exportsOf = (file: string): string[] =>
  parse(file).statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return []
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return []
    if (ts.isFunctionDeclaration(statement)) return [statement.name?.text ?? 'default']
    return ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name }) => name.getText())
      : []
  })

const files = readdirSync(routes).filter((name) => /\.tsx?$/u.test(name) && !/\.test\.tsx?$/u.test(name))

test('every route is listed, and nothing else is', () => {
  const names = files.map((name) => basename(name).replace(/\.tsx?$/u, ''))
  expect(Object.keys(routeDoors).sort(), `A route is not listed, or gone: ${where}`).toEqual(names.sort())
})

test.each(files)('%s: its page and each intent of its form are listed, and nothing else is', (name) => {
  const route = name.replace(/\.tsx?$/u, '')
  const file = join(routes, name)
  const door = routeDoors[route] ?? {}
  const exported = exportsOf(file)
  const intents = new Set(intentsIn(formFiles[route] ?? file))
  const listed = Object.keys(door.forms ?? {})
  if (exported.includes('loader') || exported.includes('default')) expect(door.page, where).toBeDefined()
  expect(
    listed.filter((intent) => intent !== '').sort(),
    `An intent of ${name} is not listed, or gone: ${where}`,
  ).toEqual([...intents].sort())
  expect(exported.includes('action'), `${name} takes forms, or none: ${where}`).toBe(listed.length > 0)
})

test('every address beside the routes is listed, and every resource of the interface for programs', () => {
  const found: string[] = []
  for (const name of readdirSync('server/http').filter((value) => !value.endsWith('.test.ts'))) {
    const text = readFileSync(join('server/http', name), 'utf8')
    const prefix = name === 'api.ts' ? '/api/v1' : ''
    for (const [, path = ''] of text.matchAll(/\b(?:app|router)\.(?:get|post)\(\s*'([^']+)'/gu))
      found.push(prefix + path)
  }
  expect(Object.keys(addressDoors).sort(), `An address is not listed: ${where}`).toEqual(found.sort())
  const [, resources = ''] =
    /const resources: Record<string, Resource> = \{([\s\S]*?)\n\}/u.exec(
      readFileSync('server/http/api.ts', 'utf8'),
    ) ?? []
  const names = [...resources.matchAll(/^ {2}(\w+): \{/gmu)].map(([, name]) => name)
  expect(Object.keys(resourceDoors), `A resource is not listed: ${where}`).toEqual(names)
})

test('every message of the live text is listed', () => {
  const messages = exportsOf('app/collab/messages.ts').filter((name) => name.startsWith('message'))
  expect(Object.keys(messageDoors), `A message is not listed: ${where}`).toEqual(messages)
})
