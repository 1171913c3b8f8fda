import type { z } from 'zod'
import type { Reader, Writer } from './connection.ts'

/** @returns `undefined` when it was never set, or not in this shape. */
export function readSetting<Value>(reader: Reader, key: string, shape: z.ZodType<Value>): Value | undefined {
  const row = reader.get<{ value: string }>('SELECT value FROM setting WHERE key = ?', key)
  return row && shape.safeParse(JSON.parse(row.value)).data
}

export const writeSetting = (writer: Writer, key: string, value: unknown): void =>
  void writer.run('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)', key, JSON.stringify(value))
