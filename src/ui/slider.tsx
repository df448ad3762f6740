/** A value on a line; what the position means is said by the caller. */
import type { CSSProperties } from 'react';
import css from './slider.module.css';

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value in words. */
  words: string;
  onChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step, words, onChange }: SliderProps) {
  const share = (value - min) / (max - min);
  return (
    <input
      type="range"
      className={css.slider}
      aria-label={label}
      aria-valuetext={words}
      value={value}
      min={min}
      max={max}
      step={step}
      style={{ '--share': share } as CSSProperties}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}
