import { BarChart, HeatmapChart, LineChart, MapChart, ScatterChart } from 'echarts/charts'
import {
  BrushComponent,
  GeoComponent,
  GridComponent,
  MarkAreaComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, registerMap, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/** Only the parts that are used, so that the chunk stays small. */
use([
  BarChart,
  HeatmapChart,
  LineChart,
  MapChart,
  ScatterChart,
  BrushComponent,
  GeoComponent,
  GridComponent,
  MarkAreaComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
])

export { init, registerMap, type EChartsType }
export type { EChartsCoreOption as ChartOption } from 'echarts/core'
