import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What `npm test` runs, in order; every step runs even when an earlier one failed. */
const checks: [name: string, command: string[]][] = [
  ['types', ['tsc', '--noEmit']],
  ['lint', ['eslint', '--max-warnings', '0', '.']],
  ['format', ['prettier', '--check', '--log-level', 'warn', '.']],
]
const suites = ['unit', 'integration', 'e2e']

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; success: boolean }

function run([program = '', ...words]: string[]): Promise<number> {
  const child = spawn(process.execPath, [binary(program), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

function binary(program: string): string {
  const manifest = JSON.parse(readFileSync(`node_modules/${packageOf(program)}/package.json`, 'utf8')) as {
    bin: string | Record<string, string>
  }
  const path = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[program]
  if (!path) throw new Error(`${program} is not a program of its package.`)
  return join('node_modules', packageOf(program), path)
}

const packageOf = (program: string) => (program === 'tsc' ? 'typescript' : program)

const wanted = process.argv.slice(2)
const chosen = (name: string) => wanted.length === 0 || wanted.includes(name)
let passed = 0
let failed = 0
let skipped = 0

for (const [name, command] of checks.filter(([name]) => chosen(name))) {
  console.log(`— ${name} —`)
  if ((await run(command)) === 0) passed += 1
  else failed += 1
}
const folder = mkdtempSync(join(tmpdir(), 'rapporteur-report-'))
for (const suite of suites.filter(chosen)) {
  console.log(`— ${suite} —`)
  const file = join(folder, `${suite}.json`)
  const code = await run([
    'vitest',
    'run',
    '--project',
    suite,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  let report: Report | undefined
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    report = undefined
  }
  passed += report?.numPassedTests ?? 0
  skipped += report?.numPendingTests ?? 0
  // A suite that could not be collected, or an error outside a test, fails no test of its own.
  const counted = report?.numFailedTests ?? 0
  failed += counted === 0 && code !== 0 ? 1 : counted
}
rmSync(folder, { recursive: true, force: true })
if (skipped > 0) console.log(`${skipped} skipped: they need data that is not here`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
