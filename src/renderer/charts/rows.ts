/** The rows behind a chart, as its table twin shows them. */
export interface ChartRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}
