import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Imports point downward only: each folder names what it may not import, and what to do instead. */
function room(files, forbidden, except = []) {
  return {
    files,
    ignores: ['**/*.test.ts', '**/*.test.tsx', ...except],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: forbidden }] },
  }
}

const server = {
  regex: '^#server/',
  message: 'Only routes and the server import the server: pass a value down.',
}
const db = { regex: '^#db/', message: 'The database is reached from commands, queries and loaders.' }
const screens = {
  regex: '^(#components/|#editor/plugins/|react|@remix-run/react)',
  message: 'Rules, queries and commands know no screen.',
}
const routerForm = {
  regex: '^@remix-run/react$',
  importNames: ['Form'],
  message: 'Import Form from #components/ui/form: it keeps what is typed until it is sent.',
}
const otherFolder = { regex: '^\\.\\./', message: 'Import from another folder by its # alias.' }

const queryBuilder = {
  regex: '^kysely',
  message: 'SQL is in db/queries: add a function there.',
}

/** A folder of the server, with the folders of the server that it may import. */
function serverRoom(folder, below, more = []) {
  const allowed = [folder, ...below].join('|')
  return room(
    [`server/${folder}/**`],
    [
      screens,
      otherFolder,
      queryBuilder,
      {
        regex: `^#server/(?!(${allowed})/)`,
        message: `server/${folder} imports only what is below it: ${below.join(', ') || 'db and domain'}.`,
      },
      ...more,
    ],
  )
}

const askStatus =
  'Statuses are compared in app/domain/status.ts only: ask a named set of it (`recommendationIs.open(item.status)`, `.statuses` in queries).'
const statusName = '/(^|[a-z])[sS]tatus$/'
const comparesStatus = [
  `BinaryExpression[operator=/^[=!]==$/][left.property.name=${statusName}][right.value=/^./]`,
  `BinaryExpression[operator=/^[=!]==$/][left.expression.property.name=${statusName}][right.value=/^./]`,
  `BinaryExpression[operator=/^[=!]==$/][right.property.name=${statusName}][left.value=/^./]`,
  `SwitchStatement[discriminant.property.name=${statusName}]`,
  // ['draft', 'tabled'].includes(item.status), new Set(…).has(item.status)
  `CallExpression[callee.property.name=/^(includes|has|indexOf)$/][arguments.0.property.name=${statusName}]`,
  // .where('meeting.status', '=', 'open'), eb('status', 'in', ['open'])
  `CallExpression[arguments.0.value=${statusName}][arguments.2.type=/^(Literal|ArrayExpression)$/]`,
].map((selector) => ({ selector, message: askStatus }))

export default tseslint.config(
  { ignores: ['build/', 'data/', 'node_modules/', '.cache/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.tsx'],
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: { ...reactHooks.configs['recommended-latest'].rules, ...jsxA11y.flatConfigs.recommended.rules },
  },
  {
    files: ['**/*.mjs', '*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/bench/**', 'tests/run.ts', 'server/cli.ts', 'server/cli/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['app/**', 'db/**', 'server/**'],
    ignores: [
      '**/*.test.ts',
      '**/*.test.tsx',
      'app/domain/status.ts',
      'db/migrations/**',
      // The status of an answer of HTTP.
      'app/components/ui/reachability.tsx',
    ],
    rules: { 'no-restricted-syntax': ['error', ...comparesStatus] },
  },
  room(
    ['app/domain/**'],
    [
      server,
      db,
      screens,
      otherFolder,
      { regex: '^#(collab|editor|i18n)/', message: 'The domain is the bottom: move the rule down.' },
    ],
  ),
  room(
    ['app/collab/**', 'app/i18n/**'],
    [
      server,
      db,
      { regex: '^#(components|editor)/', message: 'Screens import this, not the other way round.' },
    ],
  ),
  room(['app/editor/**'], [server, db]),
  room(['app/components/**'], [server, db, otherFolder, routerForm], ['app/components/ui/**']),
  room(['app/routes/**', 'app/root.tsx'], [routerForm]),
  room(
    ['app/components/ui/**'],
    [
      server,
      db,
      otherFolder,
      { regex: '^#(components/(?!ui/)|collab/|editor/)', message: 'The design system knows no subject.' },
    ],
  ),
  room(
    ['db/**'],
    [server, screens, { regex: '^#(collab|editor|i18n)/', message: 'Tables and queries know no editor.' }],
    ['db/seed/**'],
  ),
  // The sample is written as documents, so it needs the text format.
  room(['db/seed/**'], [server, screens]),
  // These may import everything below.
  room(['app/routes/**', 'app/*.tsx'], [queryBuilder]),
  room(['server/*.ts', 'server/http/**', 'server/cli/**'], [screens, queryBuilder]),
  serverRoom('frame', []),
  serverRoom('texts', ['frame']),
  serverRoom('observing', []),
  serverRoom('auth', ['texts', 'frame']),
  serverRoom('publications', ['texts', 'frame']),
  serverRoom('formats', ['publications'], [db]),
  serverRoom('record', ['publications', 'formats', 'texts', 'frame']),
  // Its threads read views with a connection of their own.
  serverRoom('pool', ['views', 'formats', 'publications', 'texts', 'frame']),
  serverRoom('commands', ['auth', 'mail', 'publications', 'formats', 'texts', 'frame']),
  serverRoom('mail', ['auth', 'texts', 'frame']),
  // Notices are named on screens as in mails.
  serverRoom('views', ['auth', 'publications', 'mail', 'texts', 'frame']),
  serverRoom('workers', ['commands', 'record', 'publications', 'formats', 'mail', 'texts', 'frame']),
  serverRoom('collab', ['commands', 'publications', 'formats', 'auth', 'texts', 'frame']),
)
