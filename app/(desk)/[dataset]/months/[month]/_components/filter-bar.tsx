'use client'

import { SearchIcon, XIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '@/components/ui/select'
import { describeCategory } from '@/core/datasets/describe-category.ts'
import {
  countActiveFilters,
  type FlaggedFilters,
  type Label,
  labelValues,
} from '@/lib/transactions/flagged-filters.ts'
import { DelayedInput } from './delayed-input'

const labelNames: Record<Label, string> = {
  awaiting: 'Awaiting a label',
  unsure: 'Unsure',
  fraud: 'Fraud',
  legitimate: 'Legitimate',
}

/** Radix selects cannot hold an empty value. */
const ANY = '*'

/** What narrows the table. Typing waits a moment before it asks the database. */
export function FilterBar({
  filters,
  categories,
  onChange,
}: {
  filters: FlaggedFilters
  categories: { name: string; count: number }[]
  onChange: (change: Partial<FlaggedFilters>, mode?: 'push' | 'replace') => void
}) {
  const format = useFormatter()
  const isNarrowed = countActiveFilters(filters) > 0
  return (
    <search className="flex flex-wrap items-center gap-2 border-b px-4 pt-3 pb-3.5 sm:px-5">
      <DelayedInput
        label="Search merchant, place or last four digits"
        placeholder="Merchant, place, card"
        icon={<SearchIcon aria-hidden className="size-3.5" />}
        className="w-full sm:w-56"
        value={filters.search ?? ''}
        onChange={(value) => onChange({ search: value.trim() || null }, 'replace')}
      />
      <Select
        value={filters.category ?? ANY}
        onValueChange={(value) => onChange({ category: value === ANY ? null : value })}
      >
        <SelectTrigger aria-label="Category" className="max-w-52">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={ANY}>Any category</SelectItem>
          {filters.category !== null &&
            !categories.some(({ name }) => name === filters.category) && (
              <SelectItem value={filters.category}>{describeCategory(filters.category)}</SelectItem>
            )}
          {categories.map(({ name, count }) => (
            <SelectItem key={name} value={name}>
              {describeCategory(name)}{' '}
              <span className="text-muted-foreground">{format.count(count)}</span>
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {filters.shown === 'flagged' && (
        <Select
          value={filters.label ?? ANY}
          onValueChange={(value) => onChange({ label: value === ANY ? null : (value as Label) })}
        >
          <SelectTrigger aria-label="Label">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={ANY}>Any label</SelectItem>
            {labelValues.map((label) => (
              <SelectItem key={label} value={label}>
                {labelNames[label]}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
      <DelayedInput
        label="Smallest amount"
        placeholder="Min. amount"
        inputMode="decimal"
        className="w-30"
        value={filters.minimumAmount === null ? '' : String(filters.minimumAmount)}
        onChange={(value) => onChange({ minimumAmount: parseNumber(value, Infinity) }, 'replace')}
      />
      <DelayedInput
        label="Lowest score, 0 to 1"
        placeholder="Min. score"
        inputMode="decimal"
        className="w-28"
        value={filters.minimumScore === null ? '' : String(filters.minimumScore)}
        onChange={(value) => onChange({ minimumScore: parseNumber(value, 1) }, 'replace')}
      />
      {isNarrowed && (
        <Button
          variant="ghost"
          onClick={() =>
            onChange({
              label: null,
              category: null,
              minimumAmount: null,
              minimumScore: null,
              search: null,
            })
          }
        >
          <XIcon aria-hidden /> Clear
        </Button>
      )}
    </search>
  )
}

/** A comma is taken for a decimal point; what is no number within bounds filters nothing. */
function parseNumber(text: string, maximum: number): number | null {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && value >= 0 && value <= maximum ? value : null
}
