import papaparse from 'papaparse'

/** What people paste: cells of a spreadsheet come with tabs, files with commas or semicolons. */
const pasted = ['\t', ';', ','] as const

/** Reads a table that somebody pasted; the delimiter that gives the most even rows is taken. */
export function readPastedTable(text: string, mostRows: number): string[][] {
  const readings = pasted.map((delimiter) => {
    const { data } = papaparse.parse<string[]>(text.replace(/^\uFEFF/u, ''), {
      delimiter,
      skipEmptyLines: false,
      preview: mostRows + 1,
    })
    const columns = data[0]?.length ?? 0
    return { data, columns, even: data.filter((row) => row.length === columns).length }
  })
  const [best] = readings
    .filter(({ columns }) => columns > 1)
    .toSorted((a, b) => b.even - a.even || b.columns - a.columns)
  return (best ?? readings[0])?.data ?? []
}
