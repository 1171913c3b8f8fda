import fc from 'fast-check'
import { constants, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  clip,
  isBlockFault,
  messageAt,
  packBlock,
  placeOf,
  unpackBlock,
  type Block,
  type PackedMessage,
  type Stretch,
} from '../../../../src/engine/store/raw/block.ts'

/** Ids with holes, some of them far apart; bytes from none to many, alike and unlike. */
const messages = fc
  .array(
    fc.record({
      step: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 2 ** 45 })),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.constant(Buffer.from('OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n')),
      ),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => {
    let id = 0
    return list.map(({ step, bytes }): PackedMessage => ({ id: (id += step), bytes }))
  })

function unpacked(block: Block): Stretch {
  const stretch = unpackBlock(block)
  if (isBlockFault(stretch)) throw new Error(stretch.words)
  return stretch
}

const contents = (stretch: Stretch): [number, string][] =>
  [...stretch.ids].map((id, place) => [id, Buffer.from(messageAt(stretch, place)).toString('hex')])

const contentsOf = (list: readonly PackedMessage[]): [number, string][] =>
  list.map(({ id, bytes }) => [id, Buffer.from(bytes).toString('hex')])

test('a block gives back every message, and none for ids that it does not hold', () => {
  fc.assert(
    fc.property(messages, fc.nat(), (list, other) => {
      const stretch = unpacked(packBlock(list))
      expect(contents(stretch)).toEqual(contentsOf(list))
      for (const [place, { id }] of list.entries()) expect(placeOf(stretch, id)).toBe(place)
      if (!list.some(({ id }) => id === other)) expect(placeOf(stretch, other)).toBe(-1)
    }),
    { numRuns: 300 },
  )
})

test('clipping leaves exactly the messages of a range', () => {
  fc.assert(
    fc.property(messages, fc.nat(70), fc.nat(70), fc.integer({ min: -1, max: 1 }), (list, a, b, aside) => {
      const [first, last] = [(list[a]?.id ?? 0) + aside, (list[b]?.id ?? Number.MAX_SAFE_INTEGER - 2) + aside]
      const inside = list.filter(({ id }) => id >= first && id <= last)
      expect(contents(clip(unpacked(packBlock(list)), first, last))).toEqual(contentsOf(inside))
    }),
    { numRuns: 300 },
  )
})

/** Whatever was changed: a fault in words, or exactly what was packed. Never an exception, never other bytes. */
function holdsOrSays(list: readonly PackedMessage[], changed: Block): boolean {
  const stretch = unpackBlock(changed)
  if (isBlockFault(stretch)) return stretch.words.length > 0
  expect(contents(stretch)).toEqual(contentsOf(list))
  return false
}

test('flipped bits are noticed wherever they lie', () => {
  let noticed = 0
  const flips = fc.array(
    fc.record({ place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), bit: fc.nat(7) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  fc.assert(
    fc.property(messages, flips, (list, flipped) => {
      const block = packBlock(list)
      const packed = Uint8Array.from(block.packed)
      for (const { place, bit } of flipped) {
        const at = Math.floor(place * packed.length)
        packed[at] = (packed[at] ?? 0) ^ (1 << bit)
      }
      if (holdsOrSays(list, { ...block, packed })) noticed += 1
    }),
    { numRuns: 3_000 },
  )
  expect(noticed).toBeGreaterThan(2_500)
})

test('each single bit of a block is noticed, or does not matter', () => {
  const list = Array.from({ length: 20 }, (_, at) => ({
    id: 7 + at * 3,
    bytes: Buffer.from(`REGISTER sip:${at} SIP/2.0\r\n`),
  }))
  const block = packBlock(list)
  const noticed = Array.from({ length: block.packed.length * 8 }, (_, bit) => {
    const packed = Uint8Array.from(block.packed)
    packed[bit >> 3] = (packed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return holdsOrSays(list, { ...block, packed })
  })
  // Some bits of the headers change nothing, e.g. unused ones and those of how large a window is; what was unpacked is the same.
  expect(noticed.filter((each) => !each).length).toBeLessThan(16)
})

test('a block that was cut short, or has other bytes altogether, is noticed', () => {
  fc.assert(
    fc.property(
      messages,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.uint8Array(),
      (list, part, noise) => {
        const block = packBlock(list)
        const packed = block.packed.subarray(0, Math.floor(part * block.packed.length))
        expect(isBlockFault(unpackBlock({ ...block, packed }))).toBe(true)
        expect(isBlockFault(unpackBlock({ ...block, packed: noise }))).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('a row that says something else of its block is noticed', () => {
  fc.assert(
    fc.property(
      messages,
      fc.constantFrom('first', 'last', 'messages', 'size' as const),
      fc.oneof(fc.integer(), fc.constant(2 ** 50), fc.constant(NaN)).filter((by) => by !== 0),
      (list, field, by) => {
        const block = packBlock(list)
        expect(isBlockFault(unpackBlock({ ...block, [field]: block[field] + by }))).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

test('any payload with a right checksum is read within its bounds', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(5), (payload, count) => {
      payload[0] = count
      const stretch = unpackBlock({
        first: 1,
        last: 1,
        messages: count,
        size: payload.length,
        packed: zstdCompressSync(payload, checked),
      })
      if (isBlockFault(stretch)) return
      expect(stretch.starts.at(-1)).toBe(payload.length)
    }),
    { numRuns: 2_000 },
  )
})

test('a small block that unpacks to gigabytes takes no memory', () => {
  const zeros = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024), checked)
  const before = process.memoryUsage().rss
  const frame = { first: 1, last: 1, messages: 1, packed: zeros }
  for (const size of [1_000, 8 * 1024 * 1024, 256 * 1024 * 1024, 2 ** 40]) {
    expect(isBlockFault(unpackBlock({ ...frame, size }))).toBe(true)
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
})

test('the longest messages that a sensor sends fit', () => {
  const list = Array.from({ length: 9 }, (_, at) => ({ id: at + 1, bytes: Buffer.alloc(64 * 1024, at) }))
  expect(contents(unpacked(packBlock(list)))).toEqual(contentsOf(list))
})

test('a block whose frame has no checksum is refused', () => {
  const block = packBlock([{ id: 1, bytes: Buffer.from('ACK') }])
  const payload = Buffer.from([1, 1, 3, ...Buffer.from('ACK')])
  expect(
    isBlockFault(unpackBlock({ ...block, size: payload.length, packed: zstdCompressSync(payload, checked) })),
  ).toBe(false)
  expect(unpackBlock({ ...block, size: payload.length, packed: zstdCompressSync(payload) })).toEqual({
    words: 'it has no checksum',
  })
})
