import type { AttackClass } from '../attack/class.ts'
import type { SourceSummary } from './summary.ts'

/** Messages of a class. */
export const counted = ({ classes }: SourceSummary, name: AttackClass): number => classes.get(name) ?? 0

/** Requests of a method; '' for all that no RFC names. */
export const asked = ({ methods }: SourceSummary, method: string): number => methods.get(method) ?? 0

/** Users named that no password was tried for. */
export const probedUsers = ({ users, guesses }: SourceSummary): number => Math.max(0, users - guesses.users)
