import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { NodeCompiler, PdfStandard, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { decompress } from 'wawoff2'
import { z } from 'zod'

/** A program of its own: reads one list from standard input, writes it as a PDF to standard output, and ends. */
const job = z.object({ list: z.unknown(), issuedAt: z.string() }).parse(JSON.parse(await text(process.stdin)))

const { resolve } = createRequire(import.meta.url)
const folder = dirname(fileURLToPath(import.meta.url))

const plainFonts = [
  '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  '@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf',
  '@expo-google-fonts/source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf',
  '@expo-google-fonts/source-serif-4/700Bold_Italic/SourceSerif4_700Bold_Italic.ttf',
  '@expo-google-fonts/amiri/400Regular/Amiri_400Regular.ttf',
  '@expo-google-fonts/amiri/700Bold/Amiri_700Bold.ttf',
  '@expo-google-fonts/amiri/400Regular_Italic/Amiri_400Regular_Italic.ttf',
  '@expo-google-fonts/amiri/700Bold_Italic/Amiri_700Bold_Italic.ttf',
]

/** The Chinese font comes in one file of the common characters and a hundred of the rest, all of them compressed. */
async function chineseFonts(): Promise<Uint8Array[]> {
  const files = join(dirname(resolve('@fontsource/noto-serif-sc/LICENSE')), 'files')
  const common = [400, 700].map((weight) => `noto-serif-sc-chinese-simplified-${String(weight)}-normal.woff2`)
  const rest = readdirSync(files).filter((name) => /^noto-serif-sc-\d+-400-normal\.woff2$/.test(name))
  const fonts: Uint8Array[] = []
  for (const name of [...common, ...rest]) {
    // Copied at once: what is answered is a window on memory that the next call writes over.
    fonts.push(new Uint8Array(await decompress(readFileSync(join(files, name)))))
  }
  return fonts
}

async function typeset(): Promise<Uint8Array> {
  const data = JSON.stringify(job.list)
  const fonts: Uint8Array[] = plainFonts.map((name) => readFileSync(resolve(name)))
  if (/\p{Script=Han}/u.test(data)) fonts.push(...(await chineseFonts()))
  const compiler = NodeCompiler.create({
    workspace: folder,
    fontArgs: [{ fontBlobs: fonts.map((font) => Buffer.from(font)) }],
  })
  const made = compiler.compile({
    mainFileContent: readFileSync(join(folder, 'list.typ'), 'utf8'),
    inputs: { list: data },
  })
  if (!made.result) throw new Error(`The list could not be set: ${problemsOf(compiler, made.takeError())}`)
  return write(compiler, made.result)
}

const problemsOf = (compiler: NodeCompiler, error: Parameters<NodeCompiler['fetchDiagnostics']>[0] | null) =>
  error ? JSON.stringify(compiler.fetchDiagnostics(error)) : 'no reason was given.'

function write(compiler: NodeCompiler, document: NodeTypstDocument): Uint8Array {
  // Dated by the list and not by the clock: the same list is the same file.
  const creationTimestamp = Math.floor(new Date(job.issuedAt).getTime() / 1000)
  try {
    return compiler.pdf(document, { pdfStandard: PdfStandard.UA_1, creationTimestamp })
  } catch {
    // A character that no font of ours has keeps a file from being accessible, and no one from reading the rest.
    return compiler.pdf(document, { creationTimestamp })
  }
}

process.stdout.write(await typeset())
