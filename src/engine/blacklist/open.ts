import type { Logger } from 'pino'
import { startFeed, type FeedProgram } from '../programs.ts'
import { createBlacklist, type Blacklist, type BlacklistOptions } from './blacklist.ts'
import { createFeedChoice, type FeedChoice, type OwnFeed } from './feed/choice.ts'
import { embeddedFeed } from './feed/embedded.ts'

/** With the feed that the workspace was told to use: a shared one, or its own on loopback, which stops with it. */
export async function openChosenBlacklist(
  options: BlacklistOptions & { readonly directory: string; readonly feedFile: string },
): Promise<{ readonly blacklist: Blacklist; readonly feedChoice: FeedChoice }> {
  const { directory, log } = options
  const blacklist = createBlacklist(options)
  const feedChoice = createFeedChoice({ directory, blacklist, own: ownFeed(blacklist, options) })
  try {
    await feedChoice.open()
  } catch (error) {
    // Everything else works without a feed.
    log.error({ err: error }, 'no feed can be used')
    blacklist.feedLost(error instanceof Error ? error.message : String(error))
  }
  const close = async (): Promise<void> => {
    await blacklist.close()
    await feedChoice.close()
  }
  return { blacklist: { ...blacklist, close }, feedChoice }
}

interface OwnFeedPlace {
  readonly directory: string
  readonly feedFile: string
  readonly log: Logger
}

function ownFeed(blacklist: Blacklist, { directory, feedFile, log }: OwnFeedPlace): OwnFeed {
  let program: FeedProgram | undefined
  let wanted = false
  const isWanted = (): boolean => wanted
  return {
    /** A feed that cannot start must not keep the console from opening. */
    start: async () => {
      wanted = true
      try {
        const { configFile, token } = await embeddedFeed(directory)
        if (!isWanted()) return
        program = startFeed({
          file: feedFile,
          configFile,
          log: log.child({ program: 'feed' }),
          onReady: ({ url }) => wanted && blacklist.useFeed({ url, token }),
          onDown: (why) => wanted && blacklist.feedLost(why),
        })
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        log.error({ err: error }, 'the feed cannot be started')
        blacklist.feedLost(why)
      }
    },
    /** What it still says while it ends is about a feed that nobody follows any more. */
    stop: async () => {
      wanted = false
      await program?.stop()
      program = undefined
    },
  }
}
