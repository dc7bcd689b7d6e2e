import { describe, expect, it } from 'vitest';
import { findKeyProblem } from './key-problem.ts';

describe('a key that is typed into the page', () => {
  it('is taken when it is a test key, and refused otherwise with what to do', () => {
    expect(findKeyProblem('way_test_abc123_DEF456')).toBeNull();
    expect(findKeyProblem('way_live_abc123_DEF456')).toContain('use a test key');
    expect(findKeyProblem('')).toContain('Type a test key');
    expect(findKeyProblem('way_test_abc')).toContain('looks like');
    expect(findKeyProblem('way_test_a_b c')).toContain('looks like');
  });
});
