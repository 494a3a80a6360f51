import { serveTask } from '#server/workers/child/serve-task'

/** Does what files of strangers could bring a reader to. */
serveTask(async (job, bytes, send) => {
  switch (job) {
    case 'echo':
      await send({
        length: bytes.length,
        hasSecrets: Object.keys(process.env).some((name) => /SECRET|DATABASE/u.test(name)),
      })
      break
    case 'loop':
      for (;;) Math.random()
    case 'grow': {
      const kept: Record<string, number>[] = []
      for (;;) kept.push({ at: kept.length })
    }
    case 'die':
      process.kill(process.pid, 'SIGKILL')
      break
    case 'throw':
      throw new Error('It went wrong.')
    default:
      await send('unknown')
  }
})
