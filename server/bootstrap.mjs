// Plain JavaScript on purpose: it runs on a fresh clone, before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
  if (!supported)
    fail(`Rapporteur needs Node.js 20.19, 22.12 or 24 and later; this is ${process.versions.node}.`)
}

/** What a build or an installation was made from, so that it is made again only when that changed. */
function fingerprint(paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(path).update(readFileSync(path))
  }
  paths.forEach(visit)
  return hash.digest('hex')
}

function isCurrent(stamp, paths) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(paths)
}

/** Prints what goes wrong and nothing else; what a command prints for programs stays clean. */
function npm(...words) {
  const result = spawnSync('npm', words, {
    stdio: ['ignore', 'ignore', 2],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) fail(`npm ${words.join(' ')} failed; see above.`)
}

/**
 * Running needs less than testing. What is installed is noted in a stamp: all of it serves for running too, and
 * running never takes away what tests need.
 * @param wanted `production` or `all`.
 */
function install(wanted) {
  const stamp = 'node_modules/.installed'
  const paths = ['package-lock.json']
  const [installed, of] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []
  const set = installed === 'all' ? 'all' : wanted
  if (installed === set && of === fingerprint(paths)) return
  process.stderr.write(
    set === 'all'
      ? 'Installing what running and testing need …\n'
      : 'Installing what running needs; this takes some minutes the first time …\n',
  )
  const omitted = set === 'all' ? [] : ['--omit=dev']
  npm('install', '--no-audit', '--no-fund', '--loglevel=error', ...omitted)
  writeFileSync(stamp, `${set} ${fingerprint(paths)}`)
}

function build() {
  const stamp = 'build/.built'
  const paths = ['app', 'db', 'server', 'public', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']
  if (isCurrent(stamp, paths)) return
  process.stderr.write('Building …\n')
  npm('run', '--silent', 'build')
  mkdirSync('build', { recursive: true })
  writeFileSync(stamp, fingerprint(paths))
}

/** Runs a TypeScript program in this one's place: same terminal, same signals, same exit code. */
function run(file, words, environment) {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...words], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

const [command, ...words] = process.argv.slice(2)
checkNode()
install(['test', 'bench'].includes(command) ? 'all' : 'production')
switch (command) {
  case 'start':
    build()
    run('server/index.ts', words, { NODE_ENV: 'production' })
    break
  case 'prepare':
    build()
    break
  case 'dev':
    run('server/index.ts', words, { NODE_ENV: 'development' })
    break
  case 'test':
    build()
    run('tests/run.ts', words, {})
    break
  case 'bench':
    build()
    run('tests/bench/run.ts', words, { NODE_ENV: 'production' })
    break
  case 'rapporteur':
    run('server/cli.ts', words, {})
    break
  default:
    fail(`There is no command "${command}": start, prepare, dev, test, bench or rapporteur.`)
}
