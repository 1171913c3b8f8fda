import type { OpeningState, OpeningStep } from '../../contract/console/opening.ts'

type Going = Extract<OpeningState, { state: 'opening' }>

/** Milliseconds and share of the work before a rate means anything. */
const settled = 2_000
const settledShare = 0.03

/** When it will be done, UTC milliseconds, as far as its beginning tells. */
export function expectedEnd(step: OpeningStep, workSince: number, now: number): number | undefined {
  if (!('share' in step) || step.share < settledShare || now - workSince < settled) return undefined
  return Math.round(workSince + (now - workSince) / step.share)
}

/** What became of the data, for whoever ended the console in front of its first screen. */
export function stoppedWords(going: Going | undefined): string {
  const step = going?.step
  if (step?.work === 'finish' || step?.work === 'keystore')
    return 'The console was ended. The data is up to date; the next start opens it at once.'
  if (step?.work !== 'upgrade') return 'The console was ended. Nothing in the data folder was changed.'
  const { at, from, to } = step
  const whose = at === from ? 'as it was, and opens with the console that wrote it' : `which is whole by itself`
  return `The console was ended. The database is in format ${at}, ${whose}; the next start upgrades it to format ${to}.`
}

/** One line for the log. */
export function stepWords(step: OpeningStep): string {
  if (step.work === 'recover') return 'reading back the log of a console that did not end cleanly'
  if (step.work === 'check') return 'checking the database'
  if (step.work === 'copy') return `the data folder is read-only: copying the database aside, ${percent(step.share)}`
  if (step.work === 'finish') return 'writing what was changed to its place'
  if (step.work === 'keystore') return 'asking the system’s keystore for the key; it may ask for a password'
  if (step.work === 'open') return 'opening the database'
  const { from, to, part, share } = step
  return `upgrading the database from format ${from} to ${to}: ${part}, ${percent(share)}; it may be ended at any moment`
}

const percent = (share: number): string => `${Math.floor(100 * share)} %`
