import type { AutonomousSystem } from '../../contract/console/vocabulary.ts'

/** `AS64500 Example Networks`; the name may be an attacker's. */
export const systemText = ({ number, name }: AutonomousSystem): string => `AS${number} ${name}`.trim()
