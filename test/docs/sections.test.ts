import { expect, test } from 'vitest';
import { withSections } from './sections.ts';

test('replaces what stands between the marks and keeps the rest', () => {
  const text = 'before\n<!-- a -->\nold\n<!-- /a -->\nafter\n';

  expect(withSections(text, { a: 'new\n' })).toBe('before\n<!-- a -->\n\nnew\n\n<!-- /a -->\nafter\n');
});

test('does not change what it has written before', () => {
  const once = withSections('<!-- a -->\n<!-- /a -->', { a: 'new' });

  expect(withSections(once, { a: 'new' })).toBe(once);
});

test('refuses a document without the marks', () => {
  expect(() => withSections('text', { a: 'new' })).toThrow('has no section <!-- a -->');
});
