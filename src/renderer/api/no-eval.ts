import { config } from 'zod'

/** The content security policy forbids eval; zod would probe for it when the first schema is made. Import this first. */
config({ jitless: true })
