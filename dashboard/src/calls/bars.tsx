import { useId } from 'preact/hooks';

/** One bar: two counts on top of each other. */
export interface Bar {
  label: string;
  lower: number;
  upper: number;
  /** There were more than could be counted. */
  more?: boolean;
}

interface Props {
  /** What the bars count, for a screen reader. */
  caption: string;
  /** The words for the two counts. */
  names: { lower: string; upper: string };
  bars: Bar[];
}

const HEIGHT = 64;
const WIDTH = 12;
const GAP = 4;
/** A count that is not zero is seen. */
const LEAST = 2;
const NUMBER = new Intl.NumberFormat('en');

/** Small bars with a table for screen readers, which the picture is hidden from. */
export function Bars({ caption, names, bars }: Props) {
  const id = useId();
  const highest = Math.max(1, ...bars.map(({ lower, upper }) => lower + upper));
  const scale = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count / highest) * HEIGHT));
  const width = bars.length * (WIDTH + GAP) - GAP;
  return (
    <figure class="bars">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((bar, index) => (
          <BarShape key={bar.label} {...{ bar, names }} x={index * (WIDTH + GAP)} scale={scale} />
        ))}
      </svg>
      <div class="visually-hidden">
        <table aria-labelledby={id}>
          <caption id={id}>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">{names.lower}</th>
              <th scope="col">{names.upper}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ label, lower, upper, more }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{NUMBER.format(lower) + (more ? ' or more' : '')}</td>
                <td>{NUMBER.format(upper) + (more ? ' or more' : '')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function BarShape(props: { bar: Bar; names: Props['names']; x: number; scale: (count: number) => number }) {
  const { bar, names, x, scale } = props;
  const lower = scale(bar.lower);
  const upper = scale(bar.upper);
  const count = (value: number) => NUMBER.format(value) + (bar.more ? '+' : '');
  return (
    <g>
      <title>{`${bar.label}: ${count(bar.lower)} ${names.lower}, ${count(bar.upper)} ${names.upper}`}</title>
      <rect class="bar-room" x={x} y={0} width={WIDTH} height={HEIGHT} />
      <rect class="bar-lower" x={x} y={HEIGHT - lower} width={WIDTH} height={lower} />
      <rect class="bar-upper" x={x} y={HEIGHT - lower - upper} width={WIDTH} height={upper} />
    </g>
  );
}
