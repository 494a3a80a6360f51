/** A page that is not shown draws no frames; its text must not stay behind for long all the same, in milliseconds. */
const longestWaitMs = 100

/** Runs work in the next frame, or a moment later where the page is not shown. @returns what cancels it. */
export function inFrames(work: () => void): () => void {
  const cancel = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const run = () => {
    cancel()
    work()
  }
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, longestWaitMs)
  return cancel
}
