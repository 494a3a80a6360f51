import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Imports point downward only: each room names the doors that are shut and the right one. */
function room(files, forbidden) {
  return {
    files,
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
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
  room(
    ['app/domain/**'],
    [
      server,
      db,
      screens,
      { regex: '^#(collab|editor|i18n)/', message: 'The domain is the bottom: move the rule down.' },
    ],
  ),
  room(['app/collab/**', 'app/i18n/**'], [server, db]),
  room(['app/editor/**', 'app/components/**'], [server, db]),
  room(['db/**'], [server, screens]),
  room(
    ['server/commands/**', 'server/imports/**', 'server/exports/**', 'server/auth/**'],
    [screens, { regex: '^#server/collab/', message: 'Commands write the log; rooms follow it.' }],
  ),
)
