import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** Some seconds of scrolling in a box that is on screen. */
export type Scroll = (page: Page, box: string, seconds: number) => Promise<void>

/** Each begins where the one before ended. */
export const scrolls: Readonly<Record<string, Scroll>> = {
  wheel: turnWheel,
  'scroll bar': dragBar,
  PageDown: holdPageDown,
}

/** Pixels a second of somebody who looks for something. */
const wheelSpeed = 3_000
/** Milliseconds from one beat of the screen to the next. */
const beat = 1000 / 60

/** The browser itself turns the wheel, a little at every beat of the screen. */
async function turnWheel(page: Page, box: string, seconds: number): Promise<void> {
  const { x, y, width, height } = await placeOf(page, box)
  const session = await page.context().newCDPSession(page)
  await session.send('Input.synthesizeScrollGesture', {
    ...{ x: Math.round(x + width / 2), y: Math.round(y + height / 2), gestureSourceType: 'mouse' },
    ...{ yDistance: -wheelSpeed * seconds, speed: wheelSpeed, preventFling: true },
  })
  await session.detach()
}

/** Takes hold of the bar at the top and drags it to one place after another. */
async function dragBar(page: Page, box: string, seconds: number): Promise<void> {
  await page.locator(box).evaluate((element) => element.scrollTo(0, 0))
  await sleep(500)
  const { x, y, width, height } = await placeOf(page, box)
  const [bar, top] = [x + width - 5, y + thumb]
  await page.mouse.move(bar, top)
  await page.mouse.down()
  let [from, to, random] = [0, 0, 1]
  await everyBeat(seconds, async (step) => {
    if (step % stepsOfDrag === 0) {
      random = (random * 16_807) % 2_147_483_647
      ;[from, to] = [to, random / 2_147_483_647]
    }
    const share = from + ((to - from) * (step % stepsOfDrag)) / stepsOfDrag
    await page.mouse.move(bar, top + share * (height - 2 * thumb))
  })
  await page.mouse.up()
}

const stepsOfDrag = 40
/** Pixels from the end of a bar to the middle of its thumb, behind the arrow. */
const thumb = 22

/** As often as a keyboard repeats a key that is held. */
async function holdPageDown(page: Page, box: string, seconds: number): Promise<void> {
  await page.locator(box).focus()
  await everyBeat(seconds, async (step) => {
    if (step % 2 === 0) await page.keyboard.down('PageDown')
  })
  await page.keyboard.up('PageDown')
}

async function placeOf(page: Page, box: string) {
  const place = await page.locator(box).boundingBox()
  if (!place) throw new Error(`${box} is not on screen`)
  return place
}

async function everyBeat(seconds: number, act: (step: number) => Promise<void>): Promise<void> {
  const start = performance.now()
  for (let step = 0; performance.now() - start < seconds * 1000; step += 1) {
    await act(step)
    await sleep(Math.max(0, start + (step + 1) * beat - performance.now()))
  }
}
