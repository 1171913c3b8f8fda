import { readFileSync } from 'node:fs'

/**
 * Loaded into a program before all else: its wall clock is off by as many milliseconds as the file STEP_FILE says, read
 * each time, as if the clock of its machine had been set. Timers and running time stay as they are.
 */
const file = process.env['STEP_FILE'] ?? ''
const wall = Date.now
Date.now = () => wall() + Number(readFileSync(file, 'utf8'))
