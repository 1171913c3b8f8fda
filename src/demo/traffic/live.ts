import type { Actor, Scene, Step } from './actor.ts'
import type { Outbox } from './outbox.ts'

/** Above this the actors hold back, so that what tools owe our answers goes first. */
const crowded = 60
/** After a stall the actors go on from now instead of catching up. */
const longestDelay = 500

/** All actors at once, each at its own pace. Call `advance` often with a steady clock in ms. */
export interface LiveTraffic {
  advance(now: number): void
}

export function createLiveTraffic(
  actors: Readonly<Record<string, Actor>>,
  scene: Scene,
  outbox: Outbox,
  start: number,
): LiveTraffic {
  const players = Object.entries(actors).map(([name, actor]) =>
    createPlayer(actor({ ...scene, random: scene.random.fork(name) }), start),
  )
  return { advance: (now) => players.forEach((player) => player(now, outbox)) }
}

function createPlayer(steps: Generator<Step, never>, start: number): (now: number, outbox: Outbox) => void {
  let next: Step = steps.next().value
  let due = start + next.wait
  return (now, outbox) => {
    if (now - due > longestDelay) due = now
    while (due <= now && outbox.waiting < crowded) {
      outbox.add({ attempt: next.attempt }, due)
      next = steps.next().value
      due += next.wait
    }
  }
}
