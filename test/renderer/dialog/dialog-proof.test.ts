import { expect, it } from 'vitest'
import type { Proof } from '../../../src/contract/console/vocabulary.ts'
import { dialogProof } from '../../../src/renderer/views/dialog/dialog-proof.ts'

it.each<[Proof, readonly Proof[]]>([
  ['unproven', []],
  ['unproven', ['unproven', 'unproven']],
  ['nonce', ['unproven', 'unproven', 'nonce', 'unproven']],
  ['to-tag', ['to-tag', 'nonce']],
  ['tcp', ['tcp', 'to-tag']],
])('is %s when its messages are %j', (expected, proofs) =>
  expect(dialogProof(proofs.map((proof) => ({ proof })))).toBe(expected),
)
