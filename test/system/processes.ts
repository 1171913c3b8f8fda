import { readdirSync, readFileSync } from 'node:fs'

/** A child of process `parent` whose command line holds `word`; `undefined` while there is none. */
export function childOf(parent: number, word: string): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => parentOf(pid) === parent && readOf(pid, 'cmdline').includes(word))
}

export const isAlive = (pid: number): boolean => !['', 'Z'].includes(fieldsOf(pid)[0] ?? '')

const parentOf = (pid: number): number => Number(fieldsOf(pid)[1])

/** Fields behind the name, which may hold anything: state, parent … */
const fieldsOf = (pid: number): string[] => readOf(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it ended while we looked
  }
}
