import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '#db/client'
import type { ConnectionLimits } from '#server/auth/open-connections'
import { defaultLimits, type Limits } from '#server/collab/limits'
import { defaultImportLimits, type ImportLimits } from '#server/formats/in/limits'
import type { SocketLimits } from '#server/http/front-door'
import type { PoolLimits } from '#server/pool/pool'
import type { FormLimits } from '#server/http/request-body'
import { parseSigningKey } from '#server/record/checkpoints'
import { defaultLimitWords } from '#server/texts/write-canonical'
import { createSite } from '#server/http/site'

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address such as https://rapporteur.example' })
  .transform((url) => new URL(url).origin)

const smtpAddress = z.string().refine((text) => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, searchParams } = new URL(text)
  const from = searchParams.get('from')
  return /^smtps?:$/.test(protocol) && hostname !== '' && (from === null || /^[^\r\n]*@[^\r\n@]+$/.test(from))
}, 'must be the address of a mail server such as smtp://user:password@mail.example:587?from=rapporteur@mail.example')

const proxies = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/u).filter((part) => part !== ''))
  .refine((trustedProxies) => {
    try {
      createSite({ trustedProxies, publicUrl: undefined })
      return true
    } catch {
      return false
    }
  }, 'must be addresses or networks of reverse proxies such as 10.0.0.5, 10.1.0.0/16')

const limit = (value: number) =>
  z.coerce
    .number({ error: 'must be a whole number from 1' })
    .int('must be a whole number from 1')
    .min(1, 'must be a whole number from 1')
    .default(value)

function isSigningKey(text: string): boolean {
  try {
    parseSigningKey(text)
    return true
  } catch {
    return false
  }
}

const schema = z.object({
  PORT: z.coerce
    .number({ error: 'must be a port number from 0 to 65535' })
    .int('must be a port number from 0 to 65535')
    .min(0, 'must be a port number from 0 to 65535')
    .max(65535, 'must be a port number from 0 to 65535')
    .default(3000),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/[^\s]+$/,
      'must be a PostgreSQL address (postgres://user@host/name), or absent for SQLite',
    )
    .optional(),
  SIGNING_KEY: z
    .string()
    .refine(isSigningKey, 'must be an Ed25519 private key: PKCS#8 DER as base64url')
    .optional(),
  SESSION_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  PUBLIC_URL: origin.optional(),
  TRUSTED_PROXIES: proxies,
  SMTP_URL: smtpAddress.optional(),
  SAMPLE: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('warn'),
  METRICS_PORT: z.coerce
    .number({ error: 'must be a port number from 0 to 65535' })
    .int('must be a port number from 0 to 65535')
    .min(0, 'must be a port number from 0 to 65535')
    .max(65535, 'must be a port number from 0 to 65535')
    .optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  MAX_UPDATE_BYTES: limit(defaultLimits.updateBytes),
  MAX_DOCUMENT_BYTES: limit(defaultLimits.documentBytes),
  MAX_UPDATES_PER_SECOND: limit(defaultLimits.updatesPerSecond),
  MAX_ACCOUNT_UPDATES_PER_SECOND: limit(defaultLimits.accountUpdatesPerSecond),
  MAX_AMENDMENT_WORDS: limit(defaultLimitWords),
  MAX_CONNECTIONS: limit(defaultLimits.connections),
  MAX_ACCOUNT_CONNECTIONS: limit(64),
  MAX_ADDRESS_CONNECTIONS: limit(100),
  MAX_SOCKETS: limit(20_000),
  MAX_ADDRESS_SOCKETS: limit(5_000),
  MAX_IMPORT_BYTES: limit(defaultImportLimits.bytes),
  MAX_IMPORT_UNZIPPED_BYTES: limit(defaultImportLimits.unzippedBytes),
  MAX_IMPORT_ELEMENTS: limit(defaultImportLimits.elements),
  MAX_IMPORT_ROWS: limit(defaultImportLimits.rows),
  MAX_IMPORT_MEMORY_MB: limit(defaultImportLimits.memoryMegabytes),
  MAX_IMPORT_SECONDS: limit(defaultImportLimits.seconds),
  MAX_IMPORT_PROCESSES: limit(defaultImportLimits.processes),
  MAX_FORM_BYTES: limit(2_000_000),
  MAX_FORM_FIELDS: limit(5_000),
  MAX_UPLOAD_BYTES: limit(20_500_000),
  MAX_VISITOR_FORM_BYTES: limit(32_000),
  MAX_PASSWORD_CHECKS: limit(2),
  MAX_PASSWORD_CHECKS_WAITING: limit(1_000),
  MAX_PDFS_WAITING: limit(50),
  MAX_JOBS_WAITING: limit(50),
  MAX_JOB_MEMORY_MB: limit(512),
  MAX_JOB_SECONDS: limit(60),
})

export type Environment = {
  port: number
  host: string | undefined
  dataDir: string
  /** A PostgreSQL address, or the path of the SQLite file. */
  databaseUrl: string
  sessionSecret: string | undefined
  signingKey: string | undefined
  publicUrl: string | undefined
  trustedProxies: string[]
  smtpUrl: string | undefined
  sample: boolean
  logLevel: string
  /** Where the process is observed; absent: nowhere. */
  metrics: { port: number; host: string } | undefined
  limits: Limits
  connectionLimits: ConnectionLimits
  socketLimits: SocketLimits
  formLimits: FormLimits
  importLimits: ImportLimits
  passwordLimits: { concurrency: number; waiting: number }
  poolLimits: PoolLimits
  /** Of lists that are written as files. */
  fileLimits: { waiting: number }
  /** Words that one amendment may change. */
  limitAmendmentWords: number
}

/** What a person who starts the program must mend; printed as one line. */
export class StartError extends Error {}

/**
 * Reads and checks the environment. Empty variables count as absent.
 * @throws StartError naming the first variable that is wrong and what it must be.
 */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(present)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new StartError(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  const values = parsed.data
  const dataDir = resolve(values.DATA_DIR)
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir,
    databaseUrl: values.DATABASE_URL ?? join(dataDir, 'rapporteur.sqlite'),
    sessionSecret: values.SESSION_SECRET,
    signingKey: values.SIGNING_KEY,
    publicUrl: values.PUBLIC_URL,
    trustedProxies: values.TRUSTED_PROXIES,
    smtpUrl: values.SMTP_URL,
    sample: values.SAMPLE === '1',
    logLevel: values.LOG_LEVEL,
    metrics:
      values.METRICS_PORT === undefined
        ? undefined
        : { port: values.METRICS_PORT, host: values.METRICS_HOST },
    limits: {
      updateBytes: values.MAX_UPDATE_BYTES,
      documentBytes: values.MAX_DOCUMENT_BYTES,
      updatesPerSecond: values.MAX_UPDATES_PER_SECOND,
      accountUpdatesPerSecond: values.MAX_ACCOUNT_UPDATES_PER_SECOND,
      connections: values.MAX_CONNECTIONS,
    },
    connectionLimits: {
      connections: values.MAX_CONNECTIONS,
      accountConnections: values.MAX_ACCOUNT_CONNECTIONS,
      addressConnections: values.MAX_ADDRESS_CONNECTIONS,
    },
    socketLimits: { sockets: values.MAX_SOCKETS, addressSockets: values.MAX_ADDRESS_SOCKETS },
    formLimits: {
      visitorFormBytes: values.MAX_VISITOR_FORM_BYTES,
      formBytes: values.MAX_FORM_BYTES,
      // A form that carries a file of the largest size has some fields beside it.
      uploadBytes: Math.max(values.MAX_UPLOAD_BYTES, values.MAX_IMPORT_BYTES + 500_000),
      formFields: values.MAX_FORM_FIELDS,
    },
    importLimits: {
      bytes: values.MAX_IMPORT_BYTES,
      unzippedBytes: values.MAX_IMPORT_UNZIPPED_BYTES,
      elements: values.MAX_IMPORT_ELEMENTS,
      rows: values.MAX_IMPORT_ROWS,
      memoryMegabytes: values.MAX_IMPORT_MEMORY_MB,
      seconds: values.MAX_IMPORT_SECONDS,
      processes: values.MAX_IMPORT_PROCESSES,
    },
    passwordLimits: { concurrency: values.MAX_PASSWORD_CHECKS, waiting: values.MAX_PASSWORD_CHECKS_WAITING },
    fileLimits: { waiting: values.MAX_PDFS_WAITING },
    poolLimits: {
      waiting: values.MAX_JOBS_WAITING,
      memoryMb: values.MAX_JOB_MEMORY_MB,
      timeMs: values.MAX_JOB_SECONDS * 1000,
    },
    limitAmendmentWords: values.MAX_AMENDMENT_WORDS,
  }
}

/**
 * Makes the data folder if it is missing.
 * @throws StartError when it cannot be written to.
 */
export function prepareDataDir(dataDir: string): void {
  const probe = join(dataDir, '.writable')
  try {
    makeFolder(dataDir)
    writeFileSync(probe, '')
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `DATA_DIR ${dataDir} cannot be written to (${cause}): choose another folder or change its permissions.`,
    )
  }
}

/** The secret that signs session cookies: given, or made once and kept in the data folder. */
export function sessionSecret(environment: Environment): string {
  if (environment.sessionSecret) return environment.sessionSecret
  const file = join(environment.dataDir, 'session-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const secret = randomBytes(32).toString('hex')
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}

const signingKeyFile = ({ dataDir }: Environment) => join(dataDir, 'signing-key')

/**
 * The key that signs checkpoints, where there is one: given, or kept in the data folder.
 * @throws StartError where what is kept is no key.
 */
export function findSigningKey(environment: Environment): KeyObject | undefined {
  const file = signingKeyFile(environment)
  if (!environment.signingKey && !existsSync(file)) return undefined
  try {
    return parseSigningKey(environment.signingKey ?? readFileSync(file, 'utf8').trim())
  } catch {
    throw new StartError(`${file} holds no signing key: put the right one back, or name it in SIGNING_KEY.`)
  }
}

/** The same, made and kept in the data folder where there is none. */
export function signingKey(environment: Environment): KeyObject {
  const found = findSigningKey(environment)
  if (found) return found
  const { privateKey } = generateKeyPairSync('ed25519')
  const text = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
  writeFileSync(signingKeyFile(environment), `${text}\n`, { mode: 0o600, flag: 'wx' })
  return privateKey
}
