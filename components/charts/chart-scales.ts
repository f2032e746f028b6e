// What `victory-vendor/d3-scale` is in the browser (next.config.ts puts it there). Recharts looks scales up by name and
// so keeps all of D3's, with times and colours; ours are these, and Recharts needs no others.
// biome-ignore lint/performance/noBarrelFile: taking few of many is what it is for
export { scaleBand, scaleLinear, scalePoint } from 'd3-scale'
