import { attackTools } from './attack-tools.ts'
import type { Example } from './example.ts'
import { software } from './software.ts'

/**
 * Messages for each signature of resources/signatures/tools.json, by `tool/program of the signature`. Recorded where the
 * tool runs here; else written after the evidence that the table names, with addresses of RFC 5737.
 */
export const examples: Readonly<Record<string, readonly Example[]>> = { ...attackTools, ...software }
