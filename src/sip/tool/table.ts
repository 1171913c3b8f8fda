import table from '../../../resources/signatures/tools.json' with { type: 'json' }

/** What resources/signatures/tools.json holds; docs/signatures.md explains it, test/sip/tool/table.test.ts checks it. */
export interface ToolEntry {
  readonly id: string
  /** Number that stands for it in the store, for ever. */
  readonly code: number
  readonly name: string
  /** What it is called within a sentence, when that is not its name. */
  readonly phrase?: string | undefined
  readonly kind: string
  /** Whether nobody uses it as a telephone. */
  readonly hostile: boolean
  /** Small letters: found anywhere in a User-Agent. */
  readonly names: readonly string[]
  /** Small letters: the whole of a User-Agent, being too short or common to be looked for inside others. */
  readonly wholeNames: readonly string[]
  /** By the id of a stack: which of the names are built upon it, so that the stack's marks do not contradict them. */
  readonly namesBuiltOn: Readonly<Record<string, readonly string[] | undefined>>
  readonly signatures: readonly Signature[]
}

export interface Signature {
  readonly program: string
  readonly versions: string
  readonly features: readonly Feature[]
  /** The first that holds names the program, or its versions, more closely. */
  readonly programs: readonly Label[]
  readonly versionsBy: readonly Label[]
  readonly evidence: readonly { readonly source: string; readonly lines: readonly string[] }[]
}

/** Either a regular expression over a field of the fingerprint, or the text whose hash stands there. */
export interface Matcher {
  readonly field: string
  readonly matches?: string | undefined
  readonly value?: string | undefined
}

export interface Feature extends Matcher {
  readonly weight: number
  /** What it means, for people. */
  readonly says: string
}

export interface Label extends Matcher {
  readonly label: string
}

/** Attack tools first: in this order names are looked for in a User-Agent. */
export const toolTable: readonly ToolEntry[] = table.tools
