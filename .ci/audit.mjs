// Asks the registry whether a dependency has a known weakness. Where the registry does not answer, it says so and the
// checks go on: a network that is away is no fault of the project.
import { spawnSync } from 'node:child_process'

const longestMs = 60_000
const found = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: longestMs })

/** What npm said, where it is the report that was asked for. */
function readReport(text) {
  try {
    const report = JSON.parse(text)
    return report.metadata?.vulnerabilities ? report : undefined
  } catch {
    return undefined
  }
}

const report = readReport(found.stdout ?? '')
if (!report) {
  console.log('Dependency audit: the registry did not answer; nothing was audited.')
  process.exit(0)
}
const { critical, high, moderate, low } = report.metadata.vulnerabilities
console.log(
  `Dependency audit: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low in what runs in production.`,
)
for (const [name, { severity, via }] of Object.entries(report.vulnerabilities ?? {})) {
  const titles = via.flatMap((one) => (typeof one === 'string' ? [] : [`${one.title} (${one.url})`]))
  if (titles.length > 0) console.log(`  ${severity} ${name}: ${titles.join('; ')}`)
}
process.exit(critical > 0 ? 1 : 0)
