import { describe, runScenario, type Scenario } from './plenary'
import { serverNames } from './servers'

/** The loads of the live text; all figures are of this machine, only ratios carry over to others. */
const scenarios: Record<string, Scenario> = {
  plenary: { connected: 200, typing: 20, editsPerSecond: 5, seconds: 10, rounds: 3, patience: 2 },
  rush: { connected: 400, typing: 100, editsPerSecond: 10, seconds: 8, rounds: 1, patience: 3 },
}

async function main() {
  const [name = ''] = process.argv.slice(2)
  const scenario = scenarios[name]
  if (!scenario) {
    console.error(`There is no benchmark "${name}": ${Object.keys(scenarios).join(', ')}.`)
    process.exitCode = 1
    return
  }
  const { connected, typing, editsPerSecond, seconds, rounds } = scenario
  console.log(
    `${name}: ${String(connected)} connected, ${String(typing)} typing ${String(editsPerSecond)} a second, ` +
      `${String(seconds)} s, ${String(rounds)} rounds in turn. Ours stores every edit before it shows it; the peers store nothing.`,
  )
  const { medians, ok } = await runScenario(scenario)
  for (const server of serverNames) console.log(`${server.padEnd(10)} ${describe(medians[server])}`)
  const { ours, ...peers } = medians
  const ratio = (key: 'p50' | 'p95' | 'p99' | 'cpu') => ours[key] / peers.reference[key]
  const ratios = { p50: ratio('p50'), p95: ratio('p95'), p99: ratio('p99'), cpu: ratio('cpu') }
  console.log(`ours ÷ reference: p95 ${ratios.p95.toFixed(2)}, CPU per delivery ${ratios.cpu.toFixed(2)}`)
  console.log(JSON.stringify({ bench: name, ours, peers, ratios, ok }))
  if (!ok) process.exitCode = 1
}

void main()
