/** Without any message for this long after something was sent, ask the server for a sign of life. */
const probeAfterMs = 2_000
/** Without an answer for this long, the connection is dead, whatever the browser believes. */
const deadAfterMs = 3_000
/** A browser may try for minutes to reach a host over a network that is gone. */
const connectWithinMs = 5_000

type Options = {
  /** Asks for any answer: one that needs no database, so that a slow one is not taken for a dead connection. */
  probe: () => void
  /** Drops the connection. */
  disconnect: () => void
  /** Connects, or tries again at once. */
  connect: () => void
  /** The browser's own events; a window. */
  network: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
}

/**
 * Finds out soon whether the server can be reached: at the browser's own `offline` and `online` events, and where
 * something that was sent stays without an answer.
 */
export function watchReachability({ probe, disconnect, connect, network }: Options) {
  let timers: ReturnType<typeof setTimeout>[] = []
  /** Cleared by a final close: then only the person connects again. */
  let isWanted = true

  const stopWaiting = () => {
    for (const timer of timers) clearTimeout(timer)
    timers = []
  }

  const reconnect = () => {
    stopWaiting()
    disconnect()
    if (isWanted) connect()
  }

  const onOffline = () => {
    stopWaiting()
    disconnect()
  }
  const onOnline = () => {
    if (isWanted) reconnect()
  }
  network.addEventListener('offline', onOffline)
  network.addEventListener('online', onOnline)

  return {
    /** Something was sent that will be answered. */
    sent(): void {
      if (timers.length > 0) return
      timers = [setTimeout(probe, probeAfterMs), setTimeout(reconnect, deadAfterMs)]
    },
    /** Any message came. @param isAnswered whether nothing that was sent is still without an answer. */
    received(isAnswered: boolean): void {
      stopWaiting()
      if (!isAnswered) this.sent()
    },
    connecting(): void {
      stopWaiting()
      timers = [setTimeout(reconnect, connectWithinMs)]
    },
    connected: stopWaiting,
    disconnected: stopWaiting,
    /** The server ended the connection for good. */
    ended(): void {
      isWanted = false
      stopWaiting()
    },
    /** The person tries again. */
    retried(): void {
      isWanted = true
    },
    destroy(): void {
      stopWaiting()
      network.removeEventListener('offline', onOffline)
      network.removeEventListener('online', onOnline)
    },
  }
}
