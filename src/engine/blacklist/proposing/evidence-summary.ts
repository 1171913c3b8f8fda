import { analyse, type Analysis } from '../../../sip/analysis.ts'
import { describe } from '../../../sip/describe.ts'
import { visible } from '../../../sip/text/visible.ts'
import { contradicts, toolPhrase, unknownTool } from '../../../sip/tool/tool.ts'

/** An item's summary travels in the ledger. */
const longest = 300

/**
 * What one message shows, for somebody who may never see its bytes: what it does, for which account it tries a password,
 * which program it says that it is and which it is. Holds the attacker's text, made visible. Never the password: nothing
 * can be taken out of a ledger again, and a guess may have been right somewhere else.
 */
export function summaryOfMessage(bytes: Uint8Array): string {
  const analysis = analyse({ raw: bytes, direction: 'in' })
  const words = visible(`${describe(withoutPasswords(analysis))}${programOf(analysis)}`)
  // Half of a pair of surrogates cannot be signed: whoever sends the right emoji could never be banned.
  return words.slice(0, longest).toWellFormed()
}

const withoutPasswords = (analysis: Analysis): Analysis => ({
  ...analysis,
  guesses: analysis.guesses.map(({ user }) => ({ user, password: undefined })),
})

function programOf({ tool, claimed, userAgent }: Analysis): string {
  const name = userAgent === undefined ? '' : `“${userAgent}”`
  if (tool === unknownTool) return name === '' ? '' : `, from ${name}`
  if (name === '') return `, from ${toolPhrase(tool)}`
  return contradicts(tool, claimed)
    ? `, claims ${name}, is ${toolPhrase(tool)}`
    : `, from ${name}, which is ${toolPhrase(tool)}`
}
