import { type Outcome, Swatch } from '@/components/outcome'

interface Bar {
  month: string
  caught: number
  falseAlarms: number
  missed: number
  /** Flagged, and nobody knows yet. */
  awaiting: number
}

/** The story in small: fraud changes its habits, more of it is missed, and the next version catches it again. */
const bars: readonly Bar[] = [
  { month: 'Jan', caught: 46, falseAlarms: 11, missed: 9, awaiting: 0 },
  { month: 'Feb', caught: 53, falseAlarms: 9, missed: 12, awaiting: 0 },
  { month: 'Mar', caught: 31, falseAlarms: 14, missed: 37, awaiting: 0 },
  { month: 'Apr', caught: 28, falseAlarms: 16, missed: 48, awaiting: 0 },
  { month: 'May', caught: 62, falseAlarms: 12, missed: 14, awaiting: 0 },
  { month: 'Jun', caught: 67, falseAlarms: 9, missed: 9, awaiting: 0 },
  { month: 'Jul', caught: 60, falseAlarms: 8, missed: 11, awaiting: 0 },
  { month: 'Aug', caught: 0, falseAlarms: 0, missed: 0, awaiting: 71 },
]

const legend: readonly { outcome: Outcome; label: string }[] = [
  { outcome: 'fraud', label: 'Fraud caught' },
  { outcome: 'legitimate', label: 'False alarm' },
  { outcome: 'missed', label: 'Fraud missed' },
  { outcome: 'awaiting', label: 'Too recent to know' },
]

const versions = [
  { name: 'Version 1', months: 4, className: 'bg-accent/10' },
  { name: 'Version 2', months: 4, className: 'bg-accent/18' },
] as const

/** Where the line stands, from the top, and how wide months and bars are, in units of the drawing. */
const LINE = 90
const MONTH = 50
const BAR = 26

/** What the months page shows, as a small example. */
export function LandingPicture() {
  return (
    <figure className="grid gap-3 rounded-xl border bg-raised p-5 shadow-float">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="font-medium text-sm">Fraud by month</span>
        <span className="text-muted-foreground text-xs">An example</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${MONTH * bars.length} 162`}
        role="img"
        aria-label="Eight months: in March and April fraud changes its habits and more of it is missed; from May on version 2 serves and catches it again."
        className="w-full"
      >
        <defs>
          <pattern
            id="landing-hatch"
            width="4.5"
            height="4.5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(-45)"
          >
            <rect width="4.5" height="4.5" className="fill-flagged-soft" />
            <rect width="4.5" height="1.8" className="fill-flagged" />
          </pattern>
        </defs>
        {bars.map(({ month, caught, falseAlarms, missed, awaiting }, index) => {
          const x = index * MONTH + (MONTH - BAR) / 2
          return (
            <g key={month}>
              <rect x={x} y={LINE - caught} width={BAR} height={caught} className="fill-fraud" />
              <rect
                x={x}
                y={LINE - caught - falseAlarms}
                width={BAR}
                height={falseAlarms}
                className="fill-legitimate"
              />
              <rect
                x={x}
                y={LINE - awaiting}
                width={BAR}
                height={awaiting}
                fill="url(#landing-hatch)"
              />
              <rect x={x} y={LINE} width={BAR} height={missed} className="fill-missed" />
              <text
                x={x + BAR / 2}
                y={158}
                textAnchor="middle"
                className="fill-muted-foreground text-[11px]"
              >
                {month}
              </text>
            </g>
          )
        })}
        <line
          x1={0}
          x2={MONTH * bars.length}
          y1={LINE}
          y2={LINE}
          className="stroke-foreground/55"
        />
      </svg>
      <div className="flex gap-px text-2xs text-accent">
        {versions.map(({ name, months, className }) => (
          <span
            key={name}
            className={`grid h-5 place-items-center rounded-[3px] ${className}`}
            style={{ flexGrow: months, flexBasis: 0 }}
          >
            {name}
          </span>
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
        {legend.map(({ outcome, label }) => (
          <li key={outcome} className="flex items-center gap-1.5">
            <Swatch outcome={outcome} /> {label}
          </li>
        ))}
      </ul>
    </figure>
  )
}
