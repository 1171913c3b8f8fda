import type { z } from 'zod'

declare const resultType: unique symbol

/**
 * One row of a contract: how the parameters are parsed, and the type that comes back. Results carry no schema,
 * because both ends of the console ship together; parameters are parsed all the same, at the one dispatcher.
 */
export interface CallShape<Params extends z.ZodType, Result> {
  readonly params: Params
  readonly [resultType]?: Result
}

/** Declares a call or a stream: `returns<Row[]>()(z.object({ … }))`. */
export const returns =
  <Result>() =>
  <Params extends z.ZodType>(params: Params): CallShape<Params, Result> => ({ params })

export type Table = Record<string, CallShape<z.ZodType, unknown>>

/** What the caller writes. */
export type ParamsOf<Row> = Row extends CallShape<infer P, unknown> ? z.input<P> : never
/** What the handler receives, defaults filled in. */
export type ParsedOf<Row> = Row extends CallShape<infer P, unknown> ? z.output<P> : never
export type ResultOf<Row> = Row extends CallShape<z.ZodType, infer R> ? R : never

export interface CallContext {
  /** Aborted when the caller cancels or its port closes. */
  readonly signal: AbortSignal
}

export type CallHandlers<Calls extends Table> = {
  [Name in keyof Calls]: (
    params: ParsedOf<Calls[Name]>,
    context: CallContext,
  ) => ResultOf<Calls[Name]> | Promise<ResultOf<Calls[Name]>>
}

/** A stream's handler yields items; it is asked for the next one only while the reader has credit left. */
export type StreamHandlers<Streams extends Table> = {
  [Name in keyof Streams]: (
    params: ParsedOf<Streams[Name]>,
    context: CallContext,
  ) => AsyncIterable<ResultOf<Streams[Name]>>
}
