import { describe, expect, it } from 'vitest';
import { createTypedText } from './typed-text.ts';

describe('what is typed', () => {
  it('is not taken back by an earlier state of it that the address comes to late', () => {
    const typed = createTypedText('');
    typed.tell('ren');
    typed.tell('rent');
    expect(typed.isForeign('ren')).toBe(false);
    expect(typed.isTold('rent')).toBe(true);
    expect(typed.isForeign('rent')).toBe(false);
  });

  it('gives way to what the address says by itself, also where that was typed once', () => {
    const typed = createTypedText('');
    typed.tell('ren');
    typed.tell('rent');
    // The address passed over the first.
    expect(typed.isForeign('rent')).toBe(false);
    expect(typed.isForeign('ren')).toBe(true);
    expect(typed.isTold('ren')).toBe(true);
    expect(typed.isForeign('')).toBe(true);
  });

  it('and deleted before the address heard of it leaves nothing behind', () => {
    const typed = createTypedText('');
    typed.tell('r');
    typed.tell('');
    expect(typed.isForeign('r')).toBe(true);
  });
});
