/** Larger frames are not copied: their header is sent as a buffer of its own. */
export const largestCopiedBytes = 16_384

/** FIN, and the opcode of a binary message. */
const wholeBinary = 0x82

/**
 * A binary WebSocket message of a server (RFC 6455, 5.2): unmasked, uncompressed, header and payload in one buffer.
 * It is made once for all readers of a room and costs one write each, which is what a live text spends most on.
 */
export function websocketMessage(payload: Uint8Array): Buffer {
  const { byteLength } = payload
  const headerBytes = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10
  const message = Buffer.allocUnsafe(headerBytes + byteLength)
  message[0] = wholeBinary
  if (headerBytes === 2) message[1] = byteLength
  else if (headerBytes === 4) {
    message[1] = 126
    message.writeUInt16BE(byteLength, 2)
  } else {
    message[1] = 127
    message.writeBigUInt64BE(BigInt(byteLength), 2)
  }
  message.set(payload, headerBytes)
  return message
}
