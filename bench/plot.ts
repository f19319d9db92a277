/** The plot of docs/benchmarks.md. */
import * as echarts from 'echarts';

/** Milliseconds by number of charts. */
export interface Line {
  readonly name: string;
  readonly points: readonly [number, number][];
}

/** An SVG of lines on logarithmic axes. */
export function plot(title: string, lines: readonly Line[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 460 });
  chart.setOption({
    backgroundColor: '#ffffff',
    animation: false,
    title: { text: title, left: 'center' },
    // Without a screen, texts are measured too short.
    legend: { bottom: 0, itemGap: 30 },
    grid: { left: 70, right: 40, top: 50, bottom: 80 },
    xAxis: { type: 'log', name: 'charts', nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'log', name: 'milliseconds', nameLocation: 'middle', nameGap: 50 },
    series: lines.map(({ name, points }) => ({ type: 'line', name, data: points.map((point) => [...point]), symbolSize: 7 })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
