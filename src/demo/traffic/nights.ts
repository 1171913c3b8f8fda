import type { Actor, Attempt, Scene, Target } from './actor.ts'
import { disguise } from './actors/disguise.ts'
import { askFor } from './actors/enumeration.ts'
import { injection } from './actors/injection.ts'
import { optionsSweep, probe } from './actors/options-sweep.ts'
import { guess } from './actors/passwords.ts'
import { sweepBurst } from './actors/prefix-sweep.ts'
import { research } from './actors/research.ts'
import { spoofing } from './actors/spoofing.ts'
import { localMidnight } from './local-time.ts'
import { origins } from './origins.ts'
import type { Planned } from './outbox.ts'
import type { Random } from './random.ts'

/**
 * What happened in the last three nights, as the seed study tells it: a few minutes after midnight, sensor-local time,
 * one operator looks around with OPTIONS, asks for extensions, guesses passwords, and then calls one number behind
 * every prefix at more than a hundred a second; smaller waves follow until morning, and a little noise all day.
 */
const nights = 3

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const lastWaveEnds = 5 * hour

/** Everything that one sensor saw, in order of time; none of it later than `now`. */
export function planNights(target: Target, random: Random, now: number): Planned[] {
  const tonightIsOver = localMidnight(target.zone, now, 0) + lastWaveEnds < now
  const first = tonightIsOver ? 0 : 1
  const planned = Array.from({ length: nights }, (_, night) => {
    const midnight = localMidnight(target.zone, now, first + night)
    return planNight(target, random.fork(`night ${night}`), midnight)
  })
  const noise = planNoise(target, random.fork('noise'), now)
  return [...planned.flat(), ...noise].sort((a, b) => (a.timeUs ?? 0) - (b.timeUs ?? 0))
}

function planNight(target: Target, random: Random, midnight: number): Planned[] {
  const begin = midnight + 7 * minute + random.between(0, 90_000)
  const origin = { address: random.pick(origins.prefixSweep), port: random.between(5060, 5099) }
  const scene: Scene = { targets: [target], random }
  const sweep = (calls: number): Attempt[] => [...sweepBurst(scene, origin, calls, 0)].map(({ attempt }) => attempt)
  const extensions = Array.from({ length: 36 }, (_, at) => askFor(random, target, origin, String(100 + at)))
  const guesses = Array.from({ length: 9 }, (_, at) => guess(random, target, origin, '101', String(1230 + at)))
  const looks = Array.from({ length: 5 }, () => probe(random, target, origin))
  return [
    ...spread(looks, begin, 4000, random),
    ...spread(extensions, begin + 2 * minute, 9, random),
    ...spread(guesses, begin + 4 * minute, 70, random),
    ...spread(sweep(165), begin + 9 * minute, 8, random),
    ...spread(sweep(24), begin + hour + random.between(0, 20) * minute, 8, random),
    ...spread(sweep(16), begin + 2 * hour + random.between(0, 20) * minute, 9, random),
    ...spread(sweep(10), begin + 4 * hour, 9, random),
  ]
}

/** One after the other, about so many ms apart. */
function spread(attempts: readonly Attempt[], start: number, gap: number, random: Random): Planned[] {
  let time = start
  return attempts.map((attempt) => {
    const timeUs = Math.round(time * 1000)
    time += gap * (0.7 + random.fraction() * 0.6)
    return { attempt, timeUs }
  })
}

const bystanders: readonly (readonly [Actor, number])[] = [
  [optionsSweep, 6],
  [research, 4],
  [spoofing, 4],
  [disguise, 6],
  [injection, 3],
]

/** Others come at any hour. */
const planNoise = (target: Target, random: Random, now: number): Planned[] =>
  bystanders.flatMap(([actor, count]) => {
    const steps = actor({ targets: [target], random })
    return Array.from({ length: count }, () => ({
      attempt: steps.next().value.attempt,
      timeUs: Math.round((now - random.fraction() * nights * day - minute) * 1000),
    }))
  })
