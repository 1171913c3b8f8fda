import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeFromConsole, decodeFromSensor, encodeFrame } from '../../src/contract/wire/codec.ts'
import { isProof, proofOf } from '../../src/sensor/link/greeting.ts'
import { goldenChallenge, goldenFromConsole, goldenFromSensor, goldenToken } from './golden-frames.ts'

const folder = 'test/fixtures/wire'
const golden = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}.cbor`))

/** Another implementation may rely on these bytes: a difference here is a new version of the protocol. */
describe('golden frames', () => {
  it.each(Object.entries(goldenFromSensor))('%s', (name, frame) => {
    expect(new Uint8Array(encodeFrame(frame))).toEqual(golden(name))
    expect(decodeFromSensor(golden(name))).toEqual(frame)
  })

  it.each(Object.entries(goldenFromConsole))('%s', (name, frame) => {
    expect(new Uint8Array(encodeFrame(frame))).toEqual(golden(name))
    expect(decodeFromConsole(golden(name))).toEqual(frame)
  })

  it('are all that lie in the folder', () => {
    const names = [...Object.keys(goldenFromSensor), ...Object.keys(goldenFromConsole)]
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.cbor`).sort())
  })

  it('prove the token as documented', () => {
    const auth = goldenFromConsole['console-auth']
    if (auth?.type !== 'auth') throw new Error('no auth frame')
    expect(new Uint8Array(proofOf(goldenToken, goldenChallenge))).toEqual(auth.proof)
    expect(isProof(goldenToken, goldenChallenge, auth.proof)).toBe(true)
    expect(isProof('another token', goldenChallenge, auth.proof)).toBe(false)
    expect(isProof(goldenToken, goldenChallenge, auth.proof.slice(1))).toBe(false)
  })
})
