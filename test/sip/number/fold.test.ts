import fc from 'fast-check'
import { getCountryCallingCode, isValidPhoneNumber } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { foldNumbers } from '../../../src/sip/number/fold.ts'
import { countries, digits, pick, prefixes, seeded, shuffled, validNumber, type Sample } from './generated.ts'

const fold = (dialled: readonly string[]): readonly string[] =>
  foldNumbers(dialled).map(({ prefix, core }) => `${prefix}|${core}`)

describe('what was dialled in a window folds to cores', () => {
  it('finds the number behind the prefixes of SentryPeer’s example', () =>
    expect(foldNumbers(['981046500729221', '81046500729221', '00046500729221', '+46500729221'])).toEqual(
      ['9810', '810', '000', '+'].map((prefix) => ({
        dialled: `${prefix}46500729221`,
        core: '46500729221',
        prefix,
        confidence: 'high',
      })),
    ))

  it('keeps the numbers of a range apart', () =>
    expect(fold(['0075346850780296', '76000046850780294'])).toEqual(['00753|46850780296', '760000|46850780294']))

  it('keeps one subscriber number of two countries apart', () =>
    expect(fold(['00442079460958', '0012079460958', '+442079460958', '912079460958'])).toEqual([
      '00|442079460958',
      '00|12079460958',
      '+|442079460958',
      '9|12079460958',
    ]))

  it('lets a doubtful reading follow the others', () => {
    expect(fold(['94525123456'])).toEqual(['|94525123456'])
    expect(fold(['94525123456', '004525123456', '+4525123456'])).toEqual([
      '9|4525123456',
      '00|4525123456',
      '+|4525123456',
    ])
  })

  it('leaves extensions and short numbers alone', () =>
    expect(fold(['0046850780296', '50780296', '0780296', '1001', '5551234'])).toEqual([
      '00|46850780296',
      '|50780296',
      '|0780296',
      '|1001',
      '|5551234',
    ]))

  it('folds what no numbering plan has by its longest common suffix, without being sure', () => {
    const folded = foldNumbers(['', '9', '8', '99', '#', '*9'].map((prefix) => `${prefix}0712345678`))
    expect(new Set(folded.map(({ core }) => core))).toEqual(new Set(['0712345678']))
    expect(folded.some(({ confidence }) => confidence === 'high')).toBe(false)
  })
})

describe('junk dialled first does not hide a number', () => {
  const numbers = ['0046850780296', '90046850780296', '+46850780296', '46850780296']
  it.each<[string, (at: number) => string]>([
    ['behind digits', (at) => `${at}0`],
    ['behind stars', (at) => `*${at}*`],
    ['behind hashes', (at) => `#${at}#`],
  ])('%s', (_, junk) => {
    const first = Array.from({ length: 64 }, (_, at) => `${junk(at)}50780296`)
    const cores = foldNumbers([...first, ...numbers])
      .slice(-numbers.length)
      .map(({ core }) => core)
    expect(cores).toEqual(numbers.map(() => '46850780296'))
  })
})

describe('folding a generated window with decoys', () => {
  const random = seeded(20_240_229)
  const samples = windowOf(random)
  const folded = new Map(foldNumbers(samples.map(({ dialled }) => dialled)).map((each) => [each.dialled, each]))
  const coreOf = ({ dialled }: Sample): string => folded.get(dialled)?.core ?? ''

  it('pairs what belongs together and nothing else: precision and recall of at least 0.98', () => {
    const { precision, recall } = pairsOf(samples, coreOf)
    const exact = samples.filter((sample) => coreOf(sample) === sample.core).length / samples.length
    console.log(
      `folding: ${samples.length} strings, ${new Set(samples.map(({ core }) => core)).size} numbers: ` +
        `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, exact cores ${exact.toFixed(4)}`,
    )
    expect(precision).toBeGreaterThanOrEqual(0.98)
    expect(recall).toBeGreaterThanOrEqual(0.98)
    expect(exact).toBeGreaterThanOrEqual(0.98)
  })

  it('is right where it says that it is sure', () => {
    const sure = samples.filter(({ dialled }) => folded.get(dialled)?.confidence === 'high')
    const right = sure.filter((sample) => coreOf(sample) === sample.core)
    console.log(`of ${sure.length} with high confidence ${right.length} right`)
    expect(right.length / sure.length).toBeGreaterThanOrEqual(0.995)
  })

  it('does not depend on order or repetition', () => {
    const dialled = samples.map((sample) => sample.dialled)
    const again = foldNumbers([...shuffled(seeded(5), dialled), ...dialled.slice(0, 100)])
    for (const each of again) expect(each).toEqual(folded.get(each.dialled))
  })
})

describe('hostile input', () => {
  const characters = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '*', '#']
  const dialled = fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 40 })
    .map((parts) => parts.join(''))

  it('always gives back every string whole', () => {
    fc.assert(
      fc.property(fc.array(dialled, { maxLength: 20 }), (texts) => {
        const folded = foldNumbers(texts)
        expect(folded.map((each) => each.prefix + each.core)).toEqual([...new Set(texts)])
        for (const { core } of folded) expect(core).toMatch(/^\d*$/)
      }),
      { numRuns: 500 },
    )
  })

  it('folds a hundred thousand prefixes of one number without weighing them all against each other', () => {
    const texts = Array.from({ length: 100_000 }, (_, at) => `${at}0046850780296`)
    const folded = foldNumbers(texts)
    const right = folded.filter(({ core }) => core === '46850780296').length
    expect(right / texts.length).toBeGreaterThan(0.95)
  })
})

/** Numbers of many countries behind many prefixes each, and beside them numbers that are nearly the same. */
function windowOf(random: () => number): readonly Sample[] {
  const numbers = new Set<string>()
  while (numbers.size < 300) numbers.add(validNumber(random, pick(random, countries)))
  for (const number of [...numbers]) {
    numbers.add(number.slice(0, -3) + digits(random, 3))
    const abroad = sameAbroad(random, number)
    if (abroad !== undefined) numbers.add(abroad)
  }
  const samples = [...numbers].flatMap((core) => {
    const several = 3 + Math.floor(random() * 20)
    const tried = new Set(Array.from({ length: several }, () => pick(random, prefixes)))
    return [...tried].map((prefix) => ({ dialled: prefix + core, core }))
  })
  const extensions = Array.from({ length: 200 }, () => digits(random, 3 + Math.floor(random() * 4)))
  return unambiguous([...samples, ...extensions.map((core) => ({ dialled: core, core }))])
}

/** The same subscriber digits behind another country's code, where that country has such numbers. */
function sameAbroad(random: () => number, number: string): string | undefined {
  const subscriber = number.slice(-9)
  for (let attempt = 0; attempt < 50; attempt++) {
    const code = getCountryCallingCode(pick(random, countries))
    if (isValidPhoneNumber(`+${code}${subscriber}`) && !number.endsWith(code + subscriber)) return code + subscriber
  }
  return undefined
}

/** One string that two numbers give (9 + 1…, 91 + …) has no single right answer. */
function unambiguous(samples: readonly Sample[]): readonly Sample[] {
  const cores = new Map<string, Set<string>>()
  for (const { dialled, core } of samples) cores.set(dialled, (cores.get(dialled) ?? new Set()).add(core))
  const once = new Map(samples.map((sample) => [sample.dialled, sample]))
  return [...once.values()].filter(({ dialled }) => cores.get(dialled)?.size === 1)
}

/** Of all pairs of strings said to call one number, how many do; of all that do, how many are said to. */
function pairsOf(
  samples: readonly Sample[],
  coreOf: (sample: Sample) => string,
): { readonly precision: number; readonly recall: number } {
  const count = (keys: readonly string[]): number => {
    const sizes = new Map<string, number>()
    for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  }
  const both = count(samples.map((sample) => `${sample.core} ${coreOf(sample)}`))
  return { precision: both / count(samples.map(coreOf)), recall: both / count(samples.map(({ core }) => core)) }
}
