import type { FileFaultCode } from '../datasets/profile.ts'
import type { Failure } from '../result.ts'

const SIGNATURES: readonly { name: string; bytes: readonly number[] }[] = [
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a PNG image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG image', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a GIF image', bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: 'a Parquet file', bytes: [0x50, 0x41, 0x52, 0x31] },
  { name: 'an SQLite database', bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20] },
  { name: 'a program', bytes: [0x7f, 0x45, 0x4c, 0x46] },
]

const ARCHIVES: readonly { name: string; bytes: readonly number[] }[] = [
  { name: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { name: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'rar', bytes: [0x52, 0x61, 0x72, 0x21] },
  { name: 'bzip2', bytes: [0x42, 0x5a, 0x68] },
  { name: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58] },
  { name: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'gzip', bytes: [0x1f, 0x8b] },
]

/** The container of Excel files until 2003. */
const OLE_CONTAINER = [0xd0, 0xcf, 0x11, 0xe0]
const SAMPLE_BYTES = 65_536

/**
 * Tells what a file is when it is not UTF-8 text with a table in it: empty, packed, a workbook, a picture,
 * text of another encoding or kind. Null when it may be a table.
 */
export function findForeignFormat(bytes: Uint8Array): Failure<FileFaultCode> | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  if (sample.every(isSpace)) {
    if (bytes.length > SAMPLE_BYTES) return notATable('a long run of blanks')
    return { code: 'empty_file', message: 'The file is empty. Choose one with a header and rows.' }
  }
  if (startsWith(bytes, OLE_CONTAINER) || isWorkbook(sample)) {
    return {
      code: 'excel_workbook',
      message: 'This is an Excel workbook. Save the sheet as "CSV UTF-8 (comma delimited)".',
    }
  }
  const archive = ARCHIVES.find((candidate) => startsWith(bytes, candidate.bytes))
  if (archive !== undefined) {
    return {
      code: 'zip_archive',
      message: `This is a ${archive.name} archive. Unpack it, and upload the CSV file in it (plain, or packed once with gzip).`,
    }
  }
  const signature = SIGNATURES.find((candidate) => startsWith(bytes, candidate.bytes))
  if (signature !== undefined) return notATable(signature.name)
  if (isWideText(sample)) {
    return {
      code: 'wrong_encoding',
      message: 'The file is UTF-16 or UTF-32 text. Save it as UTF-8.',
    }
  }
  if (sample.includes(0)) {
    return {
      code: 'nul_bytes',
      message: 'The file contains NUL bytes, so it is damaged or not text. Export it again as CSV.',
    }
  }
  if (countControls(sample) > sample.length / 50) return notATable('binary data')
  return findOtherText(sample)
}

function notATable(name: string): Failure<FileFaultCode> {
  return {
    code: 'not_a_table',
    message: `This is ${name}, not a table of transactions. Choose a CSV file.`,
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

/** An xlsx file is a zip whose first entry is named below, or in a folder `xl/`. */
function isWorkbook(sample: Uint8Array): boolean {
  if (!startsWith(sample, [0x50, 0x4b, 0x03, 0x04])) return false
  const names = new TextDecoder('latin1').decode(sample)
  return names.includes('xl/') || names.includes('[Content_Types].xml')
}

/** A byte-order mark of UTF-16 or UTF-32, or Latin text in it: every other byte is 0. */
function isWideText(sample: Uint8Array): boolean {
  if (startsWith(sample, [0xff, 0xfe]) || startsWith(sample, [0xfe, 0xff])) return true
  if (startsWith(sample, [0, 0, 0xfe, 0xff])) return true
  const length = Math.min(sample.length, 1000)
  const zeros = [0, 0]
  for (let index = 0; index < length; index++) {
    if (sample[index] === 0) zeros[index % 2]! += 1
  }
  const most = Math.max(zeros[0]!, zeros[1]!)
  return length >= 8 && most > length * 0.4
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

function countControls(sample: Uint8Array): number {
  let count = 0
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32)) count++
  return count
}

function findOtherText(sample: Uint8Array): Failure<FileFaultCode> | null {
  const start = new TextDecoder().decode(sample.subarray(0, 200)).trimStart()
  if (start.startsWith('<')) return notATable('a web page or XML')
  if (start.startsWith('{') || start.startsWith('[')) return notATable('JSON')
  return null
}
